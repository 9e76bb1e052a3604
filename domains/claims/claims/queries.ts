import { sql } from 'kysely'
import type { StaticDecode } from 'typebox'
import type { Cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import { patientListName, patientName } from '#domains/patients/patients.ts'
import type { Db } from '#platform/database.ts'
import { type Actor, mustReachSite } from '#platform/transaction.ts'
import { lateBefore } from '../charges/charge.ts'
import type { Finding } from '../scrub/edit.ts'
import type { readClaims } from './contract.ts'
import { type Show, filingWarningDays, listOf, shows, silentDays } from './claim.ts'

const most = 300
const counted = shows.filter((show) => show !== 'settled' && show !== 'all')

export type Scope = { readonly siteIds: readonly string[] | null; readonly now: Temporal.Instant }

const fileBy = sql<Temporal.PlainDate>`(case when payer.filing_code = 'MB'
  then claim.service_on + interval '1 year'
  else claim.service_on + payer.timely_filing_days end)::date`

/** What puts a claim on a list, as one condition: for the list, its count and the cockpit's line alike. */
function isOn(show: Show, now: Temporal.Instant) {
  // One day for every site is near enough for a list.
  const today = now.toZonedDateTimeISO('America/New_York').toPlainDate()
  const silentSince = lateBefore(today, silentDays.claim).toString()
  if (show === 'silent')
    return sql<boolean>`(claim.state in ('sent', 'received') and claim.sent_at < ${silentSince}::date)`
  if (show === 'filing')
    return sql<boolean>`(claim.state in ('draft', 'failed', 'ready', 'held', 'rejected', 'batched', 'sent', 'received')
      and claim.rank = 'primary' and ${fileBy} <= ${today.add({ days: filingWarningDays }).toString()}::date)`
  if (show === 'waiting')
    return sql<boolean>`(claim.state = 'ready' and claim.created_at < ${lateBefore(today, 1).toString()}::date)`
  return sql<boolean>`(claim.state = any(${listOf[show]}::text[]))`
}

const found = (db: Db, { siteIds }: Pick<Scope, 'siteIds'>) =>
  db
    .selectFrom('claims.claim as claim')
    .innerJoin('insurance.payer as payer', 'payer.id', 'claim.payerId')
    .innerJoin('scheduling.appointment as visit', 'visit.id', 'claim.appointmentId')
    .$if(siteIds !== null, (query) => query.where('visit.siteId', '=', sql<never>`any(${siteIds}::uuid[])`))

/** How many claims stand on a list, what they come to, and the first day of service among them. */
export const countClaims = (db: Db, show: Show, scope: Scope) =>
  found(db, scope)
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      sql<Cents>`coalesce(sum(claim.total_cents), 0)::bigint`.as('totalCents'),
      sql<Temporal.PlainDate | null>`min(claim.service_on)`.as('first'),
    ])
    .where(isOn(show, scope.now))
    .executeTakeFirstOrThrow()

const insuranceCents = sql<Cents>`coalesce((select sum(line.amount_cents) from claims.claim_line part
  join ledger.line line on line.charge_id = part.charge_id and line.account = '1100'
  where part.claim_id = claim.id), 0)::bigint`

const rows = (db: Db, scope: Pick<Scope, 'siteIds'>) =>
  found(db, scope)
    .innerJoin('patients.patient as patient', 'patient.id', 'claim.patientId')
    .select(['claim.id', 'claim.number', 'claim.patientId', 'claim.rank', 'claim.state', 'claim.frequency'])
    .select(['claim.serviceOn', 'claim.totalCents', 'claim.sentAt', 'claim.findings', 'claim.holdReason'])
    .select(['patient.lastName', 'patient.firstName', 'patient.middleName', 'patient.suffix', 'patient.mrn'])
    .select(['patient.preferredName', 'payer.name as payerName'])
    .select([fileBy.as('fileBy'), insuranceCents.as('insuranceCents')])

type Found = { readonly findings: unknown; readonly holdReason: string | null; readonly state: string }
const findingsOf = ({ findings }: Found) => findings as readonly Finding[]
const whyOf = (row: Found) => (row.state === 'held' ? row.holdReason : (findingsOf(row)[0]?.message ?? null))

