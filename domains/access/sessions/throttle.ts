/**
 * Slows guessing down without locking anybody out. Attempts are counted for what is guessed at: a user name, an
 * address, a session. The first few cost nothing; each further one doubles the wait. A browser in which the person has
 * signed in before (a known device) is counted for itself, so that guessing from elsewhere does not slow it down.
 * See SECURITY.md.
 */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import { TooManyAttempts } from './refusals.ts'

type Kind = 'name' | 'address' | 'device' | 'second-factor' | 'step-up' | 'link' | 'passkey'

/** How many attempts in a row are free, and how long the wait may become, in seconds. */
const patience: Record<Kind, { readonly free: number; readonly longestWait: number }> = {
  name: { free: 5, longestWait: 900 },
  // Behind one address may sit a whole office.
  address: { free: 40, longestWait: 300 },
  device: { free: 5, longestWait: 900 },
  'second-factor': { free: 5, longestWait: 900 },
  'step-up': { free: 5, longestWait: 900 },
  link: { free: 20, longestWait: 300 },
  passkey: { free: 100, longestWait: 60 },
}

/** NIST SP 800-63B-4 section 3.2.2: no more than 100 failures in a row. After that one attempt a day, never a lock. */
const mostInARow = 100
const afterThatSeconds = 24 * 60 * 60

export type Counter = { readonly kind: Kind; readonly key: string }

/** What is typed as a user name may be a password by mistake: only its hash is kept. */
export const counterOf = (kind: Kind, of: string | null): Counter => ({
  kind,
  key: `${kind}:${createHash('sha256')
    .update((of ?? 'unknown').toLowerCase())
    .digest('base64url')}`,
})

/**
 * Counts an attempt as failed before it is looked at (many at once must not all see a low count), and refuses it
 * while a wait is running. Each statement is a transaction of its own: a counter is never held during the work.
 */
export async function countAttempt(db: Db, { kind, key }: Counter): Promise<void> {
  const { free, longestWait } = patience[kind]
  // clock_timestamp: of two at once the second waits for the first and must not judge by the time it began.
  const { rows } = await sql`
    insert into access.throttle as t (key, failures, last_failed_at, blocked_until) values (${key}, 1, now(), now())
    on conflict (key) do update set
      failures = case when t.last_failed_at < now() - interval '1 day' and t.failures < ${mostInARow} then 1 else t.failures + 1 end,
      last_failed_at = now(),
      blocked_until = now() + make_interval(secs => case
        when t.failures + 1 >= ${mostInARow} then ${afterThatSeconds}
        when t.failures + 1 <= ${free} or t.last_failed_at < now() - interval '1 day' then 0
        else least(${longestWait}, power(2, least(t.failures - ${free}, 20))) end)
    where t.blocked_until <= clock_timestamp()
    returning failures`.execute(db)
  if (rows.length > 0) return
  const { rows: blocked } = await sql<{ seconds: number }>`
    select greatest(1, ceil(extract(epoch from blocked_until - now())))::int as seconds
      from access.throttle where key = ${key}`.execute(db)
  const retryAfterSeconds = blocked[0]?.seconds ?? 1
  refuse(TooManyAttempts, `Too many attempts. Please try again in ${inWords(retryAfterSeconds)}.`, {
    facts: { retryAfterSeconds },
  })
}

/** The attempt was right: what is guessed at starts afresh; what is shared by many only takes this one back. */
export async function forgiveAttempt(db: Db, { kind, key }: Counter): Promise<void> {
  if (kind === 'address' || kind === 'link' || kind === 'passkey')
    await sql`update access.throttle set failures = greatest(0, failures - 1), blocked_until = now() where key = ${key}`.execute(
      db,
    )
  else await sql`delete from access.throttle where key = ${key}`.execute(db)
}

/** Counters and questions that nobody needs any more. */
export async function sweep(db: Db): Promise<void> {
  await sql`delete from access.throttle where last_failed_at < now() - interval '2 days' and failures < ${mostInARow}`.execute(
    db,
  )
  await sql`delete from access.challenge where expires_at < now()`.execute(db)
}

const inWords = (seconds: number) =>
  seconds < 90
    ? `${seconds} seconds`
    : seconds < 5400
      ? `${Math.ceil(seconds / 60)} minutes`
      : `${Math.ceil(seconds / 3600)} hours`
