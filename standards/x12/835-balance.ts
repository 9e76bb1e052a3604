/**
 * The three identities of an 835 (005010X221A1, front matter 1.10.2.1 "Balancing"), as what is missing to each in whole
 * cents: 0 is balanced. A positive provider adjustment (PLB) reduces the payment, a negative one raises it.
 */
import type { Cents } from '#kernel/cents.ts'

/** Line: SVC02 − ΣCAS = SVC03. Claim: CLP03 − ΣCAS of claim and lines = CLP04. */
export const difference = (charge: number, adjusted: number, paid: number): Cents =>
  (charge - adjusted - paid) as Cents

/** Remittance: ΣCLP04 − ΣPLB = BPR02. */
export const remittanceDifference = (paid: number, providerAdjustments: number, amount: number): Cents =>
  (paid - providerAdjustments - amount) as Cents

/** "12.50 too much": an exact difference in words. */
export const inWords = (cents: number): string =>
  `${(Math.abs(cents) / 100).toFixed(2)} too ${cents > 0 ? 'little' : 'much'}`
