import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import { describeDevice } from './device.ts'
import type { Holder } from './holder.ts'

/** What the client needs to know of who sits there. */
export async function describeSession(db: Db, holder: Holder) {
  const sites = await db
    .selectFrom('practice.site')
    .select(['id', 'name', 'timeZone'])
    .where('active', '=', true)
    .$if(holder.siteIds !== null, (query) => query.where('id', '=', sql<Id<'Site'>>`any(${holder.siteIds})`))
    .orderBy('name')
    .execute()
  return {
    user: { id: holder.userId, name: holder.name, roles: [...holder.roles] },
    permissions: [...holder.permissions].toSorted(),
    sites: holder.state === 'enrol' ? [] : sites,
    demo: holder.isDemo,
    idleMinutes: holder.idleMinutes,
    state: holder.state === 'enrol' ? ('enrol' as const) : ('signed-in' as const),
  }
}

/** Sessions that may still be in use; ended, too old and half-finished ones are left out. */
export async function sessionsOf(db: Db, userId: Id<'User'>, currentId: Id<'Session'>) {
  const rows = await db
    .selectFrom('access.session')
    .select(['id', 'userAgent', 'address', 'createdAt', 'lastSeenAt'])
    .where('userId', '=', userId)
    .where('endedAt', 'is', null)
    .where('state', '!=', 'second-factor')
    .where('expiresAt', '>', Temporal.Now.instant())
    .orderBy('lastSeenAt', 'desc')
    .execute()
  return rows.map(({ userAgent, ...row }) => ({
    ...row,
    device: describeDevice(userAgent),
    current: row.id === currentId,
  }))
}
