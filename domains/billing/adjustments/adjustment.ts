/** Refunds and write-offs: one person asks, another decides. Pure. */
import { type Cents, money } from '#kernel/cents.ts'
import { reason, refuse } from '#kernel/refusal.ts'

export const adjustmentKinds = ['refund', 'charity', 'administrative', 'small-balance'] as const
export type AdjustmentKind = (typeof adjustmentKinds)[number]

export const TooMuchToAdjust = reason('too-much-to-adjust', 422, 'That is more than there is.')
export const OwnRequest = reason(
  'own-request',
  403,
  'Nobody decides their own request: another person has to look at it.',
)
export const AboveLimit = reason('above-limit', 403, 'That is above the limit: the owner decides it.')
export const AlreadyDecided = reason('already-decided', 409, 'Somebody has decided this already.')
export const NotApproved = reason('not-approved', 409, 'Only an approved refund is paid, and only once.')

/** The account a write-off goes to: charity by policy, everything else is the office's own decision. */
export const writeOffAccount = (kind: Exclude<AdjustmentKind, 'refund'>) =>
  kind === 'charity' ? ('4091' as const) : ('4092' as const)

export function mustCover(available: Cents, amount: Cents, what: 'credit' | 'debt') {
  if (amount > 0 && amount <= available) return
  refuse(
    TooMuchToAdjust,
    amount <= 0
      ? 'Enter an amount of more than nothing.'
      : what === 'credit'
        ? `Only $${money(Math.max(0, available))} of this payment is left to refund.`
        : `The patient owes only $${money(Math.max(0, available))} for this charge.`,
    { fields: [{ pointer: '/amountCents', message: 'Enter no more than what there is.' }] },
  )
}

type Deciding = {
  readonly requestedBy: string
  readonly actorId: string | null
  readonly amountCents: Cents
  readonly limitCents: Cents
  readonly mayAny: boolean
}

/** Never one's own, and above the limit only the owner. */
export function mustBeAbleToDecide({ requestedBy, actorId, amountCents, limitCents, mayAny }: Deciding) {
  if (actorId === null || requestedBy === actorId) refuse(OwnRequest)
  if (amountCents > limitCents && !mayAny)
    refuse(AboveLimit, `Above $${money(limitCents)} the owner decides.`)
}
