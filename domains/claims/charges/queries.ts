import { sql } from 'kysely'
import type { StaticDecode } from 'typebox'
import { type Cents, sum } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { coverageOn, estimatePatient } from '#domains/insurance/insurance.ts'
import { patientHeader, patientListName, patientName } from '#domains/patients/patients.ts'
import { siteOf, today } from '#domains/practice/practice.ts'
import { appointmentOf } from '#domains/scheduling/scheduling.ts'
import type { Db } from '#platform/database.ts'
import { type Actor, mustReachSite } from '#platform/transaction.ts'
import { lateBefore } from './charge.ts'
import type { readChargesToEnter } from './contract.ts'

/** Everything the charge entry of a visit shows: the visit, who pays, what was posted and what became of it. */
export async function chargesOfVisit(db: Db, id: Id<'Appointment'>, actor: Actor) {
  const visit = await appointmentOf(db, id)
  mustReachSite(actor, visit.siteId)
  const site = await siteOf(db, visit.siteId)
  const patient = await patientHeader(db, visit.patientId)
  const serviceOn = today(visit.startsAt, site.timeZone)
  const [coverage] = await coverageOn(db, visit.patientId, serviceOn)
  const about = await db
    .selectFrom('workforce.provider as provider')
    .innerJoin('scheduling.visitType as type', (join) => join.on('type.id', '=', visit.visitTypeId))
    .leftJoin('claims.noCharge as free', (join) => join.on('free.appointmentId', '=', id))
    .select([
      'provider.displayName as providerName',
      'type.name as visitType',
      'free.reason as noChargeReason',
    ])
    .select(isWithheld(visit.patientId, serviceOn).as('withheld'))
    .where('provider.id', '=', visit.providerId)
    .executeTakeFirstOrThrow()
  const lines = await linesOf(db, id)
  const claims = await db
    .selectFrom('claims.claim as claim')
    .innerJoin('insurance.payer as payer', 'payer.id', 'claim.payerId')
    .select(['claim.id', 'claim.number', 'claim.state', 'payer.name as payerName'])
    .where('claim.appointmentId', '=', id)
    .orderBy('claim.id')
    .execute()
  return {
    visit: {
      id,
      patientId: patient.id,
      patientName: patientName(patient),
      bornOn: patient.bornOn,
      mrn: patient.mrn,
      ...about,
      siteId: site.id,
      siteName: site.name,
      serviceOn,
      status: visit.status,
      chargeStatus: visit.chargeStatus,
      placeOfService: site.placeOfService,
    },
    coverage: coverage
      ? { id: coverage.id, payerName: coverage.payerName, planName: coverage.planName }
      : null,
    diagnoses: await diagnosesOf(db, id),
    lines,
    totalCents: sum(lines.map(({ amountCents }) => amountCents)),
    estimateCents: coverage ? await estimateOf(db, coverage.id, lines) : null,
    claims,
  }
}

/** The patient's part of what the contract allows, by the newest benefits the payer told; null where either is unknown. */
async function estimateOf(
  db: Db,
  coverageId: Id<'Coverage'>,
  lines: readonly { readonly expectedCents: Cents | null }[],
): Promise<Cents | null> {
  const expected = lines.flatMap(({ expectedCents }) => expectedCents ?? [])
  if (expected.length === 0 || expected.length < lines.length) return null
  const benefits = await db
    .selectFrom('insurance.eligibilityCheck')
    .select(['copayCents', 'deductibleLeftCents', 'coinsuranceBp', 'outOfPocketLeftCents'])
    .where('coverageId', '=', coverageId)
    .where('outcome', '=', 'eligible')
    .orderBy('askedAt', 'desc')
    .executeTakeFirst()
  return benefits ? estimatePatient(sum(expected), benefits) : null
}

/** The office has agreed with the patient that the health plan is told nothing (45 CFR 164.522(a)(1)(vi)). */
export const isWithheld = (patientId: Id<'Patient'>, on: Temporal.PlainDate) =>
  sql<boolean>`exists (select from patients.restriction wish where wish.patient_id = ${patientId}
    and wish.kind = 'health-plan' and wish.decision = 'agreed'
    and (wish.ended_on is null or wish.ended_on > ${on.toString()}::date))`

