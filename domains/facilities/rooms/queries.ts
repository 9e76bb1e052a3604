import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'

/** Every room of these sites (null: all), by site and name; a practice has dozens. */
export function rooms(db: Db, siteIds: readonly Id<'Site'>[] | null) {
  return db
    .selectFrom('facilities.room')
    .selectAll()
    .$if(siteIds !== null, (query) => query.where('siteId', 'in', [...siteIds!, noSite]))
    .orderBy('siteId')
    .orderBy('name')
    .execute()
}

/** SQL knows no empty list. */
const noSite = '00000000-0000-0000-0000-000000000000' as Id<'Site'>
