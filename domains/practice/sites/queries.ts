import type { Db } from '#platform/database.ts'

/** The whole practice in four queries. A group has tens of sites, not thousands. */
export async function practice(db: Db) {
  const organisation = await db.selectFrom('practice.organisation').selectAll().executeTakeFirst()
  const sites = await db.selectFrom('practice.site').selectAll().orderBy('name').execute()
  const hours = await db
    .selectFrom('practice.openingHours')
    .selectAll()
    .orderBy('weekday')
    .orderBy('opens')
    .execute()
  const holidays = await db.selectFrom('practice.holiday').selectAll().orderBy('heldOn').execute()
  return {
    organisation: organisation ?? null,
    sites: sites.map((site) => ({ ...site, hours: hours.filter(({ siteId }) => siteId === site.id) })),
    holidays,
  }
}
