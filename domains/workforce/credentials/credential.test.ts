import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NotADeaNumber, RunsOutBeforeIssued, mustBeCredential, standing } from './credential.ts'

const today = Temporal.PlainDate.from('2026-11-21')

describe('a credential', () => {
  for (const [expiresOn, expected] of [
    ['2026-11-20', { state: 'expired', days: 1 }],
    ['2026-11-21', { state: 'running-out', days: 0, within: 7 }],
    ['2026-11-28', { state: 'running-out', days: 7, within: 7 }],
    ['2026-11-29', { state: 'running-out', days: 8, within: 30 }],
    ['2026-12-22', { state: 'running-out', days: 31, within: 60 }],
    ['2027-02-19', { state: 'running-out', days: 90, within: 90 }],
    ['2027-02-20', { state: 'in-force' }],
  ] as const)
    it(`that ends ${expiresOn} is ${expected.state} on ${today.toString()}`, () => {
      assert.deepEqual(standing(Temporal.PlainDate.from(expiresOn), today), expected)
    })

  it('without an end never runs out', () => {
    assert.deepEqual(standing(null, today), { state: 'in-force' })
  })

  const dea = { kind: 'dea', number: 'AB1234563', issuedOn: null, expiresOn: null } as const
  it('of the DEA has a number whose check digit fits', () => {
    mustBeCredential(dea)
    assert.throws(() => mustBeCredential({ ...dea, number: 'AB1234564' }), { reason: NotADeaNumber })
  })

  it('does not end before it was issued', () => {
    const wrong = { ...dea, issuedOn: today, expiresOn: today.subtract({ days: 1 }) }
    assert.throws(() => mustBeCredential(wrong), { reason: RunsOutBeforeIssued })
  })
})
