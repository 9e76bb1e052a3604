/** Where a denied amount goes when it will not be won: given up, or billed to the patient. Both move the books. */
import { type Cents, cents, money } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { refuse } from '#kernel/refusal.ts'
import { type Line, accounts, balance, post } from '#domains/ledger/ledger.ts'
import { type Tx, hasPermission } from '#platform/transaction.ts'
import { recordStep } from '../claims/draft.ts'
import { PatientResponsibilityMoved } from '../events.ts'
import { type Denial, lockDenial, save } from './commands.ts'
import {
  InsurancePending,
  NotThePatients,
  NothingLeft,
  kindWords,
  leftOf,
  mayBillPatient,
  mustBeWithinLimit,
  type writeOffKinds,
} from './denial.ts'
import { pendingClaimOf } from './queries.ts'

type Said = { readonly reason: string; readonly version: number }

export async function writeOff(
  tx: Tx,
  id: Id<'Denial'>,
  { kind, reason, version }: Said & { readonly kind: (typeof writeOffKinds)[number] },
) {
  const denial = await lockDenial(tx, id, version)
  const amountCents = await mustBeLeft(tx, denial)
  mustBeWithinLimit(amountCents, hasPermission(tx.actor, 'denials.settle-any'))
  await tx.because(reason)
  await move(tx, denial, amountCents, accounts.administrativeWriteOff, `Write-off: ${kindWords[kind]}`)
  const said = `$${money(amountCents)} written off, ${kindWords[kind]}. ${reason}`
  await save(tx, denial, { state: 'written-off', outcome: said, closedAt: tx.now }, said)
  await closeClaim(tx, denial)
}

export async function moveToPatient(tx: Tx, id: Id<'Denial'>, { reason, version }: Said) {
  const denial = await lockDenial(tx, id, version)
  if (!mayBillPatient(denial))
    refuse(
      NotThePatients,
      `The payer denied with ${denial.groupCode}-${denial.carc}, which is between the payer and the practice: by contract the patient does not owe it. Appeal, send the claim again, or write it off.`,
    )
  const amountCents = await mustBeLeft(tx, denial)
  await tx.because(reason)
  await move(tx, denial, amountCents, accounts.patientReceivable, 'Billed to the patient after review')
  await tx.announce(PatientResponsibilityMoved, {
    remittanceId: await remittanceOf(tx, denial),
    patientId: denial.patientId,
    charges: denial.chargeId ? [{ chargeId: denial.chargeId, amountCents }] : [],
  })
  const said = `$${money(amountCents)} billed to the patient. ${reason}`
  await save(tx, denial, { state: 'patient', outcome: said, closedAt: tx.now }, said)
  await closeClaim(tx, denial)
}

/** What insurance still owes of it; refuses while a payer may yet answer, or when nothing is left. */
async function mustBeLeft(tx: Tx, denial: Denial): Promise<Cents> {
  const pending = await pendingClaimOf(tx.db, denial)
  if (pending)
    refuse(
      InsurancePending,
      `Claim ${pending.number} for this service is not answered yet: wait for the payer, or void it first.`,
      { facts: { claimId: pending.id } },
    )
  const owed = denial.chargeId
    ? await balance(tx.db, accounts.insuranceReceivable, { chargeId: denial.chargeId })
    : null
  const left = leftOf(denial.amountCents, owed)
  if (left === 0) refuse(NothingLeft)
  return left
}

async function move(tx: Tx, denial: Denial, amountCents: Cents, to: Line['account'], memo: string) {
  const { chargeId } = denial
  const about = {
    patientId: denial.patientId,
    chargeId,
    payerId: denial.payerId,
    providerId: denial.providerId,
  }
  const lines: Line[] = [
    { account: to, amountCents, ...about },
    { account: accounts.insuranceReceivable, amountCents: cents(-amountCents), ...about },
  ]
  if (chargeId) {
    const owed = await balance(tx.db, accounts.insuranceReceivable, { chargeId })
    const allowance = await balance(tx.db, accounts.contractualAllowance, { chargeId })
    // Nothing is left for the contract to take off: what was set aside for it when the charge was posted goes back.
    if (owed === amountCents && allowance !== 0)
      lines.push(
        { account: accounts.contractualAllowance, amountCents: cents(-allowance), ...about },
        { account: accounts.contractual, amountCents: allowance, ...about },
      )
  }
  await post(tx, {
    id: newId(),
    postedOn: denial.today,
    memo,
    source: 'claims.denial',
    sourceId: denial.id,
    siteId: denial.siteId,
    lines,
  })
}

async function remittanceOf(tx: Tx, { remittanceClaimId }: Denial) {
  if (remittanceClaimId === null) return null
  const { remittanceId } = await tx.db
    .selectFrom('claims.remittanceClaim')
    .select('remittanceId')
    .where('id', '=', remittanceClaimId)
    .executeTakeFirstOrThrow()
  return remittanceId
}

/** A denied claim of which nothing more is to be won leaves the lists. */
async function closeClaim(tx: Tx, { claimId, patientId, claimState }: Denial) {
  if (claimState !== 'denied' && claimState !== 'partial') return
  const open = await tx.db
    .selectFrom('claims.denial')
    .select('id')
    .where('claimId', '=', claimId)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
  if (open) return
  await tx.db
    .updateTable('claims.claim')
    .set((eb) => ({ state: 'closed', version: eb('version', '+', 1) }))
    .where('id', '=', claimId)
    .execute()
  await recordStep(tx, { id: claimId, patientId, state: claimState }, 'closed', 'Every denial is settled')
  await tx.touch('claims')
}
