import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Cents, cents } from '#kernel/cents.ts'
import { estimatePatient } from './estimate.ts'

const benefits = (
  copay: number | null,
  deductible: number | null,
  coinsuranceBp: number | null,
  left: number | null = null,
) => ({
  copayCents: copay as Cents | null,
  deductibleLeftCents: deductible as Cents | null,
  coinsuranceBp,
  outOfPocketLeftCents: left as Cents | null,
})

describe('the estimate of what a patient owes', () => {
  for (const [what, allowed, given, due] of [
    ['copay, deductible and coinsurance', 13_240, benefits(2_500, 4_000, 2_000), 7_848],
    [
      'no more than is left of the out-of-pocket maximum',
      13_240,
      benefits(2_500, 4_000, 2_000, 6_000),
      6_000,
    ],
    ['nothing when the maximum is met', 13_240, benefits(2_500, 4_000, 2_000, 0), 0],
    ['a copay never above what is allowed', 1_000, benefits(2_500, 4_000, 2_000), 1_000],
    ['the whole of a small visit under the deductible', 9_000, benefits(null, 50_000, 2_000), 9_000],
    ['nothing that is not known', 9_000, benefits(null, null, null), 0],
  ] as const)
    it(`is ${what}`, () => assert.equal(estimatePatient(cents(allowed), given), due))

  it('is never below nothing nor above what is allowed', () => {
    const amount = fc.option(fc.integer({ min: 0, max: 1_000_000 }))
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000 }),
        amount,
        amount,
        fc.option(fc.integer({ min: 0, max: 10_000 })),
        amount,
        (allowed, copay, deductible, coinsurance, left) => {
          const due = estimatePatient(cents(allowed), benefits(copay, deductible, coinsurance, left))
          assert.ok(due >= 0 && due <= allowed)
        },
      ),
    )
  })
})
