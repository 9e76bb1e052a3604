import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { recordAudit } from '#platform/audit.ts'
import { type Tx, mustHave, refuseIfViolated } from '#platform/transaction.ts'
import { endLinksOf, makeLink } from '../links/commands.ts'
import { userTopic } from '../sessions/authenticator.ts'
import { endSessionsOf } from '../sessions/commands.ts'
import { LastOwner, NotYourself, UserNameTaken } from './refusals.ts'

export type Access = {
  readonly roleIds: readonly Id<'Role'>[]
  readonly allSites: boolean
  readonly siteIds: readonly Id<'Site'>[]
}

/** The people list and whoever shows it is told under this topic. */
const usersTopic = 'access.users'

export async function inviteUser(
  tx: Tx,
  given: { id: Id<'User'>; userName: string; displayName: string; email: string | null } & Access,
) {
  const { id, userName, displayName, email, allSites, roleIds, siteIds } = given
  if (roleIds.length > 0 || allSites || siteIds.length > 0) mustHave(tx, 'access.users.grant')
  await tx.db
    .insertInto('access.user')
    .values({ id, userName, displayName, email, allSites })
    .execute()
    .catch(refuseIfViolated({ user_name_is_used_once: UserNameTaken, user_pkey: UserNameTaken }))
  await setAccess(tx, id, given)
  await tx.touch(usersTopic)
  return makeLink(tx, 'invite', id)
}

export async function editUser(
  tx: Tx,
  id: Id<'User'>,
  { displayName, email, version }: { displayName: string; email: string | null; version: number },
) {
  await userInHand(tx, id)
  await mustNotOutrank(tx, id)
  return bump(tx, id, version, { displayName, email })
}

/** Roles and sites, in force with the next request of that person. */
export async function grantAccess(
  tx: Tx,
  id: Id<'User'>,
  { version, ...access }: Access & { version: number },
) {
  mustNotBeYourself(tx, id)
  await lockGrants(tx)
  await userInHand(tx, id)
  const edited = await bump(tx, id, version, { allSites: access.allSites })
  await setAccess(tx, id, access)
  await mustLeaveSomebodyInCharge(tx)
  return edited
}

async function bump(
  tx: Tx,
  id: Id<'User'>,
  version: number,
  change: { displayName?: string; email?: string | null; allSites?: boolean },
) {
  const { numUpdatedRows } = await tx.db
    .updateTable('access.user')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) refuse(Stale)
  await tx.touch(usersTopic)
  await tx.touch(userTopic(id))
  return { version: version + 1 }
}

/** Adds what is new and removes what is gone, so that the log shows exactly what changed. */
export async function setAccess(tx: Tx, userId: Id<'User'>, { roleIds, allSites, siteIds }: Access) {
  const sites = allSites ? [] : siteIds
  const { rows } = await sql<{ found: number }>`
    select (select count(*) from access.role where id = any(${roleIds}))
         + (select count(*) from practice.site where id = any(${sites})) as found`.execute(tx.db)
  if (rows[0]!.found !== new Set(roleIds).size + new Set(sites).size)
    refuse(NotFound, 'There is no such role or site.')
  await sql`delete from access.user_role where user_id = ${userId} and role_id <> all(${roleIds})`.execute(
    tx.db,
  )
  await sql`insert into access.user_role (user_id, role_id) select ${userId}, unnest(${roleIds}::uuid[])
    on conflict do nothing`.execute(tx.db)
  await sql`delete from access.user_site where user_id = ${userId} and site_id <> all(${sites})`.execute(
    tx.db,
  )
  await sql`insert into access.user_site (user_id, site_id) select ${userId}, unnest(${sites}::uuid[])
    on conflict do nothing`.execute(tx.db)
  const { rows: titles } = await sql<{ title: string }>`
    select title from access.role where id = any(${roleIds}) order by title`.execute(tx.db)
  await recordPermission(
    tx,
    userId,
    `roles: ${titles.map(({ title }) => title).join(', ') || 'none'}; sites: ${allSites ? 'all' : sites.length}`,
  )
  await tx.touch(userTopic(userId))
}