const diagnosesOf = (db: Db, id: Id<'Appointment'>) =>
  db
    .selectFrom('claims.diagnosis as diagnosis')
    .leftJoin('claims.code as code', (join) =>
      join.onRef('code.code', '=', 'diagnosis.code').on('code.system', '=', 'ICD-10-CM'),
    )
    .select(['diagnosis.position', 'diagnosis.code', 'code.description'])
    .where('diagnosis.appointmentId', '=', id)
    .orderBy('diagnosis.position')
    .execute()

/** The charges that stand, with what is still owed for each. Two sums over the index of the ledger lines of a charge. */
const linesOf = (db: Db, id: Id<'Appointment'>) =>
  db
    .selectFrom('claims.charge as charge')
    .select(['charge.id', 'charge.position', 'charge.code', 'charge.modifiers', 'charge.units'])
    .select(['charge.pointers', 'charge.placeOfService', 'charge.ndc', 'charge.amountCents'])
    .select(['charge.expectedCents', 'charge.postedAt'])
    .select([
      sql<string | null>`(select description from claims.code c
        where c.code = charge.code and c.system in ('CPT', 'HCPCS') order by c.system limit 1)`.as(
        'description',
      ),
      owed('1100').as('insuranceCents'),
      owed('1110').as('patientCents'),
    ])
    .where('charge.appointmentId', '=', id)
    .where('charge.voidedAt', 'is', null)
    .orderBy('charge.position')
    .execute()

const owed = (account: '1100' | '1110') =>
  sql<Cents>`coalesce((select sum(amount_cents) from ledger.line line
    where line.charge_id = charge.id and line.account = ${account}), 0)::bigint`

/** Visits seen and not charged. Their day is that of their site. */
export const uncharged = (db: Db, siteIds: readonly string[] | null) =>
  db
    .selectFrom('scheduling.appointment as visit')
    .innerJoin('practice.site as site', 'site.id', 'visit.siteId')
    .where('visit.chargeStatus', '=', 'none')
    .where('visit.status', 'in', ['provider_done', 'checked_out'])
    .$if(siteIds !== null, (query) => query.where('visit.siteId', '=', sql<never>`any(${siteIds}::uuid[])`))

const serviceOn = sql<Temporal.PlainDate>`(visit.starts_at at time zone site.time_zone)::date`

/** Before this day a visit is late; the same day for every site is near enough for a worklist. */
export const lateDay = (now: Temporal.Instant) =>
  lateBefore(now.toZonedDateTimeISO('America/New_York').toPlainDate())
export const isLate = (before: Temporal.PlainDate) => sql<boolean>`${serviceOn} < ${before.toString()}::date`

const most = 500

export async function chargesToEnter(
  db: Db,
  { siteId, show }: StaticDecode<typeof readChargesToEnter.query>,
  actor: Actor,
) {
  if (siteId) mustReachSite(actor, siteId)
  const before = lateDay(Temporal.Now.instant())
  const rows = await uncharged(db, siteId ? [siteId] : actor.siteIds)
    .innerJoin('patients.patient as patient', 'patient.id', 'visit.patientId')
    .innerJoin('workforce.provider as provider', 'provider.id', 'visit.providerId')
    .innerJoin('scheduling.visitType as type', 'type.id', 'visit.visitTypeId')
    .select(['visit.id', 'visit.patientId', 'visit.status', 'site.name as siteName', 'patient.mrn'])
    .select(['patient.lastName', 'patient.firstName', 'patient.middleName', 'patient.suffix'])
    .select(['patient.preferredName', 'provider.displayName as providerName', 'type.name as visitType'])
    .select([serviceOn.as('serviceOn'), isLate(before).as('late')])
    .$if(show === 'late', (query) => query.where(isLate(before)))
    .orderBy('visit.startsAt')
    .limit(most + 1)
    .execute()
  return {
    visits: rows.slice(0, most).map((row) => ({ ...row, patientName: patientListName(row) })),
    more: rows.length > most,
  }
}
