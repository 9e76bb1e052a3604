import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'

/** Every provider's week at these sites (null: all) as it stands or will stand, and absences that are not over. */
export async function templates(db: Db, siteIds: readonly Id<'Site'>[] | null, now: Temporal.Instant) {
  const yesterday = now.subtract({ hours: 24 }).toZonedDateTimeISO('UTC').toPlainDate()
  return {
    providers: await db
      .selectFrom('workforce.provider')
      .select(['id', 'displayName', 'active'])
      .orderBy('displayName')
      .execute(),
    templates: await db
      .selectFrom('scheduling.template')
      .selectAll()
      .where((eb) => eb.or([eb('effectiveTo', 'is', null), eb('effectiveTo', '>=', yesterday)]))
      .$if(siteIds !== null, (query) => query.where('siteId', '=', sql<never>`any(${siteIds})`))
      .orderBy('weekday')
      .orderBy('starts')
      .execute(),
    absences: await db
      .selectFrom('scheduling.absence')
      .selectAll()
      .where('endsAt', '>', now)
      .orderBy('startsAt')
      .execute(),
  }
}
