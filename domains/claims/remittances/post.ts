import { sql } from 'kysely'
import { type Id, newId } from '#kernel/id.ts'
import { type Journal, postAll } from '#domains/ledger/ledger.ts'
import type { Tx } from '#platform/transaction.ts'
import type { ProviderAdjustment, RemittanceClaim } from '#standards/x12/835-types.ts'
import { draftClaim } from '../claims/draft.ts'
import { PatientResponsibilityMoved } from '../events.ts'
import {
  type Answer,
  type Answers,
  type OurClaim,
  answersSoFar,
  isSameAnswer,
  lastReversedBy,
  note,
  openCharges,
  ourClaims,
} from './books.ts'
import {
  type OpenCharge,
  type Posting,
  isForwarded,
  isReversal,
  planPosting,
  planProviderAdjustments,
} from './posting.ts'
import { recordPostings } from './record.ts'

export type Staged = {
  readonly id: Id<'RemittanceClaim'>
  readonly claimNumber: string
  readonly detail: RemittanceClaim
}
export type Settled = {
  readonly staged: Staged
  readonly claim: OurClaim
  readonly posting: Posting
  readonly journalId: Id<'Journal'>
}
type Kept = {
  readonly staged: Staged
  readonly state: 'unmatched' | 'held'
  readonly why: string
  readonly claim?: OurClaim | undefined
}

const batchSize = 500

/** Posts the staged claims of a remittance that adds up, then its provider adjustments. What needs a person is kept. */
export async function postRemittance(
  tx: Tx,
  remittanceId: Id<'Remittance'>,
  adjustments: readonly ProviderAdjustment[],
) {
  const remittance = await tx.db
    .selectFrom('claims.remittance')
    .selectAll()
    .where('id', '=', remittanceId)
    .executeTakeFirstOrThrow()
  const postedOn = await postingDay(tx, remittance.paidOn!)
  const charges = new Map<Id<'Charge'>, OpenCharge>()
  for (let after = 0; ;) {
    const rows = await tx.db
      .selectFrom('claims.remittanceClaim')
      .select(['id', 'claimNumber', 'detail', 'position'])
      .where('remittanceId', '=', remittanceId)
      .where('position', '>', after)
      .orderBy('position')
      .limit(batchSize)
      .execute()
    if (rows.length === 0) break
    after = rows.at(-1)!.position
    const staged = rows.map((row) => ({ ...row, detail: row.detail as RemittanceClaim }))
    await postBatch(tx, { id: remittanceId, payerId: remittance.payerId, postedOn }, staged, { charges })
  }
  await postAll(tx, [
    {
      id: newId(),
      postedOn,
      memo: `Provider adjustments of payment ${remittance.trace}`,
      source: 'claims.remittance',
      sourceId: remittanceId,
      lines: planProviderAdjustments(adjustments, remittance.payerId),
    },
  ])
}

type Context = {
  readonly id: Id<'Remittance'>
  readonly payerId: Id<'Payer'> | null
  readonly postedOn: Temporal.PlainDate
}

export async function postBatch(
  tx: Tx,
  remittance: Context,
  staged: readonly Staged[],
  { charges = new Map<Id<'Charge'>, OpenCharge>(), overpayment = false } = {},
) {
  const claims = await ourClaims(tx.db, [...new Set(staged.map(({ claimNumber }) => claimNumber))])
  const found = [...claims.values()]
  const fresh = found.flatMap(({ chargeIds }) => chargeIds).filter((id) => !charges.has(id))
  for (const [id, charge] of await openCharges(tx.db, fresh)) charges.set(id, charge)
  const answers = await answersSoFar(
    tx.db,
    found.map(({ id }) => id),
  )

  const settled: Settled[] = []
  const kept: Kept[] = []
  for (const one of staged) {
    const claim = claims.get(one.claimNumber)
    const own = claim?.chargeIds.map((id) => charges.get(id)!) ?? []
    const why = claim ? obstacle(one.detail, claim, own, answers) : 'No claim of ours has this number.'
    if (!claim || why) {
      kept.push({ staged: one, state: claim ? 'held' : 'unmatched', why: why!, claim })
      continue
    }
    const posting = planPosting(one.detail, own, {
      payerId: remittance.payerId ?? claim.payerId,
      hasNextPayer: claim.next !== null,
      overpayment,
    })
    if ('why' in posting) kept.push({ staged: one, state: 'held', why: posting.why, claim })
    else {
      settled.push({ staged: one, claim, posting, journalId: newId() })
      note(answers, answerOf(one.detail, claim))
    }
  }

  await postAll(
    tx,
    settled.map((one): Journal => journalOf(one, remittance)),
  )
  await recordPostings(tx, remittance.id, remittance.postedOn, settled)
  await keep(tx, kept)
  for (const { claim, posting, staged: one } of settled)
    if (claim.next && posting.toNextPayerCents > 0 && !isForwarded(one.detail.status))
      await billNext(tx, claim, charges)
  await tx.announceAll(PatientResponsibilityMoved, responsibilities(remittance.id, settled))
}

