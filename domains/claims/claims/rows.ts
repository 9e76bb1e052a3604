/** Everything a claim says, read from the tables: a handful of queries for any number of claims. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { organisationOf } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'

export type ClaimRows = Awaited<ReturnType<typeof claimRows>>
export type ClaimRow = Awaited<ReturnType<typeof headsOf>>[number]
export type LineRow = Awaited<ReturnType<typeof linesOf>>[number]
export type PriorRow = Awaited<ReturnType<typeof priorsOf>>[number]

export async function claimRows(db: Db, ids: readonly Id<'Claim'>[]) {
  const heads = await headsOf(db, ids)
  return {
    organisation: await organisationOf(db),
    heads,
    lines: Map.groupBy(await linesOf(db, ids), ({ claimId }) => claimId),
    diagnoses: Map.groupBy(await diagnosesOf(db, ids), ({ claimId }) => claimId),
    priors: Map.groupBy(
      await priorsOf(
        db,
        heads.filter(({ rank }) => rank !== 'primary').map(({ id }) => id),
      ),
      ({ claimId }) => claimId,
    ),
  }
}

const anyOf = (ids: readonly Id<'Claim'>[]) => sql<Id<'Claim'>>`any(${ids}::uuid[])`

const headsOf = (db: Db, ids: readonly Id<'Claim'>[]) =>
  db
    .selectFrom('claims.claim as claim')
    .innerJoin('scheduling.appointment as visit', 'visit.id', 'claim.appointmentId')
    .innerJoin('patients.patient as patient', 'patient.id', 'claim.patientId')
    .innerJoin('insurance.coverage as coverage', 'coverage.id', 'claim.coverageId')
    .innerJoin('insurance.payer as payer', 'payer.id', 'claim.payerId')
    .innerJoin('practice.site as site', 'site.id', 'visit.siteId')
    .innerJoin('workforce.provider as provider', 'provider.id', 'visit.providerId')
    .innerJoin('workforce.staff as staff', 'staff.id', 'provider.staffId')
    .select(['claim.id', 'claim.number', 'claim.rank', 'claim.state', 'claim.frequency', 'claim.totalCents'])
    .select(['claim.serviceOn', 'claim.payerControlNumber', 'claim.priorAuthorization'])
    .select(['claim.referralNumber', 'claim.patientId', 'claim.appointmentId', 'claim.version'])
    .select(['claim.payerId', 'visit.providerId', 'visit.siteId'])
    .select(['patient.lastName', 'patient.firstName', 'patient.middleName', 'patient.suffix'])
    .select(['patient.bornOn', 'patient.deceasedOn', 'patient.sex', 'patient.address', 'patient.address2'])
    .select(['patient.city', 'patient.stateCode', 'patient.zip'])
    .select(['coverage.memberId', 'coverage.groupNumber', 'coverage.planName', 'coverage.relation'])
    .select(['coverage.subscriberLastName', 'coverage.subscriberFirstName', 'coverage.subscriberBornOn'])
    .select(['coverage.subscriberSex', 'coverage.effectiveOn', 'coverage.terminatesOn'])
    .select(['payer.name as payerName', 'payer.payerCode', 'payer.filingCode', 'payer.timelyFilingDays'])
    .select(['payer.address as payerAddress', 'payer.city as payerCity', 'payer.stateCode as payerState'])
    .select(['payer.zip as payerZip', 'payer.active as payerActive'])
    .select(['site.name as siteName', 'site.address as siteAddress', 'site.city as siteCity'])
    .select(['site.state as siteState', 'site.zip as siteZip', 'site.cliaNumber', 'site.timeZone'])
    .select(['provider.npi as providerNpi', 'provider.taxonomy as providerTaxonomy'])
    .select(['staff.lastName as providerLastName', 'staff.firstName as providerFirstName'])
    .where('claim.id', '=', anyOf(ids))
    // Neighbours in the file that share payer and patient share their loops.
    .orderBy('claim.payerId')
    .orderBy('claim.patientId')
    .orderBy('claim.id')
    .execute()

/**
 * The lines, each with what its codes are known as, whether the same was billed already, and whether somebody of the
 * provider's specialty saw the patient in the three years before (CPT's definition of a new patient).
 */
