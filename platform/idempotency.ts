import { sql } from 'kysely'
import { reason, refuse } from '#kernel/refusal.ts'
import type { Db } from './database.ts'
import type { Actor, Tx } from './transaction.ts'

const KeyReused = reason('key-reused', 409, 'This idempotency key was already used for a different request.')

type Key = {
  readonly id: string
  readonly actor: Actor
  readonly operation: string
  readonly fingerprint: string
}

/**
 * Keeps the reply beside the change it answers, in the same transaction: the primary key lets only one of two
 * identical requests commit, and the other reads what the first was told.
 */
export async function rememberReply(tx: Tx, { id, actor, operation, fingerprint }: Key, reply: unknown) {
  await sql`insert into platform.idempotency (key, actor_id, operation, fingerprint, reply)
    values (${id}, ${actor.id}, ${operation}, ${fingerprint}, ${JSON.stringify(reply)}::jsonb)`.execute(tx.db)
}

/** What an earlier request with this key by this person was answered; refuses a key reused for something else. */
export async function recallReply(db: Db, { id, actor, operation, fingerprint }: Key) {
  const { rows } = await sql<{ operation: string; fingerprint: string; reply: unknown }>`
    select operation, fingerprint, reply from platform.idempotency
     where key = ${id} and actor_id is not distinct from ${actor.id}`.execute(db)
  const [earlier] = rows
  if (!earlier) return undefined
  if (earlier.operation !== operation || earlier.fingerprint !== fingerprint) refuse(KeyReused)
  return { reply: earlier.reply }
}

const keepDays = 7

/** A retry comes within seconds, or after a night without a network: later than a week none does. Returns how many went. */
export async function forgetOldReplies(db: Db): Promise<number> {
  let gone = 0
  for (;;) {
    const { numAffectedRows } = await sql`
      delete from platform.idempotency where ctid = any(array(
        select ctid from platform.idempotency where at < now() - make_interval(days => ${keepDays}) limit 5000))`.execute(
      db,
    )
    gone += Number(numAffectedRows ?? 0)
    if (!numAffectedRows) return gone
  }
}
