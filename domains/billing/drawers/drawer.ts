/** A cash drawer and the bank bag. Pure. */
import { type Cents, cents } from '#kernel/cents.ts'
import { reason } from '#kernel/refusal.ts'

export const DrawerAlreadyOpen = reason(
  'drawer-already-open',
  409,
  'You already have an open drawer at this site. Count and close it before opening another.',
)
export const DrawerClosed = reason('drawer-closed', 409, 'This drawer is closed already.')
export const NotYourDrawer = reason(
  'not-your-drawer',
  403,
  'Only the person who opened a drawer counts it, or who makes the deposits.',
)
export const NothingToDeposit = reason('nothing-to-deposit', 409, 'There is nothing to deposit.')
export const DepositChanged = reason(
  'deposit-changed',
  409,
  'Payments were added or voided meanwhile: look at the new amount before you take it to the bank.',
)

/** Counted less expected: positive is over, negative is short. */
export const difference = (drawer: { readonly countedCents: Cents; readonly expectedCents: Cents }): Cents =>
  cents(drawer.countedCents - drawer.expectedCents)
