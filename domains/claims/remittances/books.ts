/** What our own books hold about the claims of a remittance. Set-based: a batch of any size is a handful of queries. */
import { sql } from 'kysely'
import { type Cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import type { State } from '../claims/claim.ts'
import { type OpenCharge, isReversal } from './posting.ts'

export type OurClaim = {
  readonly id: Id<'Claim'>
  readonly number: string
  readonly appointmentId: Id<'Appointment'>
  readonly patientId: Id<'Patient'>
  readonly payerId: Id<'Payer'>
  readonly siteId: Id<'Site'>
  readonly rank: 'primary' | 'secondary' | 'tertiary'
  readonly serviceOn: Temporal.PlainDate
  readonly totalCents: Cents
  state: State
  readonly chargeIds: readonly Id<'Charge'>[]
  /** After a denial charges may be voided and entered anew, on another claim. */
  readonly isVoided: boolean
  /** The coverage that is billed after this claim's, if the patient had one that day. */
  readonly next: {
    readonly id: Id<'Coverage'>
    readonly payerId: Id<'Payer'>
    readonly rank: 'secondary' | 'tertiary'
  } | null
}

type Row = Omit<OurClaim, 'next' | 'chargeIds'> & {
  chargeIds: Id<'Charge'>[]
  nextId: Id<'Coverage'> | null
  nextPayerId: Id<'Payer'> | null
  nextRank: 'secondary' | 'tertiary' | null
}

/** Claims by number, held for this transaction so that two remittances of one claim take turns. */
export async function ourClaims(db: Db, numbers: readonly string[]): Promise<Map<string, OurClaim>> {
  const { rows } = await sql<Row>`
    select c.id, c.number, c.appointment_id, c.patient_id, c.payer_id, a.site_id, c.rank, c.service_on, c.total_cents, c.state,
           array(select l.charge_id from claims.claim_line l where l.claim_id = c.id order by l.position) as charge_ids,
           exists (select from claims.claim_line l join claims.charge h on h.id = l.charge_id where l.claim_id = c.id and h.voided_at is not null) as is_voided,
           next.id as next_id, next.payer_id as next_payer_id, next.rank as next_rank
      from claims.claim c join scheduling.appointment a on a.id = c.appointment_id
      left join lateral (
        select v.id, v.payer_id, v.rank from insurance.coverage v
         where v.patient_id = c.patient_id and daterange(v.effective_on, v.terminates_on, '[]') @> c.service_on
           and array_position(array['primary','secondary','tertiary'], v.rank) > array_position(array['primary','secondary','tertiary'], c.rank)
         order by array_position(array['primary','secondary','tertiary'], v.rank) limit 1) next on true
     where c.number = any(${[...numbers]}::text[]) order by c.id for update of c`.execute(db)
  return new Map(
    rows.map(({ nextId, nextPayerId, nextRank, ...claim }) => [
      claim.number,
      {
        ...claim,
        next: nextId && nextPayerId && nextRank ? { id: nextId, payerId: nextPayerId, rank: nextRank } : null,
      },
    ]),
  )
}

/** The charges with what the ledger holds for each: one query for all. */
export async function openCharges(
  db: Db,
  ids: readonly Id<'Charge'>[],
): Promise<Map<Id<'Charge'>, OpenCharge>> {
  const { rows } = await sql<OpenCharge>`
    select c.id, c.patient_id, c.provider_id, c.position, c.code, c.modifiers, c.amount_cents, c.expected_cents,
           coalesce(sum(l.amount_cents) filter (where l.account = '1100'), 0)::bigint as insurance_cents,
           coalesce(-sum(l.amount_cents) filter (where l.account = '1190'), 0)::bigint as allowance_cents
      from claims.charge c left join ledger.line l on l.charge_id = c.id and l.account in ('1100', '1190')
     where c.id = any(${[...ids]}::uuid[]) group by c.id`.execute(db)
  return new Map(rows.map((charge) => [charge.id, charge]))
}

/** What a payer said of one of our claims. A reversal (CLP02 22) repeats charge and payment with their signs flipped. */
export type Answer = {
  readonly claimId: Id<'Claim'>
  readonly status: string
  readonly control: string
  readonly charge: number
  readonly paid: number
}

/** Answers that stand, by claim: posted and not taken back since. */
export type Answers = Map<Id<'Claim'>, Answer[]>

/** What payers have said of these claims so far, in this remittance and in others, in the order of its posting. */
export async function answersSoFar(db: Db, claimIds: readonly Id<'Claim'>[]): Promise<Answers> {
  const { rows } = await sql<Answer>`
    select rc.claim_id, rc.status_code as status, coalesce(rc.payer_control_number, '') as control, rc.charge_cents as charge, rc.paid_cents as paid
      from claims.remittance_claim rc join claims.remittance r on r.id = rc.remittance_id
     where rc.claim_id = any(${[...claimIds]}::uuid[]) and rc.state = 'posted' and r.state = 'posted'
     order by r.received_at, r.id, rc.position`.execute(db)
  const answers: Answers = new Map()
  for (const answer of rows) note(answers, answer)
  return answers
}

/** A reversal cancels the answer it repeats; any other stands beside those before it. */
export function note(answers: Answers, answer: Answer) {
  const standing = answers.get(answer.claimId) ?? []
  answers.set(answer.claimId, standing)
  const taken = isReversal(answer.status) ? lastReversedBy(standing, answer) : undefined
  if (taken === undefined) standing.push(answer)
  else if (taken >= 0) standing.splice(taken, 1)
}

/** Where in `standing` the answer is that a reversal takes back; -1 where there is none. */
export const lastReversedBy = (standing: readonly Answer[], { charge, paid }: Answer) =>
  standing.findLastIndex((one) => one.charge === -charge && one.paid === -paid)

export const isSameAnswer = (a: Answer, b: Answer) =>
  a.status === b.status && a.control === b.control && a.charge === b.charge && a.paid === b.paid