/** Why a person must look before this claim is posted. */
function obstacle(
  detail: RemittanceClaim,
  claim: OurClaim,
  charges: readonly OpenCharge[],
  answers: Answers,
): string | undefined {
  if (claim.state === 'void') return 'Our claim of this number was voided.'
  if (claim.isVoided)
    return 'The charges of this claim were voided and entered anew: the payer means the claim that came after it.'
  if (charges.length === 0) return 'Our claim of this number has no charges.'
  if (Math.abs(detail.charge) !== claim.totalCents) return 'The amount charged is not the one on our claim.'
  const answer = answerOf(detail, claim)
  const standing = answers.get(claim.id) ?? []
  if (isReversal(detail.status))
    return lastReversedBy(standing, answer) < 0
      ? 'The payer takes back what is not posted for this claim: posting it would make more owed than was charged.'
      : undefined
  return standing.some((earlier) => isSameAnswer(earlier, answer))
    ? 'The payer has answered this claim in the same way before: posting it again would count it twice.'
    : undefined
}

const answerOf = (detail: RemittanceClaim, claim: OurClaim): Answer => ({
  claimId: claim.id,
  status: detail.status,
  control: detail.payerControlNumber,
  charge: detail.charge,
  paid: detail.paid,
})

const journalOf = ({ journalId, posting, staged, claim }: Settled, { postedOn }: Context): Journal => ({
  id: journalId,
  postedOn,
  memo: isReversal(staged.detail.status)
    ? `Payer reversal of claim ${claim.number}`
    : `Remittance of claim ${claim.number}`,
  source: 'claims.remittance-claim',
  sourceId: staged.id,
  siteId: claim.siteId,
  lines: posting.lines,
})

async function keep(tx: Tx, kept: readonly Kept[]) {
  if (kept.length === 0) return
  await sql`update claims.remittance_claim rc set state = k.state, why = k.why, claim_id = k.claim_id, patient_id = k.patient_id
    from unnest(${kept.map(({ staged }) => staged.id)}::uuid[], ${kept.map(({ state }) => state)}::text[], ${kept.map(({ why }) => why)}::text[],
      ${kept.map(({ claim }) => claim?.id ?? null)}::uuid[], ${kept.map(({ claim }) => claim?.patientId ?? null)}::uuid[]) k(id, state, why, claim_id, patient_id)
    where rc.id = k.id`.execute(tx.db)
}

/** The claim to the next payer, once for these charges: a visit may have gone out on two claims. Few patients have two coverages, so one by one is well enough. */
async function billNext(tx: Tx, claim: OurClaim, charges: ReadonlyMap<Id<'Charge'>, OpenCharge>) {
  const { rows } = await sql`select 1 from claims.claim c join claims.claim_line l on l.claim_id = c.id
    where c.appointment_id = ${claim.appointmentId} and c.coverage_id = ${claim.next!.id} and c.state <> 'void'
      and l.charge_id = any(${[...claim.chargeIds]}::uuid[]) limit 1`.execute(tx.db)
  if (rows.length > 0) return
  await draftClaim(tx, {
    visit: { id: claim.appointmentId, patientId: claim.patientId },
    coverage: claim.next!,
    serviceOn: claim.serviceOn,
    charges: claim.chargeIds.map((id) => charges.get(id)!),
  })
}

function responsibilities(remittanceId: Id<'Remittance'>, settled: readonly Settled[]) {
  const byPatient = Map.groupBy(
    settled.flatMap(({ claim, posting }) =>
      posting.toPatient.map((moved) => ({ patientId: claim.patientId, ...moved })),
    ),
    ({ patientId }) => patientId,
  )
  return [...byPatient].map(([patientId, moved]) => ({
    remittanceId,
    patientId,
    charges: moved.map(({ chargeId, amountCents }) => ({ chargeId, amountCents })),
  }))
}

/** Payers pay the group, not a site: its day is that of the eastern ones. By UTC an evening would post into tomorrow. */
export const todayOf = ({ now }: Tx) => now.toZonedDateTimeISO('America/New_York').toPlainDate()

/** The day of the payment, or today when that month is closed or the payer has dated it ahead. */
export async function postingDay(tx: Tx, paidOn: Temporal.PlainDate): Promise<Temporal.PlainDate> {
  const today = todayOf(tx)
  if (Temporal.PlainDate.compare(paidOn, today) > 0) return today
  const closed = await tx.db
    .selectFrom('ledger.period')
    .select('id')
    .where('startsOn', '=', paidOn.with({ day: 1 }))
    .where('closedAt', 'is not', null)
    .executeTakeFirst()
  return closed ? today : paidOn
}
