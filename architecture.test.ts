/** The rules of ARCHITECTURE.md, held to the code. Each test names one rule; its failure names the offending line. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { describeTypes } from '#database/generate-types.ts'
import { openPractice } from '#app/testing.ts'
import { type Domain, map } from './domains/map.ts'

const all = globSync('{kernel,standards,platform,database,domains,web,app,e2e,bench}/**/*.{ts,tsx}')
  .concat(globSync('*.ts'))
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }))
/** Not the tests, nor what arranges them (testing.ts): those may reach everywhere. */
const sources = all.filter(({ file }) => !/\.test\.tsx?$|(^|\/)testing\.ts$/.test(file))

/** Every import between our own files, as repository paths; `import type` carries no code and is marked. */
const imports = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/^(import type\b|import\b|export\b)?[^'\n]*(?:from|import)\s*\(?'([#.][^']+)'/gm)].map(
    ([, kind, to]) => ({
      from: file,
      to: to!.startsWith('#') ? to!.slice(1) : normalize(join(dirname(file), to!)),
      typeOnly: kind === 'import type',
    }),
  ),
)

const domainOf = (path: string) => /^domains\/(\w+)\//.exec(path)?.[1] as Domain | undefined
const layerOf = (path: string) => path.split('/')[0]!
const isWeb = (path: string) => path.startsWith('web/') || /^domains\/\w+\/web\//.test(path)
const uses = (domain: Domain) => map[domain] as readonly string[]

function noneOf<T>(offenders: readonly T[]) {
  assert.deepEqual(offenders, [])
}

describe('the architecture', () => {
  it('has a map in which every arrow points up', () => {
    const order = Object.keys(map)
    noneOf(
      Object.entries(map).filter(([domain, used]) =>
        used.some((other) => order.indexOf(other) >= order.indexOf(domain)),
      ),
    )
  })

  it('keeps the kernel and the standards pure and the platform ignorant of the business', () => {
    const allowed: Record<string, readonly string[]> = {
      kernel: ['kernel'],
      standards: ['kernel', 'standards'],
      platform: ['kernel', 'platform', 'database'],
    }
    noneOf(imports.filter(({ from, to }) => allowed[layerOf(from)]?.includes(layerOf(to)) === false))
  })

  it('lets a domain use only the domains its map entry lists, and only their public files', () => {
    noneOf(
      imports.filter(({ from, to, typeOnly }) => {
        const user = domainOf(from)
        const used = domainOf(to)
        if (!user || !used || user === used || isWeb(from)) return false
        const isFace = [`domains/${used}/${used}.ts`, `domains/${used}/events.ts`].includes(to)
        // The cockpit alone asks every domain what needs somebody.
        const isAttention = user === 'reporting' && to === `domains/${used}/attention.ts`
        return !((isFace || isAttention) && uses(user).includes(used)) && !(typeOnly && isFace)
      }),
    )
  })

  it('lets a domain join only along the map, and write only at home', () => {
    noneOf(
      sources.flatMap(({ file, text }) => {
        const home = domainOf(file)
        if (!home) return []
        const built = [
          ...text.matchAll(
            /\b(insertInto|updateTable|deleteFrom|mergeInto|selectFrom|\w*[jJ]oin\w*|using)\(\s*'(\w+)\.\w+(?: as \w+)?'/g,
          ),
        ].map(([whole, verb, schema]) => ({
          whole,
          writes: /^(insertInto|updateTable|deleteFrom|mergeInto)$/.test(verb!),
          schema: schema!,
        }))
        const raw = [...text.matchAll(/\b(insert into|update|delete from|from|join)\s+(\w+)\.\w+/g)].map(
          ([whole, verb, schema]) => ({
            whole,
            writes: /^(insert|update|delete)/.test(verb!),
            schema: schema!,
          }),
        )
        return [...built, ...raw]
          .filter(({ schema }) => schema in map && schema !== home)
          .filter(({ writes, schema }) => writes || !uses(home).includes(schema))
          .map(({ whole }) => `${file}: ${whole}`)
      }),
    )
  })

  it('sends the browser contracts and pure rules, never the database or the server', () => {
    const serverOnly =
      /^domains\/.*\/(commands|queries|routes|wiring|attention)[^/]*\.ts$|^platform\/|^database\/|^app\//
    noneOf(imports.filter(({ from, to, typeOnly }) => isWeb(from) && !typeOnly && serverOnly.test(to)))
  })

  it('has no file over 400 lines', () => {
    noneOf(
      all
        .filter(({ file }) => file !== 'database/types.ts')
        .map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
        .filter(({ lines }) => lines > 400),
    )
  })

  it('keeps time in Temporal and types honest', () => {
    const forbidden = /\bnew Date\(|\bDate\.now\(\)(?!\) <<)|@ts-(?:ignore|expect-error|nocheck)|\.only\(/
    noneOf(
      all
        .filter(({ file }) => file !== 'architecture.test.ts')
        .flatMap(({ file, text }) =>
          text
            .split('\n')
            .map((line, index) => ({ at: `${file}:${index + 1}`, line: line.trim() }))
            .filter(({ line }) => forbidden.test(line) && !line.includes('BigInt(Date.now())')),
        ),
    )
  })

  it('audits every business table', async () => {
    const { db } = await openPractice()
    const { rows } = await sql<{ table: string }>`
      select format('%s.%s', n.nspname, c.relname) as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname = any(${Object.keys(map)})
         and not exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'audit')`.execute(db)
    noneOf(rows.map(({ table }) => table).filter((table) => !unaudited.has(table)))
  })

  it('has types that equal what the migrations produce', async () => {
    assert.equal(readFileSync('database/types.ts', 'utf8'), await describeTypes(process.env['TEMPLATE_URL']!))
  })
})

/** Tables that hold nothing of the business: each with the reason why its changes are not audited. */
const unaudited = new Set([
  'access.permission', // the program's own list, changed only by an upgrade
  'access.challenge', // questions put to passkeys, gone in minutes
  'access.device', // a browser known to somebody: each comes with an audited sign-in
  'access.throttle', // counters of failed attempts, each of which has an entry of its own
  'claims.code', // public code tables, hundreds of thousands of rows: each import is one audit entry
  'billing.receipt_counter', // each number is on an audited payment
])
