import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { newId } from '#kernel/id.ts'
import { recordAudit } from '#platform/audit.ts'
import { connect } from '#platform/database.ts'
import { auditHeadsFile, keyring } from '#platform/vault.ts'
import { openOffice } from '../testing.ts'
import { checkAudit } from './check.ts'
import { checkAuditLog, listAudit, readAuditState, readChartAccess } from './contract.ts'
import { readHeads } from './heads.ts'
import { sealAudit } from './seal.ts'

const office = await openOffice()
const origin = { request: 'test', address: '192.0.2.1' }
const actor = { id: null, name: 'Ada Lovelace', role: 'front-desk' }

/** Writes entries and seals them. Returns their ids. */
async function write(count: number, patientIds: string[] = []) {
  const ids: number[] = []
  for (let i = 0; i < count; i += 1) {
    await recordAudit(office.db, actor, origin, { kind: 'read', subject: `GET /thing/${i}`, patientIds })
    const { rows } = await sql<{ id: number }>`select max(id) as id from audit.entry`.execute(office.db)
    ids.push(rows[0]!.id)
  }
  return ids
}
const seal = () => sealAudit(office.db, keyring(), auditHeadsFile())
const check = () => checkAudit(office.db, keyring(), auditHeadsFile())
const kinds = ({ findings }: Awaited<ReturnType<typeof check>>) =>
  findings.map(({ kind, fromId, toId }) => [kind, fromId, toId])

/** Somebody with the whole database in their hands, but not the key nor the heads. */
async function tamper(...statements: string[]) {
  const client = new pg.Client({ connectionString: office.url })
  await client.connect()
  try {
    for (const table of ['audit.entry', 'audit.seal'])
      await client.query(`alter table ${table} disable trigger user`)
    for (const statement of statements) await client.query(statement)
    for (const table of ['audit.entry', 'audit.seal'])
      await client.query(`alter table ${table} enable trigger user`)
  } finally {
    await client.end()
  }
}

describe('the audit log', () => {
  it('cannot be changed by the program: the database itself refuses', async () => {
    await write(1)
    await seal()
    for (const statement of [
      'update audit.entry set reason = null',
      'delete from audit.entry',
      'truncate audit.entry',
      'update audit.seal set count = 1',
      'delete from audit.seal',
      'truncate audit.seal',
      'delete from audit.check_result',
      'alter table audit.entry disable trigger final',
      'drop table audit.seal',
      'create or replace function audit.settle() returns bigint language sql as $$ select 1::bigint $$',
    ])
      await assert.rejects(
        sql.raw(statement).execute(office.db),
        /permission denied|must be owner/,
        statement,
      )
  })

  it('is not changed by a slip of the owner either', async () => {
    const client = new pg.Client({ connectionString: office.url })
    await client.connect()
    await assert.rejects(client.query('delete from audit.entry'), /audit entries are final/)
    await client.end()
  })

  it('is whole after it was sealed, batch after batch, and its heads stand in the file', async () => {
    await write(3)
    await seal()
    await write(2)
    await seal()
    const result = await check()
    assert.deepEqual([result.whole, result.unsealed, result.headFound], [true, 0, true])
    const heads = await readHeads(auditHeadsFile())
    assert.equal(heads.length, result.seals)
    assert.equal(await seal(), 0, 'nothing is sealed twice')
  })

  it('is sealed once by many who seal at once', async () => {
    await write(5)
    const counts = await Promise.all(Array.from({ length: 6 }, seal))
    assert.equal(
      counts.reduce((a, b) => a + b, 0),
      5,
    )
    assert.equal((await check()).whole, true)
  })

  it('is not sealed past an entry that is still being written', async () => {
    const writer = new pg.Client({ connectionString: office.url })
    await writer.connect()
    await writer.query('begin')
    await writer.query(
      `insert into audit.entry (kind, subject, actor) values ('read', 'slow', 'Slow') returning id`,
    )
    const [later] = await write(1)
    assert.equal(await seal(), 0, 'the later entry waits for the earlier one')
    await writer.query('commit')
    await writer.end()
    assert.equal(await seal(), 2)
    const state = await sql<{ to: number }>`select max(to_id) as to from audit.seal`.execute(office.db)
    assert.equal(state.rows[0]!.to, later)
    assert.equal((await check()).whole, true)
  })

  it('reads the same whatever time zone the connection has', async () => {
    await write(2)
    await seal()
    const client = new pg.Client({ connectionString: office.url })
    await client.connect()
    const database = new URL(office.url).pathname.slice(1)
    await client.query(`alter database "${database}" set timezone = 'Asia/Kolkata'`)
    await client.end()
    const elsewhere = connect(office.url, { max: 1 })
    const { rows } = await sql<{ TimeZone: string }>`show timezone`.execute(elsewhere.db)
    assert.equal(Object.values(rows[0]!)[0], 'Asia/Kolkata')
    const result = await checkAudit(elsewhere.db, keyring(), auditHeadsFile())
    await elsewhere.close()
    assert.equal(result.whole, true)
  })
})

