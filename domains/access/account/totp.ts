/** Codes of an authenticator app (RFC 6238): six digits, 30 seconds, SHA-1, as every app expects them. */
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import type { Id } from '#kernel/id.ts'
import { refuse } from '#kernel/refusal.ts'
import type { DbTransaction } from '#platform/database.ts'
import type { Tx } from '#platform/transaction.ts'
import { keyring } from '#platform/vault.ts'
import { AlreadySetUp } from './refusals.ts'

const stepSeconds = 30
const totpOf = (secret: string, label: string) =>
  new TOTP({ issuer: 'Wellrun', label, secret: Secret.fromBase32(secret), period: stepSeconds, digits: 6 })

const contextOf = (userId: string) => `totp:${userId}`
export const sealedTotp = {
  table: 'access.totp',
  column: 'secret_sealed',
  of: ['userId'],
  context: ({ userId }: Readonly<Record<string, string>>) => contextOf(userId!),
}

/** A fresh secret, not yet in force: an offer before it is forgotten. */
export async function offerTotp(tx: Tx, userId: Id<'User'>, label: string) {
  const secret = new Secret({ size: 20 }).base32
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('access.totp')
    .values({ userId, secretSealed: keyring().seal(secret, contextOf(userId)) })
    .onConflict((conflict) =>
      conflict
        .column('userId')
        .doUpdateSet((eb) => ({ secretSealed: eb.ref('excluded.secretSealed'), lastStep: 0 }))
        .where('access.totp.confirmedAt', 'is', null),
    )
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) refuse(AlreadySetUp)
  return { uri: totpOf(secret, label).toString(), secret }
}

/**
 * Whether a code is right, used up at once: the step it belongs to is written only where it is later than the last
 * one, so of two uses of a code, at once or one after the other, one wins. One step of clock drift either way.
 */
export async function useTotp(
  db: DbTransaction,
  userId: Id<'User'>,
  code: string,
  now: Temporal.Instant,
  { confirming = false } = {},
): Promise<boolean> {
  const row = await db
    .selectFrom('access.totp')
    .select(['id', 'secretSealed'])
    .where('userId', '=', userId)
    .where('confirmedAt', confirming ? 'is' : 'is not', null)
    .executeTakeFirst()
  if (!row || !/^\d{6}$/.test(code)) return false
  const secret = keyring().open(row.secretSealed, contextOf(userId))
  const timestamp = now.epochMilliseconds
  const drift = totpOf(secret, '').validate({ token: code, timestamp, window: 1 })
  if (drift === null) return false
  const step = Math.floor(timestamp / 1000 / stepSeconds) + drift
  const { numUpdatedRows } = await db
    .updateTable('access.totp')
    .set({ lastStep: step, ...(confirming && { confirmedAt: sql<Temporal.Instant>`now()` }) })
    .where('id', '=', row.id)
    .where('lastStep', '<', step)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
