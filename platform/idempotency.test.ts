import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { jobs } from '#app/compose.ts'
import { openPractice } from '#app/testing.ts'

const practice = await openPractice()

describe('replies kept for a retry', () => {
  it('go after a week, by a job of the night, and not before', async () => {
    await sql`insert into platform.idempotency (key, operation, fingerprint, reply, at) values
      ('old-key-1', 'POST /x', 'f', '{}', now() - interval '8 days'),
      ('new-key-1', 'POST /x', 'f', '{}', now() - interval '6 days')`.execute(practice.db)
    const job = jobs.find(({ queue }) => queue === 'platform.forget-replies')
    assert.ok(job?.cron)
    await job.handle(practice.platform, {})
    const { rows } = await sql<{ key: string }>`select key from platform.idempotency`.execute(practice.db)
    assert.deepEqual(rows, [{ key: 'new-key-1' }])
  })
})