const columns =
  'at, kind, subject, record_id, patient_ids, actor_id, actor, role, request, origin, before, after, reason, outcome'

/* From here on each test damages the log for good, so each looks for its own findings among those before. */
describe('the check of the audit log', () => {
  const fresh = async (act: (ids: number[]) => Promise<void>, count = 6) => {
    const before = kinds(await check()).map(String)
    const ids = await write(count)
    await seal()
    await act(ids)
    return { ids, found: kinds(await check()).filter((finding) => !before.includes(String(finding))) }
  }

  it('names an entry that was altered', async () => {
    const { ids, found } = await fresh((at) =>
      tamper(`update audit.entry set actor = 'Nobody' where id = ${at[2]}`),
    )
    assert.deepEqual(found, [['altered', ids[2], ids[2]]])
  })

  it('names an entry whose time was moved by a microsecond', async () => {
    const { ids, found } = await fresh((at) =>
      tamper(`update audit.entry set at = at + interval '1 microsecond' where id = ${at[0]}`),
    )
    assert.deepEqual(found, [['altered', ids[0], ids[0]]])
  })

  it('names an entry that was removed', async () => {
    const { ids, found } = await fresh((at) => tamper(`delete from audit.entry where id = ${at[3]}`))
    assert.deepEqual(found, [['removed', ids[3], ids[3]]])
  })

  it('names two entries that changed places', async () => {
    const { ids, found } = await fresh((at) =>
      tamper(
        `update audit.entry e set (${columns}) = (select ${columns} from audit.entry o where o.id = ${at[1]} + ${at[4]} - e.id)
          where id in (${at[1]}, ${at[4]})`,
      ),
    )
    assert.deepEqual(found, [
      ['reordered', ids[1], ids[1]],
      ['reordered', ids[4], ids[4]],
    ])
  })

  it('names an entry that was slipped in later', async () => {
    const { rows } = await sql<{
      free: number
    }>`select nextval(pg_get_serial_sequence('audit.entry', 'id')) as free`.execute(office.db)
    const free = rows[0]!.free
    const { found } = await fresh(() =>
      tamper(
        `insert into audit.entry (id, kind, subject, actor) overriding system value values (${free}, 'read', 'forged', 'Forger')`,
      ),
    )
    assert.deepEqual(found, [['inserted', free, free]])
  })

  it('names a seal that was removed, and one that was made anew to fit', async () => {
    const { found } = await fresh(async () => {
      const { rows } = await sql<{ id: number }>`select max(id) - 1 as id from audit.seal`.execute(office.db)
      await tamper(`delete from audit.seal where id = ${rows[0]!.id}`)
    })
    assert.equal(found[0]![0], 'seal-removed')
    const forged = await fresh(async (at) => {
      await tamper(
        `delete from audit.entry where id = ${at[5]}`,
        `update audit.seal set count = count - 1, to_id = ${at[4]}, fingerprints = substring(fingerprints from 1 for (count - 1) * 24)
           where id = (select max(id) from audit.seal)`,
      )
    })
    assert.ok(forged.found.some(([kind]) => kind === 'seal-altered'))
  })

  it('tells by the heads outside that the end was cut off, entries and seals alike', async () => {
    const { rows } = await sql<{ last: number }>`select max(to_id) as last from audit.seal`.execute(office.db)
    const kept = rows[0]!.last
    const { ids, found } = await fresh(async (at) => {
      await tamper(
        `delete from audit.seal where from_id >= ${at[0]}`,
        `delete from audit.entry where id >= ${at[0]}`,
      )
    })
    assert.deepEqual(found, [['truncated', kept + 1, ids.at(-1)]])
    // The program goes on writing and sealing over the gap: that does not heal it.
    await write(2)
    await seal()
    assert.ok(kinds(await check()).length > 0)
    const again = await check()
    assert.ok(
      again.findings.some(
        ({ kind, says }) => kind === 'seal-altered' && says.includes('outside the database'),
      ),
    )
  })

  it('trusts no head that the key did not sign', async () => {
    const heads = await readHeads(auditHeadsFile())
    const forged = { ...heads.at(-1)!, id: heads.at(-1)!.id + 50, toId: 99_999_999 }
    const before = kinds(await check())
    await writeFile(auditHeadsFile(), `${JSON.stringify({ ...forged, hash: 'ab'.repeat(32) })}\nrubbish\n`, {
      flag: 'a',
    })
    assert.deepEqual(kinds(await check()), before)
  })
})

