/** The organisation, its sites, their hours and holidays, as the rest of the practice sees them. */
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import type { OpeningHours } from './sites/site.ts'

export { hoursOn } from './sites/site.ts'
export type { OpeningHours } from './sites/site.ts'

export async function siteOf(db: Db, siteId: Id<'Site'>) {
  const site = await db.selectFrom('practice.site').selectAll().where('id', '=', siteId).executeTakeFirst()
  return site ?? refuse(NotFound, 'There is no such site.')
}

export async function organisationOf(db: Db) {
  const organisation = await db.selectFrom('practice.organisation').selectAll().executeTakeFirst()
  return (
    organisation ?? refuse(NotFound, 'The practice is not set up yet: enter its name and sites in Settings.')
  )
}

/** When a site is open, with its zone and the days it is closed. One query for each table, none for each day. */
export async function openingHours(db: Db, siteId: Id<'Site'>): Promise<OpeningHours> {
  const { timeZone } = await siteOf(db, siteId)
  const hours = await db
    .selectFrom('practice.openingHours')
    .select(['weekday', 'opens', 'closes', 'effectiveFrom', 'effectiveTo'])
    .where('siteId', '=', siteId)
    .execute()
  const holidays = await db
    .selectFrom('practice.holiday')
    .select(['heldOn', 'name'])
    .where((eb) => eb.or([eb('siteId', '=', siteId), eb('siteId', 'is', null)]))
    .execute()
  return { timeZone, hours, holidays }
}

/** The calendar day at a site now. */
export const today = (now: Temporal.Instant, timeZone: string) =>
  now.toZonedDateTimeISO(timeZone).toPlainDate()

/**
 * The zone of the practice as a whole, for what belongs to no one site (work lists, deposits): its first site's.
 * Before there is a site: US Eastern.
 */
export async function officeZone(db: Db): Promise<string> {
  const first = await db
    .selectFrom('practice.site')
    .select('timeZone')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return first?.timeZone ?? 'America/New_York'
}

/** The calendar day of the practice as a whole. */
export const officeDay = async (db: Db, now: Temporal.Instant): Promise<Temporal.PlainDate> =>
  today(now, await officeZone(db))
