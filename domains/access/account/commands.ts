import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import type { Id } from '#kernel/id.ts'
import { NotFound, Refusal, refuse } from '#kernel/refusal.ts'
import { recordAudit } from '#platform/audit.ts'
import type { Exchange, Http } from '#platform/http.ts'
import { type Tx, inTransaction } from '#platform/transaction.ts'
import { admit, elevate, endSessionsOf, ownHolder } from '../sessions/commands.ts'
import type { Holder } from '../sessions/holder.ts'
import { BadProof } from '../sessions/refusals.ts'
import { isPasswordOf } from '../sessions/sign-in.ts'
import { countAttempt, counterOf, forgiveAttempt } from '../sessions/throttle.ts'
import { hashChosenPassword, keepPassword } from './choose-password.ts'
import { addPasskey as keepPasskey } from './passkeys.ts'
import { firstRecoveryCodes, renewRecoveryCodes } from './recovery-codes.ts'
import { FactorNeeded } from './refusals.ts'
import { useTotp } from './totp.ts'

/** Ends every other session: whoever else has the old password is out. */
export async function changeMyPassword(
  platform: Http['platform'],
  { current, password }: { current: string; password: string },
  exchange: Exchange,
): Promise<void> {
  const { db } = platform
  const holder = await ownHolder(db, exchange)
  const counter = counterOf('step-up', holder.sessionId)
  await countAttempt(db, counter)
  if (!(await isPasswordOf(platform, holder.userId, current)))
    refuse(BadProof, 'That is not your password.', {
      fields: [{ pointer: '/current', message: 'That is not your password.' }],
    })
  await forgiveAttempt(db, counter)
  const hash = await hashChosenPassword(
    db,
    { userName: holder.userName, displayName: holder.name, hasSecondFactor: holder.needsSecondFactor },
    password,
  )
  await inTransaction(platform, exchange.actor, exchange.origin, async (tx) => {
    await keepPassword(tx.db, holder.userId, hash, tx.now)
    await elevate(tx, exchange)
    await endSessionsOf(tx, holder.userId, holder.sessionId)
  })
}

export async function confirmTotp(tx: Tx, code: string, exchange: Exchange) {
  const holder = await ownHolder(tx.db, exchange)
  const right = await useTotp(tx.db, holder.userId, code.replaceAll(/\D/g, ''), tx.now, { confirming: true })
  if (!right) return new Refusal(BadProof)
  return { recoveryCodes: await gainFactor(tx, holder, 'authenticator app set up', exchange) }
}

export async function addPasskey(
  tx: Tx,
  { name, answer }: { name: string; answer: RegistrationResponseJSON },
  exchange: Exchange,
) {
  const holder = await ownHolder(tx.db, exchange)
  const id = await keepPasskey(tx, holder, name, answer)
  if (!id) return new Refusal(BadProof, 'The passkey was not accepted. Please try again.')
  return { id, recoveryCodes: await gainFactor(tx, holder, 'passkey set up', exchange) }
}

/** The first second factor brings recovery codes, and lets in whoever had to set one up. */
async function gainFactor(tx: Tx, holder: Holder, what: string, exchange: Exchange) {
  await recordAudit(tx.db, tx.actor, tx.origin, {
    kind: 'permission',
    subject: 'access.user',
    recordId: holder.userId,
    reason: what,
  })
  const codes = await firstRecoveryCodes(tx, holder.userId)
  if (holder.state === 'enrol') await admit(tx, holder, 'signed-in', exchange)
  return codes
}

export async function removeTotp(tx: Tx, exchange: Exchange): Promise<void> {
  const holder = await ownHolder(tx.db, exchange)
  await tx.db.deleteFrom('access.totp').where('userId', '=', holder.userId).execute()
  await loseFactor(tx, holder.userId, 'authenticator app removed', exchange)
}

export async function removePasskey(tx: Tx, id: Id<'Passkey'>, exchange: Exchange): Promise<void> {
  const holder = await ownHolder(tx.db, exchange)
  const { numDeletedRows } = await tx.db
    .deleteFrom('access.passkey')
    .where('id', '=', id)
    .where('userId', '=', holder.userId)
    .executeTakeFirst()
  if (numDeletedRows === 0n) refuse(NotFound, 'There is no such passkey.')
  await loseFactor(tx, holder.userId, 'passkey removed', exchange)
}

/** After the removal: what is left decides whether it was allowed. Recovery codes are nothing without a factor. */
async function loseFactor(tx: Tx, userId: Id<'User'>, what: string, exchange: Exchange) {
  const left = await ownHolder(tx.db, exchange)
  if (!left.totp && !left.passkey) {
    if (left.needsSecondFactor) refuse(FactorNeeded)
    await tx.db.deleteFrom('access.recoveryCode').where('userId', '=', userId).execute()
  }
  await recordAudit(tx.db, tx.actor, tx.origin, {
    kind: 'permission',
    subject: 'access.user',
    recordId: userId,
    reason: what,
  })
}

export async function renewMyRecoveryCodes(tx: Tx, exchange: Exchange) {
  const holder = await ownHolder(tx.db, exchange)
  if (!holder.totp && !holder.passkey)
    refuse(FactorNeeded, 'Set up an authenticator app or a passkey first: recovery codes stand in for those.')
  return { recoveryCodes: await renewRecoveryCodes(tx, holder.userId) }
}
