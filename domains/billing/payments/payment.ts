/** What patients pay and where it goes. Pure. */
import { type Cents, cents, money } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { reason, refuse } from '#kernel/refusal.ts'

export const kinds = ['copay', 'balance', 'deposit', 'statement'] as const
export const methods = ['cash', 'check', 'card', 'other'] as const
export type Kind = (typeof kinds)[number]
export type Method = (typeof methods)[number]

export const NotAPayment = reason('not-a-payment', 422, 'The payment cannot be right.')
export const DrawerNotOpen = reason(
  'drawer-not-open',
  409,
  'Cash needs an open drawer, so that it is counted at the end of the shift. Open your drawer first.',
)
export const CannotVoid = reason('cannot-void', 409, 'This payment cannot be voided.')

/**
 * What was given must be more than nothing, and its reference (check number, last digits, authorisation) must not be a
 * card number: those are never kept here (PCI DSS 3.2).
 */
export function mustBeAPayment(given: { readonly amountCents: Cents; readonly reference: string | null }) {
  if (given.amountCents <= 0)
    refuse(NotAPayment, 'Enter an amount of more than nothing.', {
      fields: [{ pointer: '/amountCents', message: 'Enter an amount of more than nothing.' }],
    })
  if (isCardNumber(given.reference ?? ''))
    refuse(NotAPayment, 'Never write down a card number. Its last four digits are enough.', {
      fields: [{ pointer: '/reference', message: 'Enter only the last four digits.' }],
    })
}

/** Thirteen to nineteen digits in a row, spaces and hyphens aside, whose check digit (ISO/IEC 7812) is right. */
export function isCardNumber(text: string): boolean {
  for (const [run] of text.matchAll(/\d(?:[ -]?\d){12,18}/g)) {
    const digits = run.replaceAll(/\D/g, '').split('').map(Number).toReversed()
    const total = digits.reduce((sum, digit, at) => {
      const value = at % 2 === 0 ? digit : digit * 2
      return sum + (value > 9 ? value - 9 : value)
    }, 0)
    if (total % 10 === 0) return true
  }
  return false
}

export type Owed = { readonly chargeId: Id<'Charge'>; readonly owedCents: Cents }
export type Part = { readonly chargeId: Id<'Charge'>; readonly amountCents: Cents }

/** Spreads money over charges in the order given, oldest first; what is left over belongs to the patient as a credit. */
export function spread(amount: Cents, owed: readonly Owed[]): { parts: Part[]; restCents: Cents } {
  let rest: number = amount
  const parts: Part[] = []
  for (const { chargeId, owedCents } of owed) {
    const part = Math.min(rest, owedCents)
    if (part <= 0) continue
    parts.push({ chargeId, amountCents: cents(part) })
    rest -= part
  }
  return { parts, restCents: cents(rest) }
}

/** The same day and before the deposit; afterwards money goes back by a refund. */
export function mustBeVoidable(
  payment: {
    readonly receivedOn: Temporal.PlainDate
    readonly voidedAt: Temporal.Instant | null
    readonly depositId: string | null
    readonly drawerClosed: boolean
    readonly refundedCents: number
    readonly amountCents: number
  },
  today: Temporal.PlainDate,
) {
  const why = payment.voidedAt
    ? 'It is voided already.'
    : payment.refundedCents > 0
      ? `$${money(payment.refundedCents)} of it was refunded.`
      : payment.depositId
        ? 'It is already in a bank deposit: ask for a refund instead.'
        : payment.drawerClosed
          ? 'Its drawer is closed and counted: ask for a refund instead.'
          : payment.receivedOn.equals(today)
            ? undefined
            : 'It was taken on another day: ask for a refund instead.'
  if (why) refuse(CannotVoid, `This payment cannot be voided. ${why}`)
}