const linesOf = (db: Db, ids: readonly Id<'Claim'>[]) =>
  db
    .selectFrom('claims.claimLine as line')
    .innerJoin('claims.charge as charge', 'charge.id', 'line.chargeId')
    .innerJoin('workforce.provider as provider', 'provider.id', 'charge.providerId')
    .select(['line.claimId', 'line.position', 'charge.id as chargeId', 'charge.code', 'charge.modifiers'])
    .select(['charge.units', 'charge.amountCents', 'charge.expectedCents', 'charge.pointers', 'charge.ndc'])
    .select(['charge.placeOfService', 'charge.serviceOn', 'charge.voidedAt'])
    .select([
      knownAs(sql`charge.code`, sql`charge.service_on`, sql`('CPT', 'HCPCS')`).as('known'),
      sql<boolean>`exists (select from claims.charge other where other.patient_id = charge.patient_id
        and other.service_on = charge.service_on and other.code = charge.code and other.id <> charge.id
        and other.provider_id = charge.provider_id and other.modifiers = charge.modifiers
        and other.voided_at is null)`.as('isDuplicate'),
      sql<boolean>`exists (select from claims.charge other join workforce.provider seen on seen.id = other.provider_id
        where other.patient_id = charge.patient_id and other.voided_at is null and seen.taxonomy = provider.taxonomy
        and other.service_on < charge.service_on
        and other.service_on >= charge.service_on - interval '3 years')`.as('seenBefore'),
    ])
    .where('line.claimId', '=', anyOf(ids))
    .orderBy('line.position')
    .execute()

const diagnosesOf = (db: Db, ids: readonly Id<'Claim'>[]) =>
  db
    .selectFrom('claims.claim as claim')
    .innerJoin('claims.diagnosis as diagnosis', 'diagnosis.appointmentId', 'claim.appointmentId')
    .select(['claim.id as claimId', 'diagnosis.code'])
    .select(knownAs(sql`diagnosis.code`, sql`claim.service_on`, sql`('ICD-10-CM')`).as('known'))
    .where('claim.id', '=', anyOf(ids))
    .orderBy('diagnosis.position')
    .execute()

/** What the imported tables say of a code on a day: 'none' where no table of its system was imported at all. */
export type Known = 'active' | 'inactive' | 'category' | 'unknown' | 'none'
type Fragment = ReturnType<typeof sql>
const knownAs = (code: Fragment, on: Fragment, systems: Fragment) => sql<Known>`coalesce(
  (select case when not c.billable then 'category'
               when ${on} < c.effective_from or ${on} > c.effective_to then 'inactive' else 'active' end
     from claims.code c where c.code = ${code} and c.system in ${systems} limit 1),
  case when exists (select from claims.code c where c.system in ${systems}) then 'unknown' else 'none' end)`

/** What the payers before this one did, by charge: the latest posted remittance of each earlier claim of the visit. */
const priorsOf = (db: Db, ids: readonly Id<'Claim'>[]) =>
  db
    .selectFrom('claims.claim as claim')
    .innerJoin('claims.claim as prior', 'prior.appointmentId', 'claim.appointmentId')
    .innerJoin('insurance.coverage as coverage', 'coverage.id', 'prior.coverageId')
    .innerJoin('insurance.payer as payer', 'payer.id', 'prior.payerId')
    .innerJoin('claims.remittanceClaim as answer', 'answer.claimId', 'prior.id')
    .innerJoin('claims.remittance as remittance', 'remittance.id', 'answer.remittanceId')
    .leftJoin('claims.adjustment as adjustment', 'adjustment.remittanceClaimId', 'answer.id')
    .select(['claim.id as claimId', 'prior.id as priorId', 'prior.rank', 'answer.id as answerId'])
    .select(['answer.payerControlNumber', 'remittance.paidOn', 'payer.name as payerName', 'payer.payerCode'])
    .select(['payer.filingCode', 'coverage.memberId', 'coverage.groupNumber', 'coverage.planName'])
    .select(['coverage.relation', 'coverage.subscriberLastName', 'coverage.subscriberFirstName'])
    .select(['adjustment.chargeId', 'adjustment.groupCode', 'adjustment.carc', 'adjustment.amountCents'])
    .where('claim.id', '=', anyOf(ids))
    .where('answer.state', '=', 'posted')
    .where('answer.statusCode', '<>', '22')
    .where(
      sql<boolean>`array_position(array['primary','secondary','tertiary'], prior.rank)
        < array_position(array['primary','secondary','tertiary'], claim.rank)`,
    )
    .where(
      sql<boolean>`not exists (select from claims.remittance_claim later where later.claim_id = prior.id
        and later.state = 'posted' and later.status_code <> '22' and later.id > answer.id)`,
    )
    // Always in the same order, the largest first.
    .orderBy('adjustment.groupCode')
    .orderBy('adjustment.amountCents', 'desc')
    .orderBy('adjustment.carc')
    .execute()
