/** Making, raising and ending sessions. Every gain of power gets a new token, so a planted or stolen one gains nothing. */
import { newId } from '#kernel/id.ts'
import type { Id } from '#kernel/id.ts'
import { NotFound, NotSignedIn, refuse } from '#kernel/refusal.ts'
import { recordAudit } from '#platform/audit.ts'
import type { Db } from '#platform/database.ts'
import type { Exchange } from '#platform/http.ts'
import type { Tx } from '#platform/transaction.ts'
import { userTopic } from './authenticator.ts'
import { type Holder, actorOf, holderOf } from './holder.ts'
import { SignInAgain } from './refusals.ts'
import { deviceCookie, deviceTokenIn, hashOfToken, newToken, sessionCookie, sessionTokenIn } from './token.ts'

/** After that everybody signs in again, however busy they were. */
const longestHours = 12
/** From the password to the second factor. */
const pendingMinutes = 10
const deviceKnownDays = 180

export type Standing = {
  state: 'signed-in' | 'second-factor' | 'enrol'
  methods: ('totp' | 'passkey' | 'recovery')[]
}

const methodsOf = ({ totp, passkey, recovery }: Holder): Standing['methods'] => [
  ...(passkey ? (['passkey'] as const) : []),
  ...(totp ? (['totp'] as const) : []),
  ...(recovery ? (['recovery'] as const) : []),
]

/**
 * A session for somebody whose password was right. Whatever session the browser had ends: its token may have been
 * planted (session fixation). Refuses SignInAgain when the person may not sign in any more.
 */
export async function beginSession(tx: Tx, userId: Id<'User'>, exchange: Exchange): Promise<Standing> {
  const holder = await openPending(tx, userId, exchange)
  if (holder.totp || holder.passkey) return { state: 'second-factor', methods: methodsOf(holder) }
  return admit(tx, holder, holder.needsSecondFactor ? 'enrol' : 'signed-in', exchange)
}

export async function openPending(tx: Tx, userId: Id<'User'>, exchange: Exchange): Promise<Holder> {
  await endSessionInHand(tx, exchange)
  const sessionId = newId<'Session'>()
  const token = newToken()
  await tx.db
    .insertInto('access.session')
    .values({
      id: sessionId,
      userId,
      tokenHash: hashOfToken(token),
      state: 'second-factor',
      createdAt: tx.now,
      renewedAt: tx.now,
      lastSeenAt: tx.now,
      expiresAt: tx.now.add({ minutes: pendingMinutes }),
      address: exchange.origin.address,
      userAgent: exchange.userAgent,
    })
    .execute()
  exchange.setCookie(sessionCookie(), token, { maxAgeSeconds: pendingMinutes * 60 })
  return (await holderOf(tx.db, { sessionId }, tx.now)) ?? refuse(SignInAgain)
}

/** Lets somebody in: a new token, twelve hours, and the browser is known from now on. */
export async function admit(
  tx: Tx,
  holder: Holder,
  state: 'signed-in' | 'enrol',
  exchange: Exchange,
): Promise<Standing> {
  const token = newToken()
  const { numUpdatedRows } = await tx.db
    .updateTable('access.session')
    .set({
      state,
      tokenHash: hashOfToken(token),
      previousTokenHash: null,
      renewedAt: tx.now,
      lastSeenAt: tx.now,
      steppedUpAt: tx.now,
      expiresAt: tx.now.add({ hours: longestHours }),
    })
    .where('id', '=', holder.sessionId)
    .where('endedAt', 'is', null)
    // Of two requests that end the sign-in at once, one goes on.
    .where('renewedAt', '=', holder.renewedAt)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) refuse(SignInAgain)
  exchange.setCookie(sessionCookie(), token, { maxAgeSeconds: longestHours * 3600 })
  await rememberDevice(tx, holder.userId, exchange)
  await recordAudit(tx.db, actorOf(holder), tx.origin, {
    kind: 'sign-in',
    subject: 'access.session',
    recordId: holder.sessionId,
    reason: state === 'enrol' ? 'a second factor is still to be set up' : null,
  })
  await tx.touch(userTopic(holder.userId))
  return { state, methods: [] }
}

