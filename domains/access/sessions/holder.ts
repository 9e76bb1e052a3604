/** Whose session a token is, and what that person may do just now. */
import { type RawBuilder, sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import type { Actor } from '#platform/transaction.ts'
import { hashOfToken } from './token.ts'

export type Holder = {
  readonly sessionId: Id<'Session'>
  readonly userId: Id<'User'>
  readonly name: string
  readonly userName: string
  readonly state: 'second-factor' | 'enrol' | 'signed-in'
  /** False: the token that was replaced a moment ago. */
  readonly current: boolean
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  readonly siteIds: readonly Id<'Site'>[] | null
  readonly idleMinutes: number
  readonly needsSecondFactor: boolean
  readonly totp: boolean
  readonly passkey: boolean
  readonly recovery: boolean
  readonly isDemo: boolean
  readonly lastSeenAt: Temporal.Instant
  readonly renewedAt: Temporal.Instant
  readonly expiresAt: Temporal.Instant
  readonly steppedUpAt: Temporal.Instant | null
}

/** How long a replaced token still serves the requests that were on their way with it. */
const graceSeconds = 10
/** For somebody without any role. */
const defaultIdleMinutes = 10

/**
 * The holder of a live session, or null: ended, too old, idle for too long, or the person may not sign in any more.
 * One statement, because most requests run it. Times are judged by this program's clock (`now`).
 */
export async function holderOf(
  db: Db,
  by: { token: string } | { sessionId: Id<'Session'> },
  now = Temporal.Now.instant(),
): Promise<Holder | null> {
  const hash = 'token' in by ? hashOfToken(by.token) : ''
  const which: RawBuilder<boolean> =
    'token' in by
      ? sql`(s.token_hash = ${hash} or s.previous_token_hash = ${hash})`
      : sql`s.id = ${by.sessionId}`
  const { rows } = await sql<Row>`
    select s.id as session_id, s.user_id, s.state as stored_state, s.last_seen_at, s.renewed_at, s.expires_at,
           s.stepped_up_at, s.token_hash = ${hash} as current, u.display_name as name, u.user_name,
           r.roles, p.permissions, r.idle_minutes,
           u.all_sites, us.site_ids,
           coalesce(r.needs_second_factor, false) and not (u.is_demo and coalesce(o.is_demo, false)) as needs_second_factor,
           coalesce(o.is_demo, false) as is_demo,
           exists (select from access.totp t where t.user_id = u.id and t.confirmed_at is not null) as totp,
           exists (select from access.passkey k where k.user_id = u.id) as passkey,
           exists (select from access.recovery_code c where c.user_id = u.id and c.used_at is null) as recovery
      from access.session s
      join access.user u on u.id = s.user_id and u.state = 'active'
      left join lateral (
        select array_agg(r.name order by r.title) as roles, min(r.idle_minutes) as idle_minutes,
               bool_or(r.needs_second_factor) as needs_second_factor
          from access.user_role ur join access.role r on r.id = ur.role_id where ur.user_id = u.id) r on true
      left join lateral (
        select array_agg(distinct rp.permission) as permissions
          from access.user_role ur join access.role_permission rp on rp.role_id = ur.role_id
         where ur.user_id = u.id) p on true
      left join lateral (
        select array_agg(us.site_id) as site_ids from access.user_site us where us.user_id = u.id) us on true
      left join lateral (select is_demo from practice.organisation limit 1) o on true
     where ${which} and s.ended_at is null`.execute(db)
  const [row] = rows
  if (!row) return null
  // Enrolled elsewhere meanwhile: a session that only knows the password may not add a factor to those.
  if (row.storedState === 'enrol' && (row.totp || row.passkey)) return null
  const found = asHolder(row)
  return isAlive(found, now, 'token' in by) ? found : null
}

type Row = Omit<Holder, 'state' | 'roles' | 'permissions' | 'siteIds' | 'idleMinutes'> & {
  readonly storedState: Holder['state']
  readonly roles: string[] | null
  readonly permissions: string[] | null
  readonly allSites: boolean
  readonly siteIds: Id<'Site'>[] | null
  readonly idleMinutes: number | null
}

function asHolder({ storedState, allSites, ...row }: Row): Holder {
  // A role may have come to ask for a second factor since this person signed in.
  const mustEnrol = storedState === 'signed-in' && row.needsSecondFactor && !row.totp && !row.passkey
  const state = mustEnrol ? 'enrol' : storedState
  return {
    ...row,
    state,
    roles: row.roles ?? [],
    permissions: state === 'signed-in' ? (row.permissions ?? []) : [],
    // Nobody is at every site by having none.
    siteIds: allSites ? null : (row.siteIds ?? []),
    idleMinutes: row.idleMinutes ?? defaultIdleMinutes,
  }
}

export function isAlive(holder: Holder, now: Temporal.Instant, byToken = true): boolean {
  const isBefore = (end: Temporal.Instant) => Temporal.Instant.compare(now, end) < 0
  return (
    isBefore(holder.expiresAt) &&
    isBefore(holder.lastSeenAt.add({ minutes: holder.idleMinutes })) &&
    (!byToken || holder.current || isBefore(holder.renewedAt.add({ seconds: graceSeconds })))
  )
}

/** A person remembered for some seconds makes many requests: the set is made once. */
const permissionSets = new WeakMap<readonly string[], ReadonlySet<string>>()
function permissionsOf({ permissions }: Holder) {
  const known = permissionSets.get(permissions) ?? new Set(permissions)
  permissionSets.set(permissions, known)
  return known
}

export const actorOf = (holder: Holder): Actor => ({
  id: holder.userId,
  name: holder.name,
  role: holder.roles.join(', '),
  permissions: permissionsOf(holder),
  siteIds: holder.siteIds,
  sessionId: holder.sessionId,
})
