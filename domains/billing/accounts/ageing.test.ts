import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { cents, sum } from '#kernel/cents.ts'
import { ageing, bucketOf, daysOld } from './ageing.ts'

const asOf = Temporal.PlainDate.from('2026-11-21')

describe('the age of money', () => {
  for (const [since, days, bucket] of [
    ['2026-11-21', 0, 0],
    ['2026-10-22', 30, 0],
    ['2026-10-21', 31, 1],
    ['2026-09-22', 60, 1],
    ['2026-09-21', 61, 2],
    ['2026-08-23', 90, 2],
    ['2026-07-24', 120, 3],
    ['2026-07-23', 121, 4],
    ['2020-01-01', 2_516, 4],
    ['2026-12-24', 0, 0],
  ] as const)
    it(`from ${since} to 2026-11-21 is ${days} days`, () => {
      const old = daysOld(Temporal.PlainDate.from(since), asOf)
      assert.deepEqual([old, bucketOf(old)], [days, bucket])
    })

  it('keeps credits apart: what is owed and what is due back are both whole', () => {
    const amount = fc.integer({ min: -100_000, max: 100_000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(amount, fc.integer({ min: 0, max: 400 }))), (given) => {
        const items = given.map(([value, days]) => ({ cents: cents(value), since: asOf.subtract({ days }) }))
        const result = ageing(items, asOf)
        assert.equal(sum(result.buckets) - result.creditCents, sum(items.map((item) => item.cents)))
        assert.ok(result.creditCents >= 0 && result.buckets.every((value) => value >= 0))
      }),
    )
  })
})
