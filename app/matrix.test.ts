/**
 * Who may do what, held to the running program: every mounted endpoint is called as every role, with a real session, and
 * without one. docs/permissions.md says the same in one table; `UPDATE_DOCS=yes node test.ts app/matrix.test.ts`
 * writes it anew.
 */
import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { createAuthenticator } from '#domains/access/access.ts'
import type { Endpoint } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import { createLog } from '#platform/log.ts'
import { openHttp } from './compose.ts'
import { openPractice } from './testing.ts'
import { wirings } from './wirings.ts'

const document = new URL('../docs/permissions.md', import.meta.url)
const practice = await openPractice()
const { app, endpoints } = openHttp(practice.platform, {
  authenticate: createAuthenticator(practice.db, null),
  log: createLog('silent'),
})
const declared = new Map(wirings.flatMap(({ permissions }) => Object.entries(permissions ?? {})))

type Role = { name: string; title: string; permissions: Set<string>; token: string }
const roles: Role[] = []

/** One person for each role, signed in a moment ago, with a second factor for those who need one. */
before(() =>
  practice.arrange(async ({ db }) => {
    const { rows } = await sql<{ id: string; name: string; title: string; permissions: string[] | null }>`
      select r.id, r.name, r.title, array_agg(rp.permission) filter (where rp.permission is not null) as permissions
        from access.role r left join access.role_permission rp on rp.role_id = r.id
       group by r.id order by r.title`.execute(db)
    for (const { id, name, title, permissions } of rows) {
      const userId = newId<'User'>()
      const token = randomBytes(32).toString('base64url')
      const hash = createHash('sha256').update(token).digest('base64url')
      await sql`insert into access.user (id, user_name, display_name, state, all_sites)
        values (${userId}, ${`the-${name}`}, ${title}, 'active', true)`.execute(db)
      await sql`insert into access.user_role (user_id, role_id) values (${userId}, ${id})`.execute(db)
      await sql`insert into access.totp (user_id, secret_sealed, confirmed_at) values (${userId}, 'none', now())`.execute(
        db,
      )
      await sql`insert into access.session (id, user_id, token_hash, state, expires_at, stepped_up_at)
        values (${newId()}, ${userId}, ${hash}, 'signed-in', now() + interval '1 hour', now())`.execute(db)
      roles.push({ name, title, permissions: new Set(permissions), token })
    }
  }),
)

/** Calls an endpoint with rubbish: enough to learn whether the door opens, too little to do anything. */
async function knock(e: Endpoint, token: string | null) {
  const response = await app.inject({
    method: e.method,
    url: `/api${e.path.replace(/:\w+/g, () => randomUUID())}`,
    headers: {
      'x-wellrun': '1',
      ...(token && { cookie: `wellrun_session=${token}` }),
      ...(e.upload && { 'content-type': e.upload[0] }),
    },
    ...(e.method === 'GET' ? {} : { payload: e.upload ? 'rubbish' : {} }),
  })
  const isJson = String(response.headers['content-type']).includes('json')
  const { type, detail } = (isJson ? response.json() : {}) as { type?: string; detail?: string }
  // The door's own no names the permission of the endpoint; a rule behind it may ask for another one.
  const shut = response.statusCode === 403 && detail?.includes(`"${e.permission}"`) === true
  return { status: response.statusCode, type, shut }
}

const nameOf = (e: Endpoint) => `${e.method} ${e.path}`
const sorted = endpoints.toSorted((a, b) => (`${a.path} ${a.method}` < `${b.path} ${b.method}` ? -1 : 1))
const isOpenTo = (e: Endpoint, { permissions }: Role) =>
  e.permission === 'public' || e.permission === 'self' || permissions.has(e.permission)

describe('permissions', () => {
  it('are declared by a domain, each named by an endpoint', () => {
    const unknown = sorted.filter(
      ({ permission }) => permission !== 'public' && permission !== 'self' && !declared.has(permission),
    )
    assert.deepEqual(unknown.map(nameOf), [])
  })

  it('let nobody in without a session, but to the public doors', async () => {
    const wrong: string[] = []
    for (const e of sorted) {
      const { status } = await knock(e, null)
      if ((e.permission === 'public') === (status === 401)) wrong.push(`${nameOf(e)} answered ${status}`)
    }
    assert.deepEqual(wrong, [])
  })

  it('let each role in exactly where it may', async () => {
    const wrong: string[] = []
    const faults: string[] = []
    const tryAll = async (role: Role) => {
      for (const e of sorted.filter(({ permission }) => permission !== 'public')) {
        const { status, shut } = await knock(e, role.token)
        if (shut === isOpenTo(e, role) || status === 401)
          wrong.push(`${nameOf(e)} as ${role.name} answered ${status}`)
        if (status === 500) faults.push(nameOf(e))
      }
    }
    await Promise.all(roles.map(tryAll))
    assert.deepEqual(wrong, [])
    assert.deepEqual([...new Set(faults)], [], 'rubbish is refused, it is not a fault')
  })

  it('stand as docs/permissions.md says', () => {
    const text = describeMatrix()
    if (process.env['UPDATE_DOCS'] === 'yes') writeFileSync(document, text)
    assert.equal(
      readFileSync(document, 'utf8'),
      text,
      'docs/permissions.md is old: UPDATE_DOCS=yes node test.ts app/matrix.test.ts writes it anew',
    )
  })
})

describe('what is read of patients', () => {
  it('is declared by the endpoint that discloses it, so that the look is recorded', () => {
    const tellsOfPatients = /"(patientIds?|patientName|mrn)":/
    const silent = sorted.filter(
      (e) => e.method === 'GET' && !e.discloses && tellsOfPatients.test(JSON.stringify(e.reply)),
    )
    assert.deepEqual(silent.map(nameOf), [])
  })
})

function describeMatrix() {
  const cell = (e: Endpoint, role: Role) => (isOpenTo(e, role) ? '●' : '')
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const guarded = sorted.filter(({ permission }) => permission !== 'public')
  const open = sorted.filter(({ permission }) => permission === 'public')
  return `# Who may do what

Written by app/matrix.test.ts from the running program: every endpoint as every role the program comes with, before
the office changes anything under Settings, Roles. ● may. "self" needs only a session and reaches only one's own things.
⌃ needs a fresh proof of identity. Which sites a person reaches is settled beside the roles.

${row(['Endpoint', 'Permission', ...roles.map(({ title }) => title)])}
${row(['---', '---', ...roles.map(() => ':-:')])}
${guarded.map((e) => row([`\`${nameOf(e)}\``, `${e.permission}${e.stepUp ? ' ⌃' : ''}`, ...roles.map((role) => cell(e, role))])).join('\n')}

Open without a session:

${open.map((e) => `- \`${nameOf(e)}\`: ${e.summary}`).join('\n')}
`
}
