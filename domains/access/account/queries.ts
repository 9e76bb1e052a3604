import type { Db } from '#platform/database.ts'
import type { Holder } from '../sessions/holder.ts'
import { shortestPassword } from './password.ts'
import { recoveryCodesLeft } from './recovery-codes.ts'

export async function accountOf(db: Db, holder: Holder) {
  const user = await db
    .selectFrom('access.user')
    .select(['userName', 'displayName', 'email', 'passwordChangedAt'])
    .where('id', '=', holder.userId)
    .executeTakeFirstOrThrow()
  const passkeys = await db
    .selectFrom('access.passkey')
    .select(['id', 'name', 'createdAt', 'lastUsedAt'])
    .where('userId', '=', holder.userId)
    .orderBy('createdAt')
    .execute()
  return {
    ...user,
    passkeys,
    totp: holder.totp,
    secondFactorNeeded: holder.needsSecondFactor,
    recoveryCodesLeft: await recoveryCodesLeft(db, holder.userId),
    shortestPassword: shortestPassword(holder.needsSecondFactor),
  }
}
