/** The chart of accounts of a medical practice and the sides of a line. Pure. */
import { type Cents, cents, negate } from '#kernel/cents.ts'
import { reason } from '#kernel/refusal.ts'

export const AlreadyReversed = reason('already-reversed', 409, 'That journal has already been reversed.')
export const PeriodClosed = reason(
  'period-closed',
  409,
  'That month is closed: post in an open month, or ask the owner to open it.',
)

export const DoesNotBalance = reason(
  'does-not-balance',
  422,
  'Debits and credits of a journal must be equal.',
)
export const UnknownAccount = reason(
  'unknown-account',
  422,
  'There is no such account in the chart of accounts.',
)
export const NotByHand = reason(
  'not-by-hand',
  409,
  'That journal was posted by the program from a charge, a payment or a remittance: correct it there, so that both stay equal.',
)

export const OfPatients = reason(
  'of-patients',
  422,
  'What patients and their insurance owe, and their credits, change by charges, payments, remittances and write-offs alone: each line there names its patient.',
)

/** The chart of accounts of a medical practice. The migration writes the same chart to ledger.account, with names and kinds. */
export const accounts = {
  bank: '1000',
  undeposited: '1010',
  eftClearing: '1020',
  insuranceReceivable: '1100',
  patientReceivable: '1110',
  agencyReceivable: '1120',
  contractualAllowance: '1190',
  creditLossAllowance: '1195',
  unappliedCredits: '2050',
  refundsPayable: '2060',
  payerRecoupments: '2070',
  ownersEquity: '3000',
  grossCharges: '4000',
  contractual: '4090',
  charity: '4091',
  administrativeWriteOff: '4092',
  badDebt: '4095',
  payerInterest: '4099',
  cashOverShort: '5900',
} as const

export type Account = (typeof accounts)[keyof typeof accounts]

const ofPatients: readonly string[] = [
  accounts.insuranceReceivable,
  accounts.patientReceivable,
  accounts.agencyReceivable,
  accounts.contractualAllowance,
  accounts.unappliedCredits,
]

/** Accounts that are their own subledger: a line without a patient would part them from what patients owe. */
export const isOfPatients = (account: string) => ofPatients.includes(account)

/** A debit of a positive amount; a negative amount is refused because it would hide a credit. */
export const debit = (amount: Cents): Cents => {
  if (amount < 0) throw new RangeError('a debit is not negative')
  return amount
}

export const credit = (amount: Cents): Cents => {
  if (amount < 0) throw new RangeError('a credit is not negative')
  return negate(cents(amount))
}
