/** The way in, step by step. The costly hash is computed between short transactions, never inside one. */
import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { sql } from 'kysely'
import { refuse } from '#kernel/refusal.ts'
import { recordAudit } from '#platform/audit.ts'
import type { Exchange, Http } from '#platform/http.ts'
import { type Actor, type Tx, inTransaction } from '#platform/transaction.ts'
import { answerOf } from '../account/passkeys.ts'
import { verifyPassword } from '../account/password-hash.ts'
import { hashOfRecoveryCode, useRecoveryCode } from '../account/recovery-codes.ts'
import { useTotp } from '../account/totp.ts'
import {
  type Standing,
  admit,
  beginSession,
  elevate,
  knownDeviceOf,
  openPending,
  ownSessionId,
} from './commands.ts'
import { type Holder, actorOf, holderOf } from './holder.ts'
import { BadCredentials, BadProof, SignInAgain } from './refusals.ts'
import { type Counter, countAttempt, counterOf, forgiveAttempt } from './throttle.ts'
import { sessionTokenIn } from './token.ts'

type Platform = Http['platform']

/** The first step. The same answer, after the same time, whatever was not right. */
export async function signInWithPassword(
  platform: Platform,
  { userName, password }: { userName: string; password: string },
  exchange: Exchange,
): Promise<Standing> {
  const { db } = platform
  const user = await db
    .selectFrom('access.user')
    .select(['id', 'displayName', 'passwordHash', 'state'])
    .where(sql`lower(user_name)`, '=', userName.trim().toLowerCase())
    .executeTakeFirst()
  const device = user && (await knownDeviceOf(db, exchange, user.id))
  const counters = device
    ? [counterOf('device', device), counterOf('name', userName.trim())]
    : [counterOf('address', exchange.origin.address), counterOf('name', userName.trim())]
  // From a known device the name's counter is only cleared by success, never asked.
  for (const counter of device ? counters.slice(0, 1) : counters) await countAttempt(db, counter)

  const right = await verifyPassword(user?.state === 'active' ? user.passwordHash : null, password)
  const actor: Actor = user ? { ...exchange.actor, id: user.id, name: user.displayName } : exchange.actor
  if (!right || !user) {
    await recordAudit(db, actor, exchange.origin, {
      kind: 'sign-in',
      subject: 'POST /sign-in',
      outcome: 'refused',
    })
    refuse(BadCredentials)
  }
  for (const counter of counters) await forgiveAttempt(db, counter)
  return inTransaction(platform, actor, exchange.origin, (tx) => beginSession(tx, user.id, exchange))
}

/** Somebody whose password was right and whose second factor is awaited in this browser. */
async function pendingHolder({ db }: Platform, exchange: Exchange): Promise<Holder> {
  const token = sessionTokenIn(exchange.cookies)
  const holder = token ? await holderOf(db, { token }) : null
  return holder?.state === 'second-factor' ? holder : refuse(SignInAgain)
}

export async function signInWithTotp(platform: Platform, code: string, exchange: Exchange) {
  const holder = await pendingHolder(platform, exchange)
  return finish(platform, exchange, holder, 'totp', (tx) =>
    useTotp(tx.db, holder.userId, digits(code), tx.now),
  )
}

export async function signInWithRecoveryCode(platform: Platform, code: string, exchange: Exchange) {
  const holder = await pendingHolder(platform, exchange)
  return finish(
    platform,
    exchange,
    holder,
    'recovery code',
    async (tx, hash) => useRecoveryCode(tx.db, holder.userId, hash, tx.now),
    () => hashOfRecoveryCode(holder.userId, code),
  )
}

