import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'

type Row = {
  id: Id<'Role'>
  name: string
  title: string
  needsSecondFactor: boolean
  idleMinutes: number
  permissions: string[]
  people: number
  version: number
}

export async function rolesWithPermissions(db: Db) {
  const { rows: roles } = await sql<Row>`
    select r.id, r.name, r.title, r.needs_second_factor, r.idle_minutes, r.version,
           coalesce((select array_agg(rp.permission order by rp.permission) from access.role_permission rp
              where rp.role_id = r.id), '{}') as permissions,
           (select count(*) from access.user_role ur join access.user u on u.id = ur.user_id
              where ur.role_id = r.id and u.state <> 'disabled') as people
      from access.role r order by r.title`.execute(db)
  const permissions = await db
    .selectFrom('access.permission')
    .select(['name', 'title'])
    .orderBy('name')
    .execute()
  return { roles, permissions }
}
