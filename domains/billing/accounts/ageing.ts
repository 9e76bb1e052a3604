/** How old money is. Pure. Insurance ages from the day of service, patients from the day it became theirs to pay. */
import { type Cents, cents } from '#kernel/cents.ts'

export const buckets = ['0–30', '31–60', '61–90', '91–120', '121+'] as const

export const daysOld = (since: Temporal.PlainDate, asOf: Temporal.PlainDate): number =>
  Math.max(0, since.until(asOf, { largestUnit: 'days' }).days)

/** 0 for up to 30 days, 1 for up to 60, … 4 for more than 120. */
export const bucketOf = (days: number): number => Math.min(4, Math.max(0, Math.ceil(days / 30) - 1))

export type Open = { readonly cents: Cents; readonly since: Temporal.PlainDate }
export type Ageing = { readonly buckets: Cents[]; readonly creditCents: Cents }

/** What is open by age. Credits stand apart and are never netted: they belong to somebody. */
export function ageing(items: readonly Open[], asOf: Temporal.PlainDate): Ageing {
  const totals = [0, 0, 0, 0, 0]
  let credit = 0
  for (const { cents: amount, since } of items) {
    if (amount < 0) credit -= amount
    else totals[bucketOf(daysOld(since, asOf))]! += amount
  }
  return { buckets: totals.map(cents), creditCents: cents(credit) }
}
