import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { sql } from 'kysely'
import { openPractice } from '#app/testing.ts'
import { connect } from './database.ts'
import { inTransaction, program } from './transaction.ts'

const practice = await openPractice()
const { db, close } = connect(practice.url, { max: 1, role: null })
after(close)

const often = async (ask: () => Promise<unknown>) => {
  for (let turn = 0; turn < 8; turn += 1) await ask()
}
const kept = async () =>
  (await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)).rows

describe('plans of statements', () => {
  it('are kept for what is asked often, and for nothing whose plan depends on a pattern', async () => {
    await often(() => sql`select 'often', ${1}::int`.execute(db))
    await often(() => sql`select 'pattern', 'a' like ${'%a%'}`.execute(db))
    await sql`select 'once', ${1}::int`.execute(db)
    const texts = (await kept()).map(({ statement }) => statement)
    assert.ok(texts.some((text) => text.includes("'often'")))
    assert.ok(!texts.some((text) => text.includes("'pattern'") || text.includes("'once'")))
  })

  it('that no longer fit, because a table was changed under them, cost one more try and nothing else', async () => {
    await sql`create table platform.passing (id int)`.execute(db)
    await sql`insert into platform.passing values (1)`.execute(db)
    const read = () =>
      inTransaction({ db, announce: async () => {} }, program, { request: 'test', address: null }, (tx) =>
        sql`select * from platform.passing where id = ${1}`.execute(tx.db),
      )
    await often(read)
    await sql`alter table platform.passing add column note text`.execute(db)
    assert.deepEqual((await read()).rows, [{ id: 1, note: null }])
  })
})
