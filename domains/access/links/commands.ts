/** Links that work once. The secret stands after the #, so browsers never send it as an address and no log keeps it. */
import { type Id, newId } from '#kernel/id.ts'
import { refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import type { Exchange, Http } from '#platform/http.ts'
import { type Tx, inTransaction, program, refuseIfViolated } from '#platform/transaction.ts'
import { hashChosenPassword, keepPassword, mustUseSecondFactor } from '../account/choose-password.ts'
import { shortestPassword } from '../account/password.ts'
import { type Standing, beginSession, endSessionsOf } from '../sessions/commands.ts'
import { countAttempt, counterOf, forgiveAttempt } from '../sessions/throttle.ts'
import { hashOfToken, newToken } from '../sessions/token.ts'
import { UserNameTaken } from '../users/refusals.ts'
import { LinkOver } from './refusals.ts'

const lastsHours = { 'first-run': 24, invite: 7 * 24, reset: 24 }

/** Makes a link for somebody; those made before end. Returns its path, to be given once and never shown again. */
export async function makeLink(tx: Tx, purpose: 'invite' | 'reset', userId: Id<'User'>) {
  await endLinksOf(tx, userId)
  const token = newToken()
  const expiresAt = tx.now.add({ hours: lastsHours[purpose] })
  await tx.db
    .insertInto('access.link')
    .values({ purpose, userId, tokenHash: hashOfToken(token), expiresAt, createdBy: tx.actor.id })
    .execute()
  return { path: `/welcome#${token}`, expiresAt }
}

export async function endLinksOf(tx: Tx, userId: Id<'User'>) {
  await tx.db
    .updateTable('access.link')
    .set({ expiresAt: tx.now })
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', tx.now)
    .execute()
}

export const hasNobody = async (db: Db) =>
  (await db.selectFrom('access.user').select('id').limit(1).executeTakeFirst()) === undefined

/**
 * Where nobody can sign in yet: the path of a one-time link to become the owner, for the console of whoever started
 * the program. Each start makes a new one and ends the last. Null once there is somebody.
 */
export async function createFirstRunLink(db: Db): Promise<string | null> {
  if (!(await hasNobody(db))) return null
  const platform = { db, announce: async () => {} }
  return inTransaction(platform, program, { request: 'start', address: null }, async (tx) => {
    await tx.db
      .updateTable('access.link')
      .set({ expiresAt: tx.now })
      .where('purpose', '=', 'first-run')
      .where('expiresAt', '>', tx.now)
      .execute()
    const token = newToken()
    const expiresAt = tx.now.add({ hours: lastsHours['first-run'] })
    await tx.db
      .insertInto('access.link')
      .values({ purpose: 'first-run', tokenHash: hashOfToken(token), expiresAt })
      .execute()
    return `/first-run#${token}`
  })
}

const openLink = (db: Db, token: string) =>
  db
    .selectFrom('access.link as link')
    .leftJoin('access.user as user', 'user.id', 'link.userId')
    .select([
      'link.id',
      'link.purpose',
      'user.id as userId',
      'user.userName',
      'user.displayName',
      'user.state',
    ])
    .where('link.tokenHash', '=', hashOfToken(token))
    .where('link.usedAt', 'is', null)
    .where('link.expiresAt', '>', Temporal.Now.instant())
    .executeTakeFirst()

/** The link, counted against guessing. Refuses LinkOver. */
async function heldLink({ db }: Http['platform'], token: string, exchange: Exchange) {
  const counter = counterOf('link', exchange.origin.address)
  await countAttempt(db, counter)
  const link = await openLink(db, token)
  if (!link || link.state === 'disabled') refuse(LinkOver)
  await forgiveAttempt(db, counter)
  return link
}

export async function readLink(platform: Http['platform'], token: string, exchange: Exchange) {
  const { purpose, userId, userName, displayName } = await heldLink(platform, token, exchange)
  if (purpose === 'first-run' || userId === null) refuse(LinkOver)
  return {
    purpose,
    userName: userName!,
    displayName: displayName!,
    shortestPassword: shortestPassword(await mustUseSecondFactor(platform.db, userId)),
  }
}

/** Chooses a password with a link and goes on to sign in: whoever has a second factor is still asked for it. */
export async function followLink(
  platform: Http['platform'],
  { token, password }: { token: string; password: string },
  exchange: Exchange,
): Promise<Standing> {
  const { id, userId, userName, displayName } = await heldLink(platform, token, exchange)
  if (userId === null) refuse(LinkOver)
  const hash = await hashChosenPassword(
    platform.db,
    {
      userName: userName!,
      displayName: displayName!,
      hasSecondFactor: await mustUseSecondFactor(platform.db, userId),
    },
    password,
  )
  const actor = { ...exchange.actor, id: userId, name: displayName! }
  return inTransaction(platform, actor, exchange.origin, async (tx) => {
    await useLink(tx, id)
    await keepPassword(tx.db, userId, hash, tx.now)
    await endSessionsOf(tx, userId)
    return beginSession(tx, userId, exchange)
  })
}

/** The first person of a practice: its owner, at every site. */
export async function firstRun(
  platform: Http['platform'],
  given: { token: string; userName: string; displayName: string; password: string },
  exchange: Exchange,
): Promise<Standing> {
  const link = await heldLink(platform, given.token, exchange)
  if (link.purpose !== 'first-run') refuse(LinkOver)
  const hash = await hashChosenPassword(platform.db, { ...given, hasSecondFactor: true }, given.password)
  const userId = newId<'User'>()
  const actor = { ...exchange.actor, name: given.displayName, role: 'owner' }
  return inTransaction(platform, actor, exchange.origin, async (tx) => {
    await useLink(tx, link.id)
    if (!(await hasNobody(tx.db))) refuse(LinkOver)
    await tx.db
      .insertInto('access.user')
      .values({ id: userId, userName: given.userName, displayName: given.displayName, allSites: true })
      .execute()
      .catch(refuseIfViolated({ user_name_is_used_once: UserNameTaken }))
    await tx.db
      .insertInto('access.userRole')
      .columns(['userId', 'roleId'])
      .expression((eb) =>
        eb
          .selectFrom('access.role')
          .select((role) => [role.val(userId).as('userId'), 'id'])
          .where('name', '=', 'owner'),
      )
      .execute()
    await keepPassword(tx.db, userId, hash, tx.now)
    return beginSession(tx, userId, exchange)
  })
}

/** Of two who follow the same link at once, one goes on. */
async function useLink(tx: Tx, id: Id<'Link'>) {
  const { numUpdatedRows } = await tx.db
    .updateTable('access.link')
    .set({ usedAt: tx.now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', tx.now)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) refuse(LinkOver)
}