describe('reading the audit log', () => {
  it('shows each reader no more than their part', async () => {
    const patientId = newId<'Patient'>()
    await write(2, [patientId])
    const [compliance, manager, it, desk] = await Promise.all(
      (['compliance', 'manager', 'it', 'front-desk'] as const).map((role) => office.as(role)),
    )
    const query = { patientId }
    const full = await office.call(listAudit, { query }, compliance)
    assert.equal(full.body.entries.length, 2)
    assert.equal(
      (await office.call(listAudit, { query }, manager)).body.entries.length,
      3,
      'compliance has looked',
    )
    assert.equal((await office.call(listAudit, { query }, it)).body.entries.length, 0)
    assert.equal((await office.call(listAudit, { query }, desk)).status, 403)
    const changes = { kind: 'create', subject: 'access.user' }
    const asCompliance = await office.call(listAudit, { query: changes }, compliance)
    const asManager = await office.call(listAudit, { query: changes }, manager)
    assert.ok(asCompliance.body.entries.every(({ after }) => after !== null))
    assert.ok(
      asManager.body.entries.length > 0 && asManager.body.entries.every(({ after }) => after === null),
    )
  })

  it('pages by id without leaving out or repeating, and filters by day in a zone', async () => {
    const compliance = await office.as('compliance')
    const first = await office.call(listAudit, { query: { limit: 5 } }, compliance)
    const next = await office.call(
      listAudit,
      { query: { limit: 5, before: first.body.entries.at(-1)!.id } },
      compliance,
    )
    const ids = [...first.body.entries, ...next.body.entries].map(({ id }) => id)
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => b - a),
    )
    assert.equal(new Set(ids).size, 10)
    const yesterday = Temporal.Now.plainDateISO('America/Chicago').subtract({ days: 1 }).toString()
    const none = await office.call(
      listAudit,
      { query: { from: yesterday, to: yesterday, timeZone: 'America/Chicago' } },
      compliance,
    )
    assert.deepEqual(none.body.entries, [])
    assert.equal(
      (await office.call(listAudit, { query: { from: yesterday, timeZone: 'Mars' } }, compliance)).status,
      400,
    )
  })

  it('is itself recorded', async () => {
    const auditor = await office.as('it')
    await office.call(listAudit, { query: { subject: 'access' } }, auditor)
    const entry = await office.lastEntry('read')
    assert.deepEqual([entry?.actorId, entry?.subject], [auditor.id, 'GET /audit'])
  })

  it('answers who looked at a chart, and counts that look too', async () => {
    const patientId = newId<'Patient'>()
    await write(3, [patientId])
    const compliance = await office.as('compliance')
    const { body } = await office.call(readChartAccess, { params: { patientId } }, compliance)
    assert.deepEqual(
      body.people.map(({ actor: name, looks, changes }) => [name, looks, changes]),
      [['Ada Lovelace', 3, 0]],
    )
    const again = await office.call(readChartAccess, { params: { patientId } }, compliance)
    assert.equal(again.body.entries[0]!.about, 'Who looked at this chart')
  })

  it('checks on demand and remembers what was found', async () => {
    const compliance = await office.as('compliance')
    const { body } = await office.call(checkAuditLog, {}, compliance)
    assert.equal(body.whole, false)
    const state = await office.call(readAuditState, {}, compliance)
    assert.deepEqual(state.body.lastCheck?.findings, body.findings)
    assert.ok(state.body.sealedTo)
  })
})
