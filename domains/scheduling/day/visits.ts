/** Visits as readers see them: the columns in one place, the filters of the worklists in another. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { blockingKinds } from '#domains/workforce/workforce.ts'
import type { Db } from '#platform/database.ts'
import { exits } from '../flow/visit.ts'
import { longWaitMinutes } from '../flow/waiting.ts'
import type { Show } from './contract.ts'

/** A visit with its patient's two identifiers, its type, provider, site and zone. */
export const visitsWithNames = (db: Db) =>
  db
    .selectFrom('scheduling.appointment as visit')
    .innerJoin('patients.patient as patient', 'patient.id', 'visit.patientId')
    .innerJoin('scheduling.visitType as type', 'type.id', 'visit.visitTypeId')
    .innerJoin('workforce.provider as provider', 'provider.id', 'visit.providerId')
    .innerJoin('practice.site as site', 'site.id', 'visit.siteId')
    .select([
      'visit.id',
      'visit.patientId',
      'patient.preferredName',
      'patient.bornOn',
      'patient.mrn',
      'patient.needsInterpreter',
      'visit.providerId',
      'visit.siteId',
      'visit.roomId',
      'visit.roomedInId',
      'visit.visitTypeId',
      'type.name as typeName',
      'type.colour',
      'visit.startsAt',
      'visit.endsAt',
      'visit.status',
      'visit.reason',
      'visit.isOverbook',
      'visit.chargeStatus',
      'visit.copayDisposition',
      'visit.movedAt',
      'visit.arrivedAt',
      'visit.roomedAt',
      'visit.checkedOutAt',
      'visit.version',
      'provider.displayName as providerName',
      'site.name as siteName',
      'site.timeZone',
    ])
    .select(sql<string>`patient.last_name || ', ' || patient.first_name`.as('patientName'))

/** Every visit of a site's day that still holds its time. By the index on site and start. */
export const visitsOfDay = (db: Db, siteId: Id<'Site'>, { from, until }: { from: number; until: number }) =>
  visitsWithNames(db)
    .where('visit.siteId', '=', siteId)
    .where('visit.startsAt', '>=', Temporal.Instant.fromEpochMilliseconds(from))
    .where('visit.startsAt', '<', Temporal.Instant.fromEpochMilliseconds(until))
    .where('visit.status', 'not in', exits)
    .orderBy('visit.startsAt')
    .orderBy('visit.id')
    .execute()

type Scope = { readonly siteIds: readonly string[] | null; readonly now: Temporal.Instant }

const noShowAfterMinutes = 15
/** Visits nobody closed are looked for this far back. */
const lookBackDays = 30

const begins = sql`visit.starts_at`
/** The condition of each worklist, over `visit`; the rows of the page and the number in the cockpit use the same. */
function conditionOf(show: Show, now: Temporal.Instant) {
  const days = (n: number) => now.add({ hours: 24 * n })
  if (show === 'unconfirmed')
    return sql<boolean>`visit.status = 'scheduled' and visit.ends_at > ${now} and ${begins} < ${days(2)} and ${begins} > ${days(-1)}
      and (${begins} at time zone site.time_zone)::date = (${now}::timestamptz at time zone site.time_zone)::date`
  if (show === 'not-arrived')
    return sql<boolean>`visit.status in ('scheduled', 'confirmed') and ${begins} > ${days(-lookBackDays)}
      and ${begins} <= ${now.subtract({ minutes: noShowAfterMinutes })}`
  if (show === 'waiting')
    return sql<boolean>`visit.status in ('arrived', 'checked_in')
      and greatest(visit.arrived_at, ${begins}) < ${now.subtract({ minutes: longWaitMinutes })}`
  if (show === 'overrun')
    return sql<boolean>`visit.status in ('arrived', 'checked_in', 'roomed', 'with_provider', 'provider_done')
      and visit.ends_at < ${now}`
  return sql<boolean>`visit.status in ('scheduled', 'confirmed') and ${begins} > ${now} and ${whyToMove} is not null`
}

/** In plain words what stands against a visit that is still to come; null when nothing does. */
const whyToMove = sql<string | null>`(case
  when not provider.active then 'The provider no longer sees patients.'
  when exists (select from scheduling.absence where provider_id = visit.provider_id
    and starts_at < visit.ends_at and ends_at > visit.starts_at) then 'The provider is away.'
  when exists (select from workforce.credential where staff_id = provider.staff_id and kind = any(${blockingKinds})
    group by kind, issuer having max(coalesce(expires_on, 'infinity')) < (visit.starts_at at time zone site.time_zone)::date)
    then 'The provider’s licence will have run out.'
  when exists (select from practice.holiday where (site_id = visit.site_id or site_id is null)
    and held_on = (visit.starts_at at time zone site.time_zone)::date) then 'The site is closed that day.'
  when exists (select from facilities.room where id = visit.room_id and not active) then 'The room is closed.'
end)`

export const visitsThatNeed = (db: Db, show: Show, { siteIds, now }: Scope) =>
  visitsWithNames(db)
    .select(show === 'to-move' ? whyToMove.as('why') : sql<string | null>`null`.as('why'))
    .select((eb) =>
      eb
        .selectFrom('patients.phone')
        .select('number')
        .whereRef('patients.phone.patientId', '=', 'visit.patientId')
        .orderBy('rank')
        .limit(1)
        .as('phone'),
    )
    .where(conditionOf(show, now))
    .$if(siteIds !== null, (query) => query.where('visit.siteId', '=', sql<never>`any(${siteIds})`))
    .orderBy('visit.startsAt')
    .orderBy('visit.id')
    .limit(500)

/** How many rows the worklist has, and when the first of them began. */
export const countThatNeed = (db: Db, show: Show, { siteIds, now }: Scope) =>
  db
    .selectFrom('scheduling.appointment as visit')
    .innerJoin('workforce.provider as provider', 'provider.id', 'visit.providerId')
    .innerJoin('practice.site as site', 'site.id', 'visit.siteId')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('visit.startsAt').as('first')])
    .where(conditionOf(show, now))
    .$if(siteIds !== null, (query) => query.where('visit.siteId', '=', sql<never>`any(${siteIds})`))
    .executeTakeFirstOrThrow()
