import { sql } from 'kysely'
import { money, sum } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { isVariance } from '#domains/insurance/insurance.ts'
import type { Tx } from '#platform/transaction.ts'
import type { State } from '../claims/claim.ts'
import { appealUntil } from '../denials/denial.ts'
import { recoverSettled } from '../denials/recover.ts'
import type { Settled } from './post.ts'
import { type Posting, isReversal } from './posting.ts'

/** Writes beside the journals what was decided: adjustments, denials, the states of claims. One statement a table. */
export async function recordPostings(
  tx: Tx,
  remittanceId: Id<'Remittance'>,
  noticeOn: Temporal.PlainDate,
  settled: readonly Settled[],
) {
  if (settled.length === 0) return
  await markPosted(tx, settled)
  await writeAdjustments(tx, settled)
  await openDenials(tx, settled, noticeOn)
  await recoverSettled(
    tx,
    remittanceId,
    settled.filter(({ posting }) => posting.state === 'paid').flatMap(({ claim }) => claim.chargeIds),
  )
  await moveClaims(tx, remittanceId, settled)
}

async function markPosted(tx: Tx, settled: readonly Settled[]) {
  await sql`update claims.remittance_claim rc set state = 'posted', why = p.why, claim_id = p.claim_id, patient_id = p.patient_id, journal_id = p.journal_id
    from unnest(${settled.map(({ staged }) => staged.id)}::uuid[], ${settled.map(({ claim }) => claim.id)}::uuid[],
      ${settled.map(({ claim }) => claim.patientId)}::uuid[],
      ${settled.map(({ posting, journalId }) => (posting.lines.some(({ amountCents }) => amountCents !== 0) ? journalId : null))}::uuid[],
      ${settled.map(({ claim, posting }) => (claim.rank === 'primary' ? variance(posting) : null))}::text[])
      p(id, claim_id, patient_id, journal_id, why)
    where rc.id = p.id`.execute(tx.db)
}

/** What the payer allowed less, or more, than its contract says: worth a call, so it stays with the posted claim. */
function variance({ allowed }: Posting): string | null {
  const off = allowed.filter(({ expectedCents, allowedCents }) => isVariance(expectedCents, allowedCents))
  if (off.length === 0) return null
  const expected = sum(off.map(({ expectedCents }) => expectedCents))
  const given = sum(off.map(({ allowedCents }) => allowedCents))
  return `The payer allowed $${money(given)}; by its contract it is $${money(expected)}.`
}

async function writeAdjustments(tx: Tx, settled: readonly Settled[]) {
  const rows = settled.flatMap(({ staged, claim, posting }) =>
    posting.adjustments.map(({ chargeId, group, carc, amountCents, decision }) => ({
      id: newId<'Adjustment'>(),
      remittanceClaimId: staged.id,
      patientId: claim.patientId,
      chargeId,
      groupCode: group,
      carc,
      amountCents,
      action: decision.action,
    })),
  )
  for (let at = 0; at < rows.length; at += 2_000)
    await tx.db
      .insertInto('claims.adjustment')
      .values(rows.slice(at, at + 2_000))
      .execute()
}

/** What is neither settled nor informational is worked by a person; a payer's reversal opens nothing by itself. */
async function openDenials(tx: Tx, settled: readonly Settled[], noticeOn: Temporal.PlainDate) {
  const rows = settled
    .filter(({ staged }) => !isReversal(staged.detail.status))
    .flatMap(({ staged, claim, posting }) =>
      posting.adjustments
        .filter(
          ({ decision, amountCents }) =>
            amountCents > 0 && (decision.action === 'denial' || decision.action === 'hold-for-biller'),
        )
        .map(({ chargeId, group, carc, amountCents, decision }) => ({
          id: newId<'Denial'>(),
          claimId: claim.id,
          patientId: claim.patientId,
          chargeId,
          remittanceClaimId: staged.id,
          groupCode: group,
          carc,
          category: decision.category,
          amountCents,
          openedOn: noticeOn,
          appealUntilOn: appealUntil(staged.detail.filingIndicator, noticeOn),
          nextActionOn: noticeOn,
        })),
    )
  for (let at = 0; at < rows.length; at += 2_000)
    await tx.db
      .insertInto('claims.denial')
      .values(rows.slice(at, at + 2_000))
      .execute()
}

/** The last word of the file counts: a reversal followed by its correction leaves the claim as corrected. */
async function moveClaims(tx: Tx, remittanceId: Id<'Remittance'>, settled: readonly Settled[]) {
  const events: { claimId: Id<'Claim'>; patientId: Id<'Patient'>; from: State; to: State }[] = []
  const last = new Map<Id<'Claim'>, { state: State; icn: string }>()
  for (const { claim, posting, staged } of settled) {
    events.push({ claimId: claim.id, patientId: claim.patientId, from: claim.state, to: posting.state })
    claim.state = posting.state
    last.set(claim.id, { state: posting.state, icn: staged.detail.payerControlNumber })
  }
  await sql`update claims.claim c set state = m.state, payer_control_number = coalesce(nullif(m.icn, ''), c.payer_control_number), version = c.version + 1
    from unnest(${[...last.keys()]}::uuid[], ${[...last.values()].map(({ state }) => state)}::text[], ${[...last.values()].map(({ icn }) => icn)}::text[]) m(id, state, icn)
    where c.id = m.id`.execute(tx.db)
  await tx.db
    .insertInto('claims.claimEvent')
    .values(
      events.map(({ claimId, patientId, from, to }) => ({
        id: newId<'ClaimEvent'>(),
        claimId,
        patientId,
        at: tx.now,
        by: tx.actor.name,
        fromState: from,
        toState: to,
        note: `Remittance ${remittanceId}`,
      })),
    )
    .execute()
}
