/** Visits to come whose coverage nobody may rely on yet: for the worklist, and with the same rows for the cockpit. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { patientListName } from '#domains/patients/patients.ts'
import { officeDay } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import type { Show } from './eligibility.ts'
import { eligibilityFor } from './queries.ts'

type Question = {
  readonly now: Temporal.Instant
  readonly siteIds: readonly string[] | null
  /** The days looked at, by the calendar of each visit's site; without them today and the two days after it. */
  readonly from?: Temporal.PlainDate | undefined
  readonly to?: Temporal.PlainDate | undefined
  readonly show?: Show | undefined
}

const daysAhead = 2

/** What is to be done about a standing: two of them are asked (again). */
const listOf = {
  never: 'ask',
  stale: 'ask',
  ineligible: 'ineligible',
  unknown: 'unknown',
  'self-pay': 'self-pay',
} as const satisfies Record<string, Show>

export async function unverified(db: Db, { now, siteIds, from, to, show }: Question) {
  const today = await officeDay(db, now)
  // Wider than any zone of the United States, so that the index on the start narrows first.
  const earliest = (from ?? today).subtract({ days: 2 }).toString()
  const latest = (to ?? today).add({ days: daysAhead + 2 }).toString()
  const { rows } = await sql<{
    id: Id<'Appointment'>
    patientId: Id<'Patient'>
    startsAt: Temporal.Instant
    serviceOn: Temporal.PlainDate
    timeZone: string
    siteName: string
    providerName: string
    visitType: string
    mrn: string
    lastName: string
    firstName: string
    middleName: string | null
    suffix: string | null
    preferredName: string | null
  }>`
    select * from (
      select visit.id, visit.patient_id, visit.starts_at, (visit.starts_at at time zone site.time_zone)::date as service_on, site.time_zone,
             site.name as site_name, provider.display_name as provider_name, type.name as visit_type, patient.mrn,
             patient.last_name, patient.first_name, patient.middle_name, patient.suffix, patient.preferred_name
        from scheduling.appointment visit
        join practice.site site on site.id = visit.site_id
        join workforce.provider provider on provider.id = visit.provider_id
        join scheduling.visit_type type on type.id = visit.visit_type_id
        join patients.patient patient on patient.id = visit.patient_id
       where visit.status in ('scheduled', 'confirmed', 'arrived')
         and visit.starts_at >= ${earliest}::date and visit.starts_at < ${latest}::date
         and (${siteIds}::uuid[] is null or visit.site_id = any(${siteIds}::uuid[]))) visit
     where service_on >= coalesce(${from?.toString() ?? null}::date, (${now}::timestamptz at time zone time_zone)::date)
       and service_on <= coalesce(${to?.toString() ?? null}::date, (${now}::timestamptz at time zone time_zone)::date + ${daysAhead}::int)
     order by starts_at, id limit 5000`.execute(db)
  const known = new Map(
    (
      await Promise.all(
        [...Map.groupBy(rows, ({ timeZone }) => timeZone)].map(([timeZone, visits]) =>
          eligibilityFor(db, visits, timeZone),
        ),
      )
    ).flatMap((answers) => [...answers]),
  )
  return rows.flatMap(({ lastName, firstName, middleName, suffix, preferredName, ...visit }) => {
    const { state, payerName } = known.get(visit.id)!
    if (state === 'eligible' || (show && listOf[state] !== show)) return []
    const patientName = patientListName({ lastName, firstName, middleName, suffix, preferredName })
    return [{ ...visit, patientName, standing: state, payerName }]
  })
}