export async function disableUser(tx: Tx, id: Id<'User'>) {
  mustNotBeYourself(tx, id)
  await lockGrants(tx)
  await userInHand(tx, id)
  await mustNotOutrank(tx, id)
  await setState(tx, id, 'disabled')
  await endSessionsOf(tx, id)
  await endLinksOf(tx, id)
  await mustLeaveSomebodyInCharge(tx)
}

/** Back as before; somebody who never chose a password is invited anew with a link. */
export async function enableUser(tx: Tx, id: Id<'User'>) {
  mustNotBeYourself(tx, id)
  const { passwordHash } = await userInHand(tx, id)
  await setState(tx, id, passwordHash ? 'active' : 'invited')
}

async function setState(tx: Tx, id: Id<'User'>, state: 'active' | 'invited' | 'disabled') {
  await tx.db
    .updateTable('access.user')
    .set((eb) => ({ state, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  await recordPermission(tx, id, `now ${state}`)
  await tx.touch(usersTopic)
  await tx.touch(userTopic(id))
}

/** Nobody learns or chooses another's password: the old one ends now, and the person chooses with a link. */
export async function resetPassword(tx: Tx, id: Id<'User'>) {
  mustNotBeYourself(tx, id)
  const { state } = await userInHand(tx, id)
  if (state === 'disabled') refuse(NotFound, 'This person is disabled. Enable them first.')
  await mustNotOutrank(tx, id)
  await tx.db
    .updateTable('access.user')
    .set((eb) => ({ passwordHash: null, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  await endSessionsOf(tx, id)
  await recordPermission(tx, id, 'password ended; one-time link made')
  await tx.touch(usersTopic)
  return makeLink(tx, state === 'invited' ? 'invite' : 'reset', id)
}

export async function resetSecondFactor(tx: Tx, id: Id<'User'>) {
  mustNotBeYourself(tx, id)
  await userInHand(tx, id)
  for (const table of ['access.totp', 'access.passkey', 'access.recoveryCode'] as const)
    await tx.db.deleteFrom(table).where('userId', '=', id).execute()
  await endSessionsOf(tx, id)
  await recordPermission(tx, id, 'second factors forgotten')
  await tx.touch(usersTopic)
}

const recordPermission = (tx: Tx, userId: Id<'User'>, reason: string) =>
  recordAudit(tx.db, tx.actor, tx.origin, {
    kind: 'permission',
    subject: 'access.user',
    recordId: userId,
    reason,
  })

async function userInHand(tx: Tx, id: Id<'User'>) {
  const user = await tx.db
    .selectFrom('access.user')
    .select(['state', 'passwordHash'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return user ?? refuse(NotFound, 'There is no such person.')
}

function mustNotBeYourself(tx: Tx, id: Id<'User'>) {
  if (tx.actor.id === id) refuse(NotYourself)
}

/** What gives power over everybody else. */
const powers = ['access.users.grant', 'access.roles.edit']

/** Who may only run the accounts may not take over, by a new password, somebody who grants access. */
async function mustNotOutrank(tx: Tx, id: Id<'User'>) {
  const { rows } = await sql`
    select from access.user_role ur join access.role_permission rp on rp.role_id = ur.role_id
     where ur.user_id = ${id} and rp.permission = any(${powers}) limit 1`.execute(tx.db)
  if (rows.length > 0) mustHave(tx, 'access.users.grant')
}

/** Two who take each other's power away at the same moment: one waits and sees what the other did. */
export const lockGrants = (tx: Tx) =>
  sql`select pg_advisory_xact_lock(hashtext('access.grants'))`.execute(tx.db)

/** After a change: each power is still held by somebody who can sign in. Needs lockGrants before the change. */
export async function mustLeaveSomebodyInCharge(tx: Tx) {
  const { rows } = await sql<{ held: number }>`
    select count(distinct rp.permission) as held
      from access.user u join access.user_role ur on ur.user_id = u.id
      join access.role_permission rp on rp.role_id = ur.role_id
     where u.state = 'active' and rp.permission = any(${powers})`.execute(tx.db)
  if (rows[0]!.held < powers.length) refuse(LastOwner)
}
