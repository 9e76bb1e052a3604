/** What a service costs and what a payer's contract allows for it. Pure. */
import { type Cents, cents } from '#kernel/cents.ts'

/** The allowed amount of a contract; with "lesser of" never more than the charge. */
export const allowedBy = (contractCents: Cents, chargeCents: Cents, lesserOf: boolean): Cents =>
  lesserOf ? cents(Math.min(contractCents, chargeCents)) : contractCents

/** An 835's allowed amount worth a look: it differs from the contract by more than $1 and more than 1 %. */
export const isVariance = (expectedCents: Cents, allowedCents: Cents): boolean =>
  Math.abs(allowedCents - expectedCents) > Math.max(100, Math.round(expectedCents / 100))
