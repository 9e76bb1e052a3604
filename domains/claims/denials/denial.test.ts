import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cents } from '#kernel/cents.ts'
import { Refusal } from '#kernel/refusal.ts'
import { appealUntil, leftOf, mayBillPatient, mustBeWithinLimit, writeOffLimit } from './denial.ts'

const date = (text: string) => Temporal.PlainDate.from(text)

describe('a denial', () => {
  it('of Medicare may be appealed 120 days from presumed receipt: notice 2026-11-02, last day 2027-03-07', () => {
    assert.equal(appealUntil('MB', date('2026-11-02'))?.toString(), '2027-03-07')
    assert.equal(appealUntil('MA', date('2026-11-02'))?.toString(), '2027-03-07')
  })

  it('of other payers has the deadline of its contract, which the law does not set', () => {
    assert.equal(appealUntil('16', date('2026-11-02')), null)
    assert.equal(appealUntil('CI', date('2026-11-02')), null)
  })

  it('goes to the patient only where the payer says so, or where the patient was no member', () => {
    assert.equal(mayBillPatient({ groupCode: 'PR', category: 'benefit' }), true)
    assert.equal(mayBillPatient({ groupCode: 'CO', category: 'eligibility' }), true)
    assert.equal(mayBillPatient({ groupCode: 'CO', category: 'timely-filing' }), false)
    assert.equal(mayBillPatient({ groupCode: 'OA', category: 'duplicate' }), false)
    assert.equal(mayBillPatient({ groupCode: 'PI', category: 'necessity' }), false)
  })

  it('never has more left than insurance still owes for its line', () => {
    assert.equal(leftOf(cents(18_500), cents(5_000)), 5_000)
    assert.equal(leftOf(cents(5_000), cents(18_500)), 5_000)
    assert.equal(leftOf(cents(5_000), cents(-200)), 0)
    assert.equal(leftOf(cents(5_000), null), 5_000)
  })

  it('above the limit is for the owner, and the refusal says so', () => {
    mustBeWithinLimit(writeOffLimit, false)
    mustBeWithinLimit(cents(writeOffLimit + 1), true)
    assert.throws(
      () => mustBeWithinLimit(cents(writeOffLimit + 1), false),
      (error) => {
        assert.ok(error instanceof Refusal)
        assert.match(error.message, /owner/)
        return true
      },
    )
  })
})
