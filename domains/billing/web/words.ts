import type { Reply } from '#kernel/contract.ts'
import type { Tone } from '#web/ui/Status.tsx'
import type { readAccount } from '../accounts/contract.ts'
import type { readCheckIn } from '../check-in/contract.ts'
import type { Kind, Method } from '../payments/payment.ts'

export type Account = Reply<typeof readAccount>
export type CheckInFacts = Reply<typeof readCheckIn>

export const kindWords: Readonly<Record<Kind, string>> = {
  copay: 'Copay',
  balance: 'Balance',
  deposit: 'Deposit',
  statement: 'Statement',
}

export const methodWords: Readonly<Record<Method, string>> = {
  card: 'Card',
  cash: 'Cash',
  check: 'Check',
  other: 'Other',
}

export const methodChoices = (['card', 'cash', 'check', 'other'] as const).map((value) => ({
  value,
  label: methodWords[value],
}))

/** What the reference of each method is called, so that nobody writes a card number there. */
export const referenceWords: Readonly<Record<Method, string>> = {
  card: 'Last four digits or authorisation (optional)',
  cash: 'Note (optional)',
  check: 'Check number',
  other: 'Reference',
}

export const eligibilityWords: Readonly<
  Record<CheckInFacts['eligibility'], { readonly label: string; readonly tone: Tone }>
> = {
  eligible: { label: 'Active', tone: 'good' },
  ineligible: { label: 'Not active', tone: 'harm' },
  unknown: { label: 'Payer could not say', tone: 'soon' },
  stale: { label: 'Answer too old', tone: 'soon' },
  never: { label: 'Never asked', tone: 'soon' },
  'self-pay': { label: 'Self-pay', tone: 'neutral' },
}

export const dispositionWords = {
  collected: 'Copay collected',
  waived: 'Copay waived',
  'none-due': 'No copay due',
  billed: 'Copay left to the statement',
} as const

export const waiverWords = {
  'financial-hardship': 'Financial hardship, documented',
  'professional-courtesy': 'Professional courtesy',
  'service-recovery': 'To make good for a mistake of ours',
  other: 'Other',
} as const

export const holdWords = {
  dispute: 'The patient disputes the balance',
  'bad-address': 'The address is not right',
  bankruptcy: 'Bankruptcy',
  deceased: 'The patient has died',
  plan: 'Agreed payment plan',
  charity: 'Application for charity is open',
} as const

export const stageWords: Readonly<Record<number, string>> = {
  1: 'First',
  2: 'Second',
  3: 'Third',
  4: 'Final notice',
  5: 'Review',
}

export const adjustmentWords = {
  refund: 'Refund',
  charity: 'Charity write-off',
  administrative: 'Administrative write-off',
  'small-balance': 'Small balance write-off',
} as const

export const choices = <K extends string>(words: Readonly<Record<K, string>>) =>
  Object.entries<string>(words).map(([value, label]) => ({ value: value as K, label }))

/** What a payment, a void or a check-in may change on other pages. */
export const everything = [
  '/patients',
  '/visits',
  '/payments',
  '/accounts',
  '/drawers',
  '/deposits',
  '/statements',
  '/adjustments',
  '/scheduling',
]
