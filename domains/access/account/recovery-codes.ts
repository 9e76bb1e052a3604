/** Ten codes for the day the phone is gone, each good once (NIST SP 800-63B-4 section 3.1.2, look-up secrets). */
import { createHash, randomInt } from 'node:crypto'
import type { Id } from '#kernel/id.ts'
import type { Db, DbTransaction } from '#platform/database.ts'
import type { Tx } from '#platform/transaction.ts'
import { hashWithSalt } from './password-hash.ts'

const howMany = 10
/** Without the letters and digits that are mistaken for each other; 12 of 31 are 59 bits. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'
const length = 12

const newCode = () => Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
const asShown = (code: string) => code.replaceAll(/(.{4})(?=.)/g, '$1-')
const asKept = (typed: string) => typed.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** A code has too few bits for a fast hash; the salt follows from the person, so one computation finds it. */
const hashOf = (userId: Id<'User'>, code: string) =>
  hashWithSalt(code, createHash('sha256').update(`recovery:${userId}`).digest())

/** New codes instead of all old ones. Returned once; only hashes are kept. */
export async function renewRecoveryCodes(tx: Tx, userId: Id<'User'>): Promise<string[]> {
  const codes = Array.from({ length: howMany }, newCode)
  const hashes = await Promise.all(codes.map((code) => hashOf(userId, code)))
  await tx.db.deleteFrom('access.recoveryCode').where('userId', '=', userId).execute()
  await tx.db
    .insertInto('access.recoveryCode')
    .values(hashes.map((codeHash) => ({ userId, codeHash })))
    .execute()
  return codes.map(asShown)
}

/** Somebody's first second factor comes with recovery codes; later ones do not replace them. */
export const firstRecoveryCodes = async (tx: Tx, userId: Id<'User'>): Promise<string[]> =>
  (await recoveryCodesLeft(tx.db, userId)) > 0 ? [] : renewRecoveryCodes(tx, userId)

export async function recoveryCodesLeft(db: Db, userId: Id<'User'>): Promise<number> {
  const { left } = await db
    .selectFrom('access.recoveryCode')
    .select((eb) => eb.fn.countAll<number>().as('left'))
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return left
}

/** Costly: computed before the transaction. */
export const hashOfRecoveryCode = (userId: Id<'User'>, typed: string) => hashOf(userId, asKept(typed))

/** Uses a code up; of two uses at once one wins. */
export async function useRecoveryCode(
  db: DbTransaction,
  userId: Id<'User'>,
  codeHash: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('access.recoveryCode')
    .set({ usedAt: now })
    .where('userId', '=', userId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
