import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import type { Authenticate } from '#platform/http.ts'
import type { Live } from '#platform/live.ts'
import { type Holder, actorOf, holderOf, isAlive } from './holder.ts'
import { SecondFactorNeeded } from './refusals.ts'
import { hashOfToken, sessionTokenIn } from './token.ts'

/** Told when what somebody may do has changed: every process forgets what it knew of that person. */
export const userTopic = (userId: string) => `access.user:${userId}`
export const rolesTopic = 'access.role'

/** What a person who must first set up a second factor may call. */
const openWhileEnrolling = new Set(
  [
    'GET /session',
    'POST /step-up',
    'POST /my/totp',
    'POST /my/totp/confirm',
    'POST /my/passkeys/options',
    'POST /my/passkeys',
  ].map((operation) => operation.replace(' ', ' /api')),
)

/** A missed word from the database (a broken connection) may leave an old picture for this long and no longer. */
const keepSeconds = 15
const keepAtMost = 5_000
/** How exactly the end of an idle session is known, and how rarely a row is written for it. */
const seenEverySeconds = 30

/**
 * Turns the session cookie into the person it belongs to. With `live`, people are remembered for some seconds and
 * forgotten when the database says that they changed; without it every request asks the database.
 */
export function createAuthenticator(db: Db, live: Live | null): Authenticate {
  const known = new Map<string, { holder: Holder; until: Temporal.Instant }>()
  // Counts what was heard, so that an answer read before a change is not kept after it.
  let heard = 0
  live?.listen((topic) => {
    if (topic !== '*' && !topic.startsWith('access.')) return
    heard += 1
    const userId = topic.startsWith('access.user:') ? topic.slice('access.user:'.length) : null
    for (const [key, { holder }] of known) if (userId === null || holder.userId === userId) known.delete(key)
  })

  async function find(token: string, now: Temporal.Instant): Promise<Holder | null> {
    const key = hashOfToken(token)
    const remembered = known.get(key)
    if (remembered && Temporal.Instant.compare(now, remembered.until) < 0)
      return isAlive(remembered.holder, now) ? remembered.holder : null
    known.delete(key)
    const before = heard
    const holder = await holderOf(db, { token }, now)
    if (holder && live && before === heard) {
      // The oldest entry goes first: a Map keeps the order of insertion.
      if (known.size >= keepAtMost) known.delete(known.keys().next().value!)
      known.set(key, { holder, until: now.add({ seconds: keepSeconds }) })
    }
    return holder
  }

  async function noteSeen(holder: Holder, token: string, now: Temporal.Instant) {
    if (Temporal.Instant.compare(holder.lastSeenAt.add({ seconds: seenEverySeconds }), now) > 0) return
    const key = hashOfToken(token)
    const remembered = known.get(key)
    if (remembered) known.set(key, { ...remembered, holder: { ...holder, lastSeenAt: now } })
    await sql`update access.session set last_seen_at = greatest(last_seen_at, ${now}) where id = ${holder.sessionId}`.execute(
      db,
    )
  }

  return async (cookies, request) => {
    const token = sessionTokenIn(cookies)
    if (!token) return null
    const now = Temporal.Now.instant()
    const holder = await find(token, now)
    if (!holder || holder.state === 'second-factor') return null
    const operation = operationOf(request)
    if (holder.state === 'enrol' && !openWhileEnrolling.has(operation)) refuse(SecondFactorNeeded)
    // An open page listens by itself: that is not somebody at the desk.
    if (operation !== 'GET /api/live') await noteSeen(holder, token, now)
    return { actor: actorOf(holder), steppedUpAt: holder.current ? holder.steppedUpAt : null }
  }
}

const operationOf = (request: FastifyRequest) => `${request.method} ${request.routeOptions.url}`
