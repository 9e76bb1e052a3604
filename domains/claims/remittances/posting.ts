/**
 * What one claim of a remittance posts: pure, from the payer's words and what our charges still hold. The action of each
 * adjustment comes from group *and* reason code (standards/codes/carc.ts); what is not settled there posts nothing.
 */
import { type Cents, allocate, cents, sum } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { type Line, accounts } from '#domains/ledger/ledger.ts'
import { type Decision, actionFor } from '#standards/codes/carc.ts'
import type { RemittanceClaim, RemittanceLine } from '#standards/x12/835-types.ts'

/** A charge as the books hold it just now. Posting a remittance claim changes it, so that a reversal and its correction in one file see each other. */
export type OpenCharge = {
  readonly id: Id<'Charge'>
  readonly patientId: Id<'Patient'>
  readonly providerId: Id<'Provider'>
  /** LX01 on our claim. */
  readonly position: number
  readonly code: string
  readonly modifiers: readonly string[]
  readonly amountCents: Cents
  readonly expectedCents: Cents | null
  /** What account 1100 holds for it. */
  insuranceCents: number
  /** What was set aside for the contract and not yet used: the credit of 1190. */
  allowanceCents: number
}

export type PostedAdjustment = {
  readonly chargeId: Id<'Charge'>
  readonly group: string
  readonly carc: string
  readonly amountCents: Cents
  readonly decision: Decision
}

export type Posting = {
  readonly lines: readonly Line[]
  readonly adjustments: readonly PostedAdjustment[]
  /** Moved to the patient, by charge; negative when a reversal takes it back. */
  readonly toPatient: readonly { readonly chargeId: Id<'Charge'>; readonly amountCents: Cents }[]
  /** Left for the next payer. */
  readonly toNextPayerCents: Cents
  readonly state: 'paid' | 'partial' | 'denied' | 'reversed'
  /** Charges whose allowed amount differs from the contract's: by charge, what was expected and what was allowed. */
  readonly allowed: readonly {
    readonly chargeId: Id<'Charge'>
    readonly expectedCents: Cents
    readonly allowedCents: Cents
  }[]
}

export const isReversal = (status: string) => status === '22'
/** CLP02 19 to 21: the payer has sent the claim on to the next one by itself. */
export const isForwarded = (status: string) => status === '19' || status === '20' || status === '21'

type Share = {
  readonly charge: OpenCharge
  readonly paid: Cents
  readonly adjustments: readonly { readonly group: string; readonly code: string; readonly amount: Cents }[]
}

/**
 * Pairs each SVC with one of our charges: by the line's control number, else by code and modifiers, else by the code
 * alone (payers drop modifiers). Undefined when a line fits none, or when two lines would meet the same charge.
 */
export function matchLines(
  lines: readonly RemittanceLine[],
  charges: readonly OpenCharge[],
): Map<RemittanceLine, OpenCharge> | undefined {
  const matched = new Map<RemittanceLine, OpenCharge>()
  const free = new Set(charges)
  const take = (line: RemittanceLine, fits: (charge: OpenCharge) => boolean) => {
    if (matched.has(line)) return
    const found = [...free].find(fits)
    if (!found) return
    matched.set(line, found)
    free.delete(found)
  }
  const billed = (line: RemittanceLine) => line.original ?? line.procedure
  const size = (line: RemittanceLine) => Math.abs(line.charge)
  for (const line of lines)
    take(line, ({ position, code }) => {
      const given = /(\d+)$/.exec(line.controlNumber)?.[1]
      return given !== undefined && Number(given) === position && code === billed(line).code
    })
  for (const line of lines)
    take(line, ({ code, modifiers, amountCents }) => {
      const said = billed(line)
      return code === said.code && amountCents === size(line) && modifiers.join() === said.modifiers.join()
    })
  for (const line of lines)
    take(line, ({ code, amountCents }) => code === billed(line).code && amountCents === size(line))
  return matched.size === lines.length ? matched : undefined
}

/** Claim-level amounts are spread over the charges by what was charged, to the cent. */
function sharesOf(claim: RemittanceClaim, charges: readonly OpenCharge[]): Share[] | undefined {
  const spread = (amount: Cents) =>
    allocate(
      amount,
      charges.map(({ amountCents }) => Math.max(amountCents, 1)),
    )
  const general = claim.adjustments.map((adjustment) => ({ adjustment, amounts: spread(adjustment.amount) }))
  const generalOf = (index: number) =>
    general.map(({ adjustment, amounts }) => ({
      group: adjustment.group,
      code: adjustment.code,
      amount: amounts[index]!,
    }))
  if (claim.lines.length === 0) {
    const paid = spread(claim.paid)
    return charges.map((charge, index) => ({ charge, paid: paid[index]!, adjustments: generalOf(index) }))
  }
  const matched = matchLines(claim.lines, charges)
  if (!matched) return undefined
  return charges.map((charge, index) => {
    const [line] = [...matched].find(([, other]) => other === charge) ?? []
    return {
      charge,
      paid: line?.paid ?? cents(0),
      adjustments: [...(line?.adjustments ?? []), ...generalOf(index)],
    }
  })
}