/** A fresh proof: the session may do grave things for some minutes, with a new token. */
export async function elevate(tx: Tx, exchange: Exchange): Promise<void> {
  const sessionId = ownSessionId(exchange)
  const given = hashOfToken(sessionTokenIn(exchange.cookies) ?? '')
  const token = newToken()
  const renewed = await tx.db
    .updateTable('access.session')
    .set((eb) => ({
      previousTokenHash: eb.ref('tokenHash'),
      tokenHash: hashOfToken(token),
      renewedAt: tx.now,
      steppedUpAt: tx.now,
    }))
    .where('id', '=', sessionId)
    .where('tokenHash', '=', given)
    .returning('expiresAt')
    .executeTakeFirst()
  // Another tab renewed the token a moment ago: the browser has the new one, so it must not be replaced again.
  if (!renewed)
    await tx.db
      .updateTable('access.session')
      .set({ steppedUpAt: tx.now })
      .where('id', '=', sessionId)
      .execute()
  else
    exchange.setCookie(sessionCookie(), token, {
      maxAgeSeconds: Math.max(1, Math.round(renewed.expiresAt.since(tx.now).total('seconds'))),
    })
  await recordAudit(tx.db, tx.actor, tx.origin, {
    kind: 'sign-in',
    subject: 'POST /step-up',
    recordId: sessionId,
  })
  await tx.touch(userTopic(tx.actor.id!))
}

/** Ends the session of this browser, whatever its state. */
export async function endSessionInHand(tx: Tx, exchange: Exchange) {
  const token = sessionTokenIn(exchange.cookies)
  if (!token) return undefined
  const ended = await tx.db
    .updateTable('access.session')
    .set({ endedAt: tx.now })
    .where('tokenHash', '=', hashOfToken(token))
    .where('endedAt', 'is', null)
    .returning(['id', 'userId'])
    .executeTakeFirst()
  if (!ended) return undefined
  await tx.touch(userTopic(ended.userId))
  const { displayName } = await tx.db
    .selectFrom('access.user')
    .select('displayName')
    .where('id', '=', ended.userId)
    .executeTakeFirstOrThrow()
  return { ...ended, name: displayName }
}

/** Ends every session of somebody (but one), at once and everywhere. Returns how many. */
export async function endSessionsOf(tx: Tx, userId: Id<'User'>, except: Id<'Session'> | null = null) {
  const { numUpdatedRows } = await tx.db
    .updateTable('access.session')
    .set({ endedAt: tx.now })
    .where('userId', '=', userId)
    .where('endedAt', 'is', null)
    .$if(except !== null, (query) => query.where('id', '!=', except!))
    .executeTakeFirst()
  await tx.touch(userTopic(userId))
  return Number(numUpdatedRows)
}

export async function endMySession(tx: Tx, sessionId: Id<'Session'>) {
  const { numUpdatedRows } = await tx.db
    .updateTable('access.session')
    .set({ endedAt: tx.now })
    .where('id', '=', sessionId)
    .where('userId', '=', tx.actor.id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) refuse(NotFound, 'This session has ended already.')
  await tx.touch(userTopic(tx.actor.id!))
}

export const ownSessionId = ({ actor }: Exchange): Id<'Session'> => actor.sessionId ?? refuse(NotSignedIn)

/** One's own standing inside a command; the session stood when the request came in. */
export const ownHolder = async (db: Db, exchange: Exchange): Promise<Holder> =>
  (await holderOf(db, { sessionId: ownSessionId(exchange) })) ?? refuse(NotSignedIn)

/** Whether somebody has signed in with this browser before. */
export async function knownDeviceOf(db: Db, exchange: Exchange, userId: Id<'User'>) {
  const token = deviceTokenIn(exchange.cookies)
  if (!token) return undefined
  const device = await db
    .selectFrom('access.device')
    .select('id')
    .where('tokenHash', '=', hashOfToken(token))
    .where('userId', '=', userId)
    .where('lastUsedAt', '>', Temporal.Now.instant().subtract({ hours: deviceKnownDays * 24 }))
    .executeTakeFirst()
  return device?.id
}

/** One value for a browser, which several people may share; it is known for each who has signed in with it. */
async function rememberDevice(tx: Tx, userId: Id<'User'>, exchange: Exchange) {
  const known = await knownDeviceOf(tx.db, exchange, userId)
  if (known) {
    await tx.db.updateTable('access.device').set({ lastUsedAt: tx.now }).where('id', '=', known).execute()
    return
  }
  const given = deviceTokenIn(exchange.cookies)
  const ours =
    given !== undefined &&
    (await tx.db
      .selectFrom('access.device')
      .select('id')
      .where('tokenHash', '=', hashOfToken(given))
      .executeTakeFirst()) !== undefined
  const token = ours ? given : newToken()
  await tx.db
    .insertInto('access.device')
    .values({ userId, tokenHash: hashOfToken(token) })
    .onConflict((conflict) => conflict.constraint('device_once').doUpdateSet({ lastUsedAt: tx.now }))
    .execute()
  exchange.setCookie(deviceCookie(), token, { maxAgeSeconds: deviceKnownDays * 86_400 })
}
