/** Charges of the demo practice with their journals, and the claims made of them. */
import { type Cents, cents, negate, sum } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { checkClaims } from '#domains/claims/claims/check.ts'
import { makeSubmission, markSent } from '#domains/claims/submissions/commands.ts'
import type { Tx } from '#platform/transaction.ts'
import { sql } from 'kysely'
import { type Coded, codedFor } from './coding.ts'
import { insertRows } from './insert.ts'
import { allowed, fees } from './insurers.ts'
import type { DemoCoverage } from './patients.ts'
import type { Random } from './random.ts'
import type { Team } from './team.ts'
import type { SettledVisit } from './visits.ts'

type DemoCharge = {
  readonly id: Id<'Charge'>
  readonly journalId: Id<'Journal'>
  readonly code: Coded['lines'][number]['code']
  readonly modifiers: readonly string[]
  readonly amountCents: Cents
  readonly expectedCents: Cents | null
}
export type ChargedVisit = SettledVisit & {
  readonly postedAt: Temporal.Instant
  readonly charges: readonly DemoCharge[]
  readonly diagnoses: readonly string[]
  readonly coverage: DemoCoverage | undefined
}

/** Posts what was done at every visit whose charges are entered: lines, diagnoses and journals. */
export async function makeCharges(
  tx: Tx,
  random: Random,
  visits: readonly SettledVisit[],
  team: Team,
): Promise<ChargedVisit[]> {
  const charged = visits
    .filter(({ chargeStatus }) => chargeStatus === 'captured')
    .map((visit): ChargedVisit => {
      const { diagnoses, lines } = codedFor(random, visit)
      const [coverage] = visit.patient.coverages
      const postedAt = visit.times.completedAt!
      return {
        ...visit,
        postedAt,
        diagnoses,
        coverage,
        charges: lines.map(({ code, modifiers }) => ({
          id: random.id(postedAt) as Id<'Charge'>,
          journalId: random.id(postedAt) as Id<'Journal'>,
          code,
          modifiers,
          amountCents: cents(fees[code][0]),
          expectedCents: coverage ? allowed(coverage.payer, fees[code][0]) : null,
        })),
      }
    })
  const each = charged.flatMap((visit) =>
    visit.charges.map((charge, index) => ({ visit, charge, position: index + 1 })),
  )
  await insertRows(
    tx.db,
    'ledger.journal',
    each.map(({ visit, charge }) => ({
      id: charge.journalId,
      postedOn: visit.on,
      postedAt: visit.postedAt,
      postedBy: team.biller,
      memo: `Charge ${charge.code}`,
      source: 'claims.charge',
      sourceId: charge.id as string as Id<'Source'>,
      siteId: visit.provider.site.id,
    })),
  )
  await insertRows(
    tx.db,
    'ledger.line',
    each.flatMap(({ visit, charge }) => {
      const { amountCents, expectedCents } = charge
      const whose = {
        journalId: charge.journalId,
        patientId: visit.patient.id,
        chargeId: charge.id,
        payerId: visit.coverage?.payer.id ?? null,
        providerId: visit.provider.id,
      }
      const allowance = expectedCents === null ? 0 : amountCents - expectedCents
      return [
        { account: visit.coverage ? '1100' : '1110', amountCents, ...whose },
        { account: '4000', amountCents: negate(amountCents), ...whose },
        { account: '4090', amountCents: cents(allowance), ...whose },
        { account: '1190', amountCents: cents(-allowance), ...whose },
      ].filter((line) => line.amountCents !== 0)
    }),
  )
  await insertRows(
    tx.db,
    'claims.diagnosis',
    charged.flatMap(({ id, patient, diagnoses }) =>
      diagnoses.map((code, index) => ({
        id: newId<'Diagnosis'>(),
        appointmentId: id,
        patientId: patient.id,
        position: index + 1,
        code,
      })),
    ),
  )
  await insertRows(
    tx.db,
    'claims.charge',
    each.map(({ visit, charge, position }) => ({
      ...charge,
      modifiers: [...charge.modifiers],
      appointmentId: visit.id,
      patientId: visit.patient.id,
      providerId: visit.provider.id,
      siteId: visit.provider.site.id,
      coverageId: visit.coverage?.id ?? null,
      serviceOn: visit.on,
      pointers: visit.diagnoses.map((_, at) => at + 1).slice(0, 4),
      placeOfService: '11',
      position,
      postedAt: visit.postedAt,
      postedBy: team.biller,
    })),
  )
  await insertRows(
    tx.db,
    'claims.noCharge',
    visits
      .filter(({ chargeStatus }) => chargeStatus === 'no_charge')
      .map(({ id, patient, times }) => ({
        id: newId(),
        appointmentId: id,
        patientId: patient.id,
        reason: 'Within the global period',
        decidedAt: times.completedAt!,
        decidedBy: team.biller,
      })),
  )
  return charged
}

/** A claim as it went out, under the number it comes back with. */
export type DemoClaim = {
  readonly id: Id<'Claim'>
  readonly number: string
  readonly visit: ChargedVisit
  readonly coverage: DemoCoverage
}

/** The claims of the last days stay in the office; the ones before have gone out. */
const freshDays = 3

/**
 * One claim for each insured visit but those of the last days: they go out in one file a week and are accepted the day
 * after, by the program's own rules, so that some fail.
 */
