/** What a patient will owe for a visit, by the plan's benefits. Pure. An estimate is not a promise of the payer. */
import { type Cents, cents, portion } from '#kernel/cents.ts'

export type Benefits = {
  readonly copayCents: Cents | null
  /** Null is unknown, which is not the same as nothing left. */
  readonly deductibleLeftCents: Cents | null
  readonly coinsuranceBp: number | null
  readonly outOfPocketLeftCents: Cents | null
}

/**
 * patient = min(OOP left, copay + d + (allowed − copay − d) × coinsurance), d = min(deductible left, allowed − copay),
 * for plans that apply the copay first. Rounded half-up at the coinsurance only. What is unknown counts as nothing,
 * so the estimate never asks for more than is known to be due.
 */
export function estimatePatient(allowedCents: Cents, benefits: Benefits): Cents {
  const copay = Math.min(benefits.copayCents ?? 0, allowedCents)
  const deductible = Math.min(benefits.deductibleLeftCents ?? 0, allowedCents - copay)
  const rest = cents(allowedCents - copay - deductible)
  const due = copay + deductible + portion(rest, benefits.coinsuranceBp ?? 0)
  return cents(Math.min(due, benefits.outOfPocketLeftCents ?? due))
}