export async function claimsList(
  db: Db,
  { show = 'work', payerId, patientId, siteId, number }: StaticDecode<typeof readClaims.query>,
  actor: Actor,
) {
  if (siteId) mustReachSite(actor, siteId)
  const scope = { siteIds: siteId ? [siteId] : actor.siteIds, now: Temporal.Now.instant() }
  const list = await rows(db, scope)
    .where(isOn(show, scope.now))
    .$if(payerId !== undefined, (query) => query.where('claim.payerId', '=', payerId!))
    .$if(patientId !== undefined, (query) => query.where('claim.patientId', '=', patientId!))
    .$if(number !== undefined, (query) =>
      query.where(
        'claim.number',
        'like',
        `${number!
          .trim()
          .toUpperCase()
          .replace(/[%_\\]/g, '\\$&')}%`,
      ),
    )
    .orderBy('claim.serviceOn', show === 'all' || show === 'settled' ? 'desc' : 'asc')
    .orderBy('claim.id')
    .limit(most + 1)
    .execute()
  const { counts } = await found(db, scope)
    .select(
      sql<Record<string, number>>`json_build_object(${sql.join(
        counted.flatMap((name) => [
          sql`${name}::text`,
          sql`count(*) filter (where ${isOn(name, scope.now)})`,
        ]),
      )})`.as('counts'),
    )
    // Settled claims are by far the most and wait for nobody: they are not counted.
    .where('claim.state', 'in', [
      ...listOf.work,
      ...listOf.ready,
      ...listOf.held,
      ...listOf.out,
      ...listOf.denied,
    ])
    .executeTakeFirstOrThrow()
  return {
    claims: list
      .slice(0, most)
      .map((row) => ({ ...row, patientName: patientListName(row), why: whyOf(row) })),
    more: list.length > most,
    counts,
  }
}

export async function claimOf(db: Db, id: Id<'Claim'>, actor: Actor) {
  const row = await rows(db, { siteIds: actor.siteIds })
    .innerJoin('insurance.coverage as coverage', 'coverage.id', 'claim.coverageId')
    .innerJoin('workforce.provider as provider', 'provider.id', 'visit.providerId')
    .innerJoin('practice.site as site', 'site.id', 'visit.siteId')
    .select(['claim.appointmentId', 'claim.payerId', 'claim.payerControlNumber', 'claim.version'])
    .select(['claim.priorAuthorization', 'claim.referralNumber', 'claim.replacesId'])
    .select(['patient.bornOn', 'coverage.memberId', 'coverage.planName'])
    .select(['provider.displayName as providerName', 'site.name as siteName'])
    .where('claim.id', '=', id)
    .executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such claim.')
  const later = await db
    .selectFrom('claims.claim')
    .select('id')
    .where('replacesId', '=', id)
    .where('state', '<>', 'void')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return {
    ...row,
    patientName: patientName(row),
    why: whyOf(row),
    findings: [...findingsOf(row)],
    replaces: row.replacesId && { id: row.replacesId },
    replacedBy: later ?? null,
    diagnoses: await diagnosesOf(db, row.appointmentId),
    lines: await linesOf(db, id),
    events: await db
      .selectFrom('claims.claimEvent')
      .select(['id', 'at', 'by', 'fromState', 'toState', 'note'])
      .where('claimId', '=', id)
      .orderBy('at')
      .orderBy('id')
      .execute(),
    submissions: await db
      .selectFrom('claims.submissionClaim as sent')
      .innerJoin('claims.submission as submission', 'submission.id', 'sent.submissionId')
      .select(['submission.id', 'submission.controlNumber', 'submission.createdAt', 'submission.state'])
      .where('sent.claimId', '=', id)
      .orderBy('submission.createdAt')
      .execute(),
  }
}

const diagnosesOf = (db: Db, appointmentId: Id<'Appointment'>) =>
  db
    .selectFrom('claims.diagnosis as diagnosis')
    .leftJoin('claims.code as code', (join) =>
      join.onRef('code.code', '=', 'diagnosis.code').on('code.system', '=', 'ICD-10-CM'),
    )
    .select(['diagnosis.code', 'code.description'])
    .where('diagnosis.appointmentId', '=', appointmentId)
    .orderBy('diagnosis.position')
    .execute()

const owed = (account: '1100' | '1110') =>
  sql<Cents>`coalesce((select sum(amount_cents) from ledger.line line
    where line.charge_id = charge.id and line.account = ${account}), 0)::bigint`

const linesOf = (db: Db, claimId: Id<'Claim'>) =>
  db
    .selectFrom('claims.claimLine as part')
    .innerJoin('claims.charge as charge', 'charge.id', 'part.chargeId')
    .select(['part.position', 'charge.code', 'charge.modifiers', 'charge.units', 'charge.pointers'])
    .select(['charge.amountCents', 'charge.expectedCents'])
    .select([
      sql<string | null>`(select description from claims.code c
        where c.code = charge.code and c.system in ('CPT', 'HCPCS') order by c.system limit 1)`.as(
        'description',
      ),
      owed('1100').as('insuranceCents'),
      owed('1110').as('patientCents'),
    ])
    .where('part.claimId', '=', claimId)
    .orderBy('part.position')
    .execute()