export type PostingContext = {
  readonly payerId: Id<'Payer'>
  /** Another coverage comes after this one: the patient's part is first billed to it. */
  readonly hasNextPayer: boolean
  /** A person has said that what is paid beyond what is open is the payer's own money (2070). */
  readonly overpayment?: boolean
}

/** The posting, or in words why a person must look first. Changes the balances of `charges` when it posts. */
export function planPosting(
  claim: RemittanceClaim,
  charges: readonly OpenCharge[],
  { payerId, hasNextPayer, overpayment = false }: PostingContext,
): Posting | { readonly why: string } {
  const shares = sharesOf(claim, charges)
  if (!shares) return { why: 'A service line of the payer fits none of the lines of our claim.' }
  const reversal = isReversal(claim.status)
  const staysWithPayers = hasNextPayer || isForwarded(claim.status)
  const settles = ({ paid, adjustments: given }: Share) =>
    paid +
    sum(
      given
        .filter(({ group, code }) => {
          const { action } = actionFor(group, code)
          return action === 'contractual' || (action === 'patient-responsibility' && !staysWithPayers)
        })
        .map(({ amount }) => amount),
    )
  const isBeyond = (share: Share) => settles(share) > Math.max(0, share.charge.insuranceCents)
  if (!reversal && !overpayment && shares.some((share) => settles(share) > 0 && isBeyond(share)))
    return { why: 'The payer pays more than is still open on this claim.' }
  const lines: Line[] = []
  const adjustments: PostedAdjustment[] = []
  const toPatient: { chargeId: Id<'Charge'>; amountCents: Cents }[] = []
  const allowed: Posting['allowed'][number][] = []
  let toNextPayer = 0
  let isWhole = true

  for (const { charge, paid, adjustments: given } of shares) {
    const about = { patientId: charge.patientId, chargeId: charge.id, payerId, providerId: charge.providerId }
    /** Positive leaves the insurance receivable for `account`; negative comes back. */
    const move = (account: Line['account'], amount: number) => {
      lines.push({ account, amountCents: cents(amount), ...about })
      lines.push({ account: accounts.insuranceReceivable, amountCents: cents(-amount), ...about })
      charge.insuranceCents -= amount
    }
    const room = reversal || !overpayment ? Infinity : Math.max(0, charge.insuranceCents)
    move(accounts.eftClearing, paid)
    if (paid > room) move(accounts.payerRecoupments, room - paid)
    let contractual = 0
    let patient = 0
    let open = false
    for (const { group, code, amount } of given) {
      const decision = actionFor(group, code)
      adjustments.push({ chargeId: charge.id, group, carc: code, amountCents: amount, decision })
      if (decision.action === 'contractual') contractual += amount
      else if (decision.action === 'patient-responsibility') patient += amount
      else if (decision.action !== 'informational') open = true
    }
    // Nothing is taken off, or billed to the patient, that is not open any more.
    contractual = Math.min(contractual, Math.max(0, room - paid))
    if (!staysWithPayers) patient = Math.min(patient, Math.max(0, room - paid - contractual))
    move(accounts.contractualAllowance, contractual)
    charge.allowanceCents -= contractual
    if (patient !== 0 && staysWithPayers) toNextPayer += patient
    else if (patient !== 0) {
      move(accounts.patientReceivable, patient)
      toPatient.push({ chargeId: charge.id, amountCents: cents(patient) })
    }
    // What was expected to be taken off and what was: the difference is revenue, known only now.
    if (!open && !reversal && charge.allowanceCents !== 0) {
      const missing = -charge.allowanceCents
      lines.push({ account: accounts.contractual, amountCents: cents(missing), ...about })
      lines.push({ account: accounts.contractualAllowance, amountCents: cents(-missing), ...about })
      charge.allowanceCents = 0
    }
    if (!open && !reversal && charge.expectedCents !== null)
      allowed.push({
        chargeId: charge.id,
        expectedCents: charge.expectedCents,
        // Sequestration (253) comes off the payment, not off what the contract allows.
        allowedCents: cents(
          charge.amountCents - sum(given.filter(({ code }) => code === '45').map(({ amount }) => amount)),
        ),
      })
    isWhole &&= !open
  }
  const state = reversal
    ? 'reversed'
    : isWhole
      ? 'paid'
      : claim.paid === 0 && toPatient.length === 0
        ? 'denied'
        : 'partial'
  return { lines, adjustments, toPatient, toNextPayerCents: cents(toNextPayer), state, allowed }
}

/**
 * Adjustments between payer and practice (PLB): of the payer's account with a reference, never of a patient. Positive
 * reduces the payment. L6 is interest; everything else (WO recovery, FB balance forward, 72 …) passes through 2070.
 */
export function planProviderAdjustments(
  items: readonly { readonly reason: string; readonly amount: Cents }[],
  payerId: Id<'Payer'> | null,
): Line[] {
  return items.flatMap(({ reason, amount }) => [
    {
      account: reason === 'L6' ? accounts.payerInterest : accounts.payerRecoupments,
      amountCents: amount,
      payerId,
    },
    { account: accounts.eftClearing, amountCents: cents(-amount), payerId },
  ])
}
