/**
 * How long each read of the program takes on the server in a practice of 50,000 patients and 200,000 appointments, with
 * its permission check, its transaction and its entry in the audit log; and how PostgreSQL found the rows of the slow ones.
 *
 *   node bench/pages.ts [patients = 50000] [appointments = 200000]
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'kysely'
import pg from 'pg'
import Type, { type TSchema } from 'typebox'
import { openHttp, openPlatform } from '#app/compose.ts'
import type { Endpoint } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { createLog } from '#platform/log.ts'
import { type Actor, program } from '#platform/transaction.ts'
import { median } from './cpu.ts'
import { openScale } from './scale.ts'

const [patients = 50_000, appointments = 200_000] = process.argv.slice(2).map(Number)
const times = 5
const slowMilliseconds = 100

type Step = { readonly text: string; readonly values: unknown[]; ms: number }
const traced = new AsyncLocalStorage<Step[]>()
const real = pg.Client.prototype.query as (...given: unknown[]) => unknown
pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
  const [first, values] = given
  const text = typeof first === 'string' ? first : (first as { text?: string }).text
  const steps = traced.getStore()
  const answer = real.apply(this, given)
  if (steps && text !== undefined && answer instanceof Promise) {
    const step: Step = { text, values: (values as unknown[] | undefined) ?? [], ms: 0 }
    const from = performance.now()
    steps.push(step)
    void answer.then(() => (step.ms = performance.now() - from)).catch(() => {})
  }
  return answer
} as typeof pg.Client.prototype.query

const scale = await openScale({ patients, appointments })
const opened = await openPlatform(scale.url, { max: 4 })
const { db } = opened.platform

/** For "Patient id" and the like: somebody or something that is really there; the busiest patient. */
async function sampleOf(description: string): Promise<string | undefined> {
  const entity = description.replace(/ id$/, '')
  if (entity === 'Patient')
    return (
      await sql<{ id: string }>`select patient_id as id from scheduling.appointment
        group by 1 order by count(*) desc limit 1`.execute(db)
    ).rows[0]?.id
  const name = entity.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase()
  const { rows: tables } = await sql<{ name: string }>`
    select table_schema || '.' || table_name as name from information_schema.tables
     where table_name = ${name} and table_schema not in ('pgboss', 'pg_catalog')`.execute(db)
  if (!tables[0]) return undefined
  const { rows } = await sql<{
    id: string
  }>`select id from ${sql.table(tables[0].name)} order by id desc limit 1`.execute(db)
  return rows[0]?.id
}

const isEnum = (schema: TSchema): schema is TSchema & { enum: string[] } => 'enum' in schema

/** The values to try for a required part of an address: each choice of a list, otherwise one. */
async function valuesOf(schema: TSchema): Promise<string[]> {
  const { description = '', format } = schema as { description?: string; format?: string }
  if (isEnum(schema)) return schema.enum
  if (Type.IsUnion(schema)) return (await Promise.all((schema.anyOf as TSchema[]).map(valuesOf))).flat()
  if (Type.IsLiteral(schema)) return [String(schema.const)]
  if (description.endsWith(' id')) return [(await sampleOf(description)) ?? ''].filter(Boolean)
  if (format === 'date') return [Temporal.Now.plainDateISO().toString()]
  if (Type.IsInteger(schema)) return ['1']
  return ['smith']
}

async function addressesOf(e: Endpoint): Promise<string[]> {
  let addresses = [e.path]
  const parts = (schema: TSchema | undefined) =>
    Object.entries((schema as { properties?: Record<string, TSchema> } | undefined)?.properties ?? {})
  for (const [name, schema] of parts(e.params)) {
    const values = await valuesOf(schema)
    addresses = addresses.flatMap((address) => values.map((value) => address.replace(`:${name}`, value)))
  }
  const required = new Set((e.query as { required?: string[] } | undefined)?.required ?? [])
  for (const [name, schema] of parts(e.query)) {
    // A list of what to show is tried whole, whether one must choose or not.
    if (!required.has(name) && !isEnum(schema)) continue
    const values = await valuesOf(schema)
    const chosen = values.flatMap((value) =>
      addresses.map((address) => `${address}${address.includes('?') ? '&' : '?'}${name}=${value}`),
    )
    addresses = required.has(name) ? chosen : [...addresses, ...chosen]
  }
  return addresses
}

async function explain({ text, values }: Step) {
  const client = new pg.Client({ connectionString: scale.url })
  await client.connect()
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
    const nodes = rows.flatMap(
      (row) =>
        /(?:->|^)\s*([A-Z][A-Za-z ]+?(?: on \S+| using \S+ on \S+)?)(?: \w+)?\s+\(cost/.exec(
          row['QUERY PLAN'],
        )?.[1] ?? [],
    )
    return [...new Set(nodes.filter((node) => /Scan/.test(node)))].join(', ')
  } finally {
    await client.end()
  }
}

try {
  const { rows } = await sql<{
    id: Id<'User'>
  }>`select id from access.user where user_name = 'bench'`.execute(db)
  const { rows: all } = await sql<{ name: string }>`select name from access.permission`.execute(db)
  const actor: Actor = { ...program, id: rows[0]!.id, permissions: new Set(all.map(({ name }) => name)) }
  const { app, endpoints } = openHttp(opened.platform, {
    authenticate: async () => ({ actor, steppedUpAt: Temporal.Now.instant() }),
    log: createLog('error'),
  })
  console.log(
    '| read | ms, median of five | answer, kB | slowest statement, ms | its scans |\n|---|---|---|---|---|',
  )
  const lines: { ms: number; line: string }[] = []
  for (const e of endpoints.filter(({ method }) => method === 'GET'))
    for (const url of await addressesOf(e)) {
      const took: number[] = []
      let answer = { statusCode: 0, size: 0 }
      let steps: Step[] = []
      for (let turn = 0; turn <= times; turn += 1) {
        steps = []
        const from = performance.now()
        const response = await traced.run(steps, async () => await app.inject({ url: `/api${url}` }))
        if (turn > 0) took.push(performance.now() - from)
        answer = { statusCode: response.statusCode, size: response.rawPayload.length }
      }
      const ms = median(took)
      const shown = url.replace(/[0-9a-f]{8}-[-0-9a-f]+/g, '…')
      const slowest = steps.toSorted((a, b) => b.ms - a.ms)[0]
      const scans =
        slowest && ms > slowMilliseconds ? await explain(slowest).catch(() => 'not explained') : ''
      const status =
        answer.statusCode === 200 ? (answer.size / 1024).toFixed(0) : `status ${answer.statusCode}`
      lines.push({
        ms,
        line: `| \`${shown}\` | ${ms.toFixed(0)} | ${status} | ${slowest?.ms.toFixed(0) ?? ''} | ${scans} |`,
      })
      if (ms > slowMilliseconds && process.env['BENCH_SQL'] === 'yes')
        console.error(`${url}\n${slowest?.text}\n`)
    }
  for (const { line } of lines.toSorted((a, b) => b.ms - a.ms)) console.log(line)
  await app.close()
} finally {
  await opened.close()
  await scale.stop()
}
