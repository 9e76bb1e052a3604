/** What must be settled before a patient is checked in. Pure. */
import { type Cents, money } from '#kernel/cents.ts'
import { reason, refuse } from '#kernel/refusal.ts'

export const CopayNotSettled = reason('copay-not-settled', 422, 'Say what became of the copay.')
export const TooMuch = reason('too-much', 422, 'That is more than is due today.')

/**
 * A visit that was moved on without the copay (by the flow board, in a rush) can still be settled until it is
 * completed, once. Where it stands on its way does not change then.
 */
export const isUnsettled = (visit: { readonly status: string; readonly copayDisposition: string | null }) =>
  ['checked_in', 'roomed', 'with_provider', 'provider_done', 'checked_out'].includes(visit.status) &&
  (visit.copayDisposition === null || visit.copayDisposition === 'due')

/** Why a copay may be waived. Routine waivers for federal beneficiaries are a kickback risk (42 U.S.C. 1320a-7b). */
export const waiverReasons = [
  'financial-hardship',
  'professional-courtesy',
  'service-recovery',
  'other',
] as const

export type Copay =
  | { readonly kind: 'collected' }
  | { readonly kind: 'waived'; readonly reason: (typeof waiverReasons)[number]; readonly note: string }
  | { readonly kind: 'none-due' }
  | { readonly kind: 'billed' }

type Asked = {
  readonly copay: Copay
  readonly payments: readonly { readonly kind: string; readonly amountCents: Cents }[]
  /** Null: neither the card nor the payer's answer says. */
  readonly copayDueCents: Cents | null
  readonly balanceCents: Cents
}

/**
 * A collected copay comes with its payment, and only then; none is "none due" where the card says otherwise. Never more
 * is collected than the copay known to be due, nor more on the balance than is owed.
 */
export function mustSettleCopay({ copay, payments, copayDueCents, balanceCents }: Asked) {
  const paid = (kind: string) =>
    payments.filter((payment) => payment.kind === kind).reduce((sum, { amountCents }) => sum + amountCents, 0)
  const field = (message: string) => ({ fields: [{ pointer: '/copay', message }] })
  if (copay.kind === 'collected' && paid('copay') === 0)
    refuse(
      CopayNotSettled,
      'Enter the copay that was paid, or say why there is none.',
      field('Enter the copay.'),
    )
  if (copay.kind !== 'collected' && paid('copay') > 0)
    refuse(CopayNotSettled, 'A copay was paid: mark it as collected.', field('Choose “collected”.'))
  if (copay.kind === 'none-due' && (copayDueCents ?? 0) > 0)
    refuse(
      CopayNotSettled,
      `A copay of $${money(copayDueCents!)} is due. Collect it, waive it with a reason, or bill it later.`,
      field('A copay is due.'),
    )
  if (copayDueCents !== null && paid('copay') > copayDueCents)
    refuse(
      TooMuch,
      `The copay is $${money(copayDueCents)}. Take what is above it as a deposit or on the balance.`,
    )
  if (paid('balance') > Math.max(0, balanceCents))
    refuse(
      TooMuch,
      `The patient owes $${money(Math.max(0, balanceCents))} from before. Nothing above it is due today.`,
    )
}