export async function sendClaims(
  tx: Tx,
  visits: readonly ChargedVisit[],
  today: Temporal.PlainDate,
): Promise<DemoClaim[]> {
  const fresh = today.subtract({ days: freshDays })
  const insured = insuredOf(visits.filter(({ on }) => Temporal.PlainDate.compare(on, fresh) <= 0))
  const closingOf = (on: Temporal.PlainDate) => {
    const friday = on.add({ days: (5 - on.dayOfWeek + 7) % 7 })
    return Temporal.PlainDate.compare(friday, fresh) > 0 ? fresh : friday
  }
  const weeks = Map.groupBy(insured, ({ visit }) => closingOf(visit.on).toString())
  for (const [closing, claims] of [...weeks].toSorted(([a], [b]) => a.localeCompare(b))) {
    const at = eveningOf(Temporal.PlainDate.from(closing))
    await insertClaims(tx, claims, 'ready', at)
    await sendReady(tx, at)
  }
  const { rows } = await sql<{ id: string; number: string }>`select id, number from claims.claim`.execute(
    tx.db,
  )
  const numbers = new Map(rows.map(({ id, number }) => [id, number]))
  return insured.map((claim) => ({ ...claim, number: numbers.get(claim.id)! }))
}

/** What the first payers left for the second ones goes out; the claims of the last days are checked and wait. */
export async function keepWaiting(tx: Tx, visits: readonly ChargedVisit[], today: Temporal.PlainDate) {
  const fresh = today.subtract({ days: freshDays })
  await checkDrafts(tx)
  await sendReady(tx, eveningOf(fresh).add({ hours: 1 }))
  const left = insuredOf(visits.filter(({ on }) => Temporal.PlainDate.compare(on, fresh) > 0))
  await insertClaims(tx, left, 'draft', tx.now)
  await checkDrafts(tx)
}

const eveningOf = (on: Temporal.PlainDate) =>
  on.toZonedDateTime({ timeZone: 'America/New_York', plainTime: '18:10' }).toInstant()

const insuredOf = (visits: readonly ChargedVisit[]) =>
  visits.flatMap((visit) =>
    visit.coverage ? [{ visit, coverage: visit.coverage, id: newId<'Claim'>() }] : [],
  )

async function checkDrafts(tx: Tx) {
  const { rows } = await sql<{ id: Id<'Claim'> }>`select id from claims.claim where state = 'draft'`.execute(
    tx.db,
  )
  await checkClaims(
    tx,
    rows.map(({ id }) => id),
  )
}

async function sendReady(tx: Tx, at: Temporal.Instant) {
  const made = await makeSubmission({ ...tx, now: at }, newId())
  if (!('controlNumber' in made)) return
  await markSent({ ...tx, now: at.add({ minutes: 12 }) }, made.id, 1)
  await accept(tx, made.id, made.controlNumber, at.add({ hours: 15 }))
}

type Insured = { readonly id: Id<'Claim'>; readonly visit: ChargedVisit; readonly coverage: DemoCoverage }

async function insertClaims(
  { db }: Tx,
  claims: readonly Insured[],
  state: 'ready' | 'draft',
  at: Temporal.Instant,
) {
  await insertRows(
    db,
    'claims.claim',
    claims.map(({ id, visit, coverage }) => ({
      id,
      appointmentId: visit.id,
      patientId: visit.patient.id,
      coverageId: coverage.id,
      payerId: coverage.payer.id,
      rank: 'primary' as const,
      state,
      totalCents: sum(visit.charges.map(({ amountCents }) => amountCents)),
      serviceOn: visit.on,
      createdAt: visit.postedAt,
    })),
  )
  await insertRows(
    db,
    'claims.claimLine',
    claims.flatMap(({ id, visit }) =>
      visit.charges.map((charge, index) => ({
        id: newId<'ClaimLine'>(),
        claimId: id,
        chargeId: charge.id,
        position: index + 1,
      })),
    ),
  )
  await insertRows(
    db,
    'claims.claimEvent',
    claims.map(({ id, visit }) => ({
      id: newId<'ClaimEvent'>(),
      claimId: id,
      patientId: visit.patient.id,
      at: Temporal.Instant.compare(visit.postedAt, at) < 0 ? visit.postedAt : at,
      by: 'Wellrun',
      fromState: null,
      toState: state,
      note: null,
    })),
  )
}

/** The clearinghouse took the file, the payers the claims in it; every fiftieth claim they have not heard of. */
async function accept({ db }: Tx, submissionId: Id<'Submission'>, control: string, at: Temporal.Instant) {
  await sql`update claims.submission set state = 'acknowledged', version = version + 1 where id = ${submissionId}`.execute(
    db,
  )
  await sql`with accepted as (
      update claims.claim c set state = 'accepted', version = version + 1
       where c.id in (select claim_id from claims.submission_claim where submission_id = ${submissionId})
         and c.state = 'sent' and ('x' || right(replace(c.id::text, '-', ''), 4))::bit(16)::int % 50 <> 0
      returning id, patient_id)
    insert into claims.claim_event (id, claim_id, patient_id, at, by, from_state, to_state, note)
    select gen_random_uuid(), id, patient_id, ${at}, 'Wellrun', 'sent', 'accepted', ${`277CA for file ${control}`} from accepted`.execute(
    db,
  )
}
