import { type Cents, cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, NotSignedIn, Stale, refuse } from '#kernel/refusal.ts'
import { credit, debit, post } from '#domains/ledger/ledger.ts'
import { siteOf, today } from '#domains/practice/practice.ts'
import { type Tx, hasPermission, mustReachSite, refuseIfViolated } from '#platform/transaction.ts'
import { policyOn } from '../accounts/policy.ts'
import { mustBeABankDay } from '../drawers/bank-day.ts'
import { chargesOf, creditsOf, holdAccount } from '../payments/apply.ts'
import { AlreadyDecided, NotApproved, mustBeAbleToDecide, mustCover, writeOffAccount } from './adjustment.ts'
import type { Asked } from './contract.ts'

export async function requestAdjustment(tx: Tx, asked: Asked) {
  const requestedBy = tx.actor.id ?? refuse(NotSignedIn)
  const { patientId } = await subjectOf(tx, asked)
  await holdAccount(tx, patientId)
  await mustBeCovered(tx, patientId, asked)
  await tx.db
    .insertInto('billing.adjustment')
    .values({ ...asked, patientId, requestedAt: tx.now, requestedBy })
    .execute()
    .catch(refuseIfViolated({ adjustment_pkey: AlreadyExists }))
  await tx.touch('billing')
}

type Subject =
  | { readonly kind: 'refund'; readonly paymentId: Id<'Payment'> }
  | { readonly kind: 'charity' | 'administrative' | 'small-balance'; readonly chargeId: Id<'Charge'> }

/** Whose money it is and where it happened. */
async function subjectOf(tx: Tx, subject: Subject) {
  const row =
    subject.kind === 'refund'
      ? await tx.db
          .selectFrom('billing.payment')
          .select(['patientId', 'siteId'])
          .where('id', '=', subject.paymentId)
          .executeTakeFirst()
      : await tx.db
          .selectFrom('claims.charge')
          .select(['patientId', 'siteId'])
          .where('id', '=', subject.chargeId)
          .executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such payment or charge.')
  mustReachSite(tx.actor, row.siteId)
  return row
}

/** Looked at when it is asked for and again when it is decided: money may have moved in between. */
async function mustBeCovered(
  tx: Tx,
  patientId: Id<'Patient'>,
  subject: Subject & { readonly amountCents: Cents },
) {
  if (subject.kind === 'refund') {
    const left = (await creditsOf(tx.db, { patientId })).find(({ id }) => id === subject.paymentId)
    mustCover(left?.leftCents ?? cents(0), subject.amountCents, 'credit')
  } else {
    const owed = (await chargesOf(tx.db, { patientId })).find(({ chargeId }) => chargeId === subject.chargeId)
    mustCover(owed?.owedCents ?? cents(0), subject.amountCents, 'debt')
  }
}

async function openForDecision(tx: Tx, id: Id<'Adjustment'>, version: number) {
  const row = await tx.db
    .selectFrom('billing.adjustment')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such request.')
  const subject: Subject =
    row.kind === 'refund'
      ? { kind: row.kind, paymentId: row.paymentId! }
      : { kind: row.kind, chargeId: row.chargeId! }
  const { siteId } = await subjectOf(tx, subject)
  const { timeZone } = await siteOf(tx.db, siteId)
  if (row.version !== version) refuse(row.state === 'requested' ? Stale : AlreadyDecided)
  return { row, subject, siteId, on: today(tx.now, timeZone) }
}

/**
 * Approved write-offs are posted at once (4091 or 4092 / 1110); approved refunds become payable (2050 / 2060) and are
 * paid separately.
 */
export async function decide(
  tx: Tx,
  id: Id<'Adjustment'>,
  given: { readonly approve: boolean; readonly note: string | null; readonly version: number },
) {
  const { row, subject, siteId, on } = await openForDecision(tx, id, given.version)
  if (row.state !== 'requested') refuse(AlreadyDecided)
  const { approvalLimitCents } = await policyOn(tx.db, on)
  mustBeAbleToDecide({
    requestedBy: row.requestedBy,
    actorId: tx.actor.id,
    amountCents: row.amountCents,
    limitCents: approvalLimitCents,
    mayAny: hasPermission(tx.actor, 'adjustments.approve-any'),
  })
  await tx.because(row.reason)
  let journalId: Id<'Journal'> | null = null
  if (given.approve) {
    await holdAccount(tx, row.patientId)
    await mustBeCovered(tx, row.patientId, { ...subject, amountCents: row.amountCents })
    journalId = newId<'Journal'>()
    const { patientId, amountCents, chargeId } = row
    await post(tx, {
      id: journalId,
      postedOn: on,
      memo: subject.kind === 'refund' ? 'Refund approved' : `Write-off: ${subject.kind}`,
      source: 'billing.adjustment',
      sourceId: id,
      siteId,
      lines:
        subject.kind === 'refund'
          ? [
              { account: '2050', amountCents: debit(amountCents), patientId },
              { account: '2060', amountCents: credit(amountCents), patientId },
            ]
          : [
              {
                account: writeOffAccount(subject.kind),
                amountCents: debit(amountCents),
                patientId,
                chargeId,
              },
              { account: '1110', amountCents: credit(amountCents), patientId, chargeId },
            ],
    })
  }
  await tx.db
    .updateTable('billing.adjustment')
    .set({
      state: given.approve ? 'approved' : 'declined',
      decidedAt: tx.now,
      decidedBy: tx.actor.id,
      decisionNote: given.note || null,
      journalId,
      version: given.version + 1,
    })
    .where('id', '=', id)
    .execute()
  await tx.touch('billing')
}

/** The money went back: Dr 2060 / Cr 1000. */
export async function payRefund(
  tx: Tx,
  id: Id<'Adjustment'>,
  given: { readonly paidOn: Temporal.PlainDate; readonly reference: string; readonly version: number },
) {
  const { row, siteId, on } = await openForDecision(tx, id, given.version)
  if (row.kind !== 'refund' || row.state !== 'approved') refuse(NotApproved)
  mustBeABankDay('/paidOn', given.paidOn, on)
  const journalId = newId<'Journal'>()
  const { patientId, amountCents } = row
  await post(tx, {
    id: journalId,
    postedOn: given.paidOn,
    memo: 'Refund paid',
    source: 'billing.adjustment',
    sourceId: id,
    siteId,
    lines: [
      { account: '2060', amountCents: debit(amountCents), patientId },
      { account: '1000', amountCents: credit(amountCents), patientId },
    ],
  })
  await tx.db
    .updateTable('billing.adjustment')
    .set({
      state: 'paid',
      paidOn: given.paidOn,
      paidBy: tx.actor.id,
      paidReference: given.reference,
      paidJournalId: journalId,
      version: given.version + 1,
    })
    .where('id', '=', id)
    .execute()
  await tx.touch('billing')
}
