/** What the office says about a remittance. Pure. */
import { money } from '#kernel/cents.ts'
import { reason } from '#kernel/refusal.ts'
import type { Remittance, RemittanceEnd } from '#standards/x12/835-types.ts'

export const NotARemittance = reason('not-a-remittance', 422, 'This file is not a payment advice (835).')
export const NotPosted = reason('not-posted', 409, 'This remittance is not posted.')
export const TakenBackByPayer = reason(
  'taken-back-by-payer',
  409,
  'A later remittance has taken back what this one paid: take the later one back first.',
)
export const AlreadyDeposited = reason(
  'already-deposited',
  409,
  'This payment is already marked as deposited.',
)
export const NotWaiting = reason('not-waiting', 409, 'This claim does not wait for a person any more.')
export const DoesNotFit = reason('does-not-fit', 422, 'It does not fit what is in our books.')

/** The lists: `late` are the undeposited ones after so many business days as banks need for an EFT. */
export const shows = ['all', 'exception', 'waiting', 'undeposited', 'late'] as const
export type Show = (typeof shows)[number]
export const depositDays = 3

/** What tells payers apart in the key of a payment: TRN03 ("1" and the payer's tax id), else its number, else its name. */
export const payerKeyOf = ({ originator, payer }: Remittance) =>
  originator || payer.id || payer.name.toUpperCase()

/** Why nothing of a remittance was posted, for a biller: the identity that failed, with its amounts. */
export function problemsOf(remittance: Remittance, end: RemittanceEnd): string[] {
  const said: string[] = []
  if (!end.complete) said.push('The file breaks off before the end of this payment: ask for it again.')
  if (remittance.paidOn === undefined) said.push('The payment date is no date.')
  if (end.difference !== 0)
    said.push(
      `The claims come to $${money(end.paid)} and the provider adjustments to $${money(end.providerAdjustmentTotal)}, but the payment is $${money(remittance.amount)}: they differ by $${money(Math.abs(end.difference))}.`,
    )
  if (end.unbalancedClaims > 0)
    said.push(
      `${end.unbalancedClaims === 1 ? 'One claim does' : `${end.unbalancedClaims} claims do`} not add up: what was charged less what was adjusted is not what was paid.`,
    )
  if (end.unbalancedLines > 0)
    said.push(
      `${end.unbalancedLines === 1 ? 'One service line does' : `${end.unbalancedLines} service lines do`} not add up.`,
    )
  for (const { message, segment } of end.problems.slice(0, 5)) said.push(`Segment ${segment}: ${message}`)
  return said
}
