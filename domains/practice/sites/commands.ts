import type { Id } from '#kernel/id.ts'
import { newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, mustReachSite, refuseIfViolated } from '#platform/transaction.ts'
import type { NewOrganisation, NewSite, OrganisationEdit, SiteEdit, Week } from './contract.ts'
import { federalHolidays } from './federal-holidays.ts'
import {
  AlreadySetUp,
  HolidayTaken,
  NotRight,
  NotSetUp,
  SiteNameTaken,
  digitsOf,
  mustBeOrganisation,
  mustBeSite,
  mustBeWeek,
  timeZones,
} from './place.ts'

export async function setUp(tx: Tx, given: NewOrganisation) {
  const organisation = tidyOrganisation(given)
  mustBeOrganisation(organisation)
  const there = await tx.db.selectFrom('practice.organisation').select('id').executeTakeFirst()
  if (there) refuse(AlreadySetUp)
  await tx.touch('practice')
  return tx.db
    .insertInto('practice.organisation')
    .values(organisation)
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function editOrganisation(tx: Tx, { version, ...given }: OrganisationEdit) {
  const change = tidyOrganisation(given)
  mustBeOrganisation(change)
  const organisation = await tx.db
    .selectFrom('practice.organisation')
    .select(['id', 'version'])
    .forUpdate()
    .executeTakeFirst()
  if (!organisation) refuse(NotSetUp)
  if (organisation.version !== version) refuse(Stale)
  await tx.touch('practice')
  return tx.db
    .updateTable('practice.organisation')
    .set({ ...change, version: version + 1 })
    .where('id', '=', organisation.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

const tidyOrganisation = <T extends Omit<OrganisationEdit, 'version'>>(given: T): T => ({
  ...given,
  taxId: digitsOf(given.taxId),
  taxonomy: given.taxonomy.toUpperCase(),
  zip: digitsOf(given.zip),
  phone: digitsOf(given.phone),
})

const tidySite = <T extends Omit<SiteEdit, 'version' | 'active'>>(given: T): T => ({
  ...given,
  zip: digitsOf(given.zip),
  phone: digitsOf(given.phone),
  cliaNumber: given.cliaNumber?.toUpperCase() ?? null,
})

const names = { site_pkey: AlreadyExists, site_name_is_used_once: SiteNameTaken }

export async function addSite(tx: Tx, given: NewSite) {
  const site = tidySite(given)
  mustBeSite(site)
  mustBeZone(site.timeZone)
  const organisation = await tx.db.selectFrom('practice.organisation').select('id').executeTakeFirst()
  if (!organisation) refuse(NotSetUp)
  await tx.touch('practice')
  return tx.db
    .insertInto('practice.site')
    .values({ ...site, organisationId: organisation.id })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfViolated(names))
}

export async function editSite(tx: Tx, id: Id<'Site'>, { version, ...given }: SiteEdit) {
  const change = tidySite(given)
  mustBeSite(change)
  const site = await heldSite(tx, id, version)
  // A zone that was right before stays right, whatever list this program has.
  if (change.timeZone !== site.timeZone) mustBeZone(change.timeZone)
  await tx.touch('practice')
  return tx.db
    .updateTable('practice.site')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfViolated(names))
}

function mustBeZone(timeZone: string) {
  if (timeZone in timeZones) return
  const message = 'Choose the time zone of the site from the list.'
  refuse(NotRight, message, { fields: [{ pointer: '/timeZone', message }] })
}

async function heldSite(tx: Tx, id: Id<'Site'>, version: number) {
  const site = await tx.db
    .selectFrom('practice.site')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!site) refuse(NotFound, 'There is no such site.')
  mustReachSite(tx.actor, id)
  if (site.version !== version) refuse(Stale)
  return site
}

/**
 * The hours from a day on. What held before that day stays as it was, so that yesterday's visits are still judged by
 * yesterday's hours; what was planned for later gives way.
 */
export async function setHours(tx: Tx, siteId: Id<'Site'>, { effectiveFrom, hours, version }: Week) {
  mustBeWeek(hours)
  await heldSite(tx, siteId, version)
  await tx.db
    .deleteFrom('practice.openingHours')
    .where('siteId', '=', siteId)
    .where('effectiveFrom', '>=', effectiveFrom)
    .execute()
  await tx.db
    .updateTable('practice.openingHours')
    .set({ effectiveTo: effectiveFrom.subtract({ days: 1 }) })
    .where('siteId', '=', siteId)
    .where((eb) => eb.or([eb('effectiveTo', 'is', null), eb('effectiveTo', '>=', effectiveFrom)]))
    .execute()
  if (hours.length > 0)
    await tx.db
      .insertInto('practice.openingHours')
      .values(hours.map((block) => ({ ...block, id: newId<'OpeningHours'>(), siteId, effectiveFrom })))
      .execute()
  await tx.db
    .updateTable('practice.site')
    .set({ version: version + 1 })
    .where('id', '=', siteId)
    .execute()
  await tx.touch('practice')
  await tx.touch('scheduling.day')
}

type Holiday = {
  readonly id: Id<'Holiday'>
  readonly siteId: Id<'Site'> | null
  readonly heldOn: Temporal.PlainDate
  readonly name: string
}

export async function addHoliday(tx: Tx, holiday: Holiday) {
  if (holiday.siteId) {
    mustReachSite(tx.actor, holiday.siteId)
    const site = await tx.db
      .selectFrom('practice.site')
      .select('id')
      .where('id', '=', holiday.siteId)
      .executeTakeFirst()
    if (!site) refuse(NotFound, 'There is no such site.')
  }
  await tx.touch('practice')
  await tx.touch('scheduling.day')
  return tx.db
    .insertInto('practice.holiday')
    .values(holiday)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfViolated({ holiday_is_listed_once: HolidayTaken, holiday_pkey: AlreadyExists }))
}

export async function removeHoliday(tx: Tx, id: Id<'Holiday'>) {
  const holiday = await tx.db
    .deleteFrom('practice.holiday')
    .where('id', '=', id)
    .returning('siteId')
    .executeTakeFirst()
  if (!holiday) refuse(NotFound, 'There is no such holiday.')
  if (holiday.siteId) mustReachSite(tx.actor, holiday.siteId)
  await tx.touch('practice')
  await tx.touch('scheduling.day')
}

/** Those of the year that are not listed yet, for every site; answers how many were added. */
export async function addFederalHolidays(tx: Tx, year: number) {
  const added = await tx.db
    .insertInto('practice.holiday')
    .values(federalHolidays(year).map((holiday) => ({ ...holiday, id: newId<'Holiday'>(), siteId: null })))
    .onConflict((conflict) => conflict.constraint('holiday_is_listed_once').doNothing())
    .returning('id')
    .execute()
  await tx.touch('practice')
  await tx.touch('scheduling.day')
  return { added: added.length }
}
