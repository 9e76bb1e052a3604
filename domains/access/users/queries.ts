import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'

type Named = { readonly id: string; readonly title: string }

type Row = {
  id: Id<'User'>
  userName: string
  displayName: string
  email: string | null
  state: 'invited' | 'active' | 'disabled'
  roles: (Named & { id: Id<'Role'> })[]
  allSites: boolean
  sites: { id: Id<'Site'>; name: string }[]
  secondFactor: boolean
  lastSeenAt: Temporal.Instant | null
  waiting: boolean
  version: number
}

/** Nobody who is invited, or whose password was ended, comes in without an open link. Stated for the alias `u`. */
export const linkIsOver = sql<boolean>`(u.state <> 'disabled' and u.password_hash is null and not exists (
  select from access.link l where l.user_id = u.id and l.used_at is null and l.expires_at > now()))`

/** Everybody in one statement; an office has tens of people, a group some thousands. */
export async function usersWithAccess(db: Db) {
  const { rows: users } = await sql<Row>`
    select u.id, u.user_name, u.display_name, u.email, u.state, u.all_sites, u.version,
           coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title) order by r.title)
              from access.user_role ur join access.role r on r.id = ur.role_id where ur.user_id = u.id), '[]') as roles,
           coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.name)
              from access.user_site us join practice.site s on s.id = us.site_id where us.user_id = u.id), '[]') as sites,
           exists (select from access.totp t where t.user_id = u.id and t.confirmed_at is not null)
             or exists (select from access.passkey k where k.user_id = u.id) as second_factor,
           (select max(last_seen_at) from access.session s where s.user_id = u.id and s.state = 'signed-in') as last_seen_at,
           ${linkIsOver} as waiting
      from access.user u
     order by u.state = 'disabled', lower(u.display_name), u.id`.execute(db)
  return {
    users,
    roles: await db.selectFrom('access.role').select(['id', 'title']).orderBy('title').execute(),
    sites: await db.selectFrom('practice.site').select(['id', 'name']).orderBy('name').execute(),
  }
}