/** After the password, or instead of it: then the passkey says who it is and proves two factors at once. */
export async function signInWithPasskey(
  platform: Platform,
  answer: AuthenticationResponseJSON,
  exchange: Exchange,
): Promise<Standing> {
  const counter = counterOf('passkey', exchange.origin.address)
  await countAttempt(platform.db, counter)
  const standing = await inTransaction(platform, exchange.actor, exchange.origin, async (tx) => {
    const proof = await answerOf(tx, 'sign-in', answer)
    if (!proof) {
      await recordRefused(tx, tx.actor, 'passkey')
      return undefined
    }
    const { userId, sessionId } = proof
    const holder = sessionId
      ? await holderOf(tx.db, { sessionId }, tx.now)
      : await openPending(tx, userId, exchange)
    if (holder?.state !== 'second-factor') return refuse(SignInAgain)
    return admit(tx, holder, 'signed-in', exchange)
  })
  if (!standing) refuse(BadProof, 'This passkey was not accepted. Try again, or use another way.')
  await forgiveAttempt(platform.db, counter)
  return standing
}

/** A fresh proof of who sits here, by password or by a code of the authenticator. */
export async function stepUp(
  platform: Platform,
  { password, code }: { password?: string | undefined; code?: string | undefined },
  exchange: Exchange,
): Promise<void> {
  const { db } = platform
  const { actor, origin } = exchange
  const userId = actor.id!
  const counter = counterOf('step-up', ownSessionId(exchange))
  await countAttempt(db, counter)
  const right = password !== undefined && (await isPasswordOf(platform, userId, password))
  const done = await inTransaction(platform, actor, origin, async (tx) => {
    if (!right && !(code !== undefined && (await useTotp(tx.db, userId, digits(code), tx.now)))) {
      await recordRefused(tx, actor, 'step-up')
      return false
    }
    await elevate(tx, exchange)
    return true
  })
  if (!done) refuse(BadProof, password === undefined ? undefined : 'That is not your password.')
  await forgiveAttempt(db, counter)
}

export async function stepUpWithPasskey(
  platform: Platform,
  answer: AuthenticationResponseJSON,
  exchange: Exchange,
): Promise<void> {
  const sessionId = ownSessionId(exchange)
  const done = await inTransaction(platform, exchange.actor, exchange.origin, async (tx) => {
    const proof = await answerOf(tx, 'step-up', answer)
    if (proof?.userId !== exchange.actor.id || proof?.sessionId !== sessionId) {
      await recordRefused(tx, tx.actor, 'step-up')
      return false
    }
    await elevate(tx, exchange)
    return true
  })
  if (!done) refuse(BadProof, 'This passkey was not accepted. Try again, or use another way.')
}

export async function isPasswordOf({ db }: Platform, userId: NonNullable<Actor['id']>, password: string) {
  const { passwordHash } = await db
    .selectFrom('access.user')
    .select('passwordHash')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return verifyPassword(passwordHash, password)
}

/** The last step: counted, verified, and the session raised, in one transaction. */
async function finish<Prepared = undefined>(
  platform: Platform,
  exchange: Exchange,
  holder: Holder,
  what: string,
  verify: (tx: Tx, prepared: Prepared) => Promise<boolean>,
  prepare?: () => Promise<Prepared>,
): Promise<Standing> {
  const counter = await secondFactorCounter(platform, exchange, holder)
  await countAttempt(platform.db, counter)
  const prepared = (await prepare?.()) as Prepared
  const standing = await inTransaction(platform, actorOf(holder), exchange.origin, async (tx) => {
    if (await verify(tx, prepared)) return admit(tx, holder, 'signed-in', exchange)
    await recordRefused(tx, tx.actor, what)
    return undefined
  })
  if (!standing) refuse(BadProof)
  await forgiveAttempt(platform.db, counter)
  return standing
}

/** Who knows the password from elsewhere may slow down others elsewhere, not the person at their own desk. */
async function secondFactorCounter(
  { db }: Platform,
  exchange: Exchange,
  { userId }: Holder,
): Promise<Counter> {
  const device = await knownDeviceOf(db, exchange, userId)
  return device ? counterOf('second-factor', `device ${device}`) : counterOf('second-factor', userId)
}

const recordRefused = (tx: Tx, actor: Pick<Actor, 'id' | 'name' | 'role'>, reason: string) =>
  recordAudit(tx.db, actor, tx.origin, {
    kind: 'sign-in',
    subject: 'access.session',
    outcome: 'refused',
    reason,
  })

const digits = (typed: string) => typed.replaceAll(/\D/g, '')
