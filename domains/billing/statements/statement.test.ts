import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cents } from '#kernel/cents.ts'
import { type Facts, standing } from './statement.ts'

const today = Temporal.PlainDate.from('2026-11-21')
const policy = { today, everyDays: 30, smallBalanceCents: cents(500) }
const facts = (more: Partial<Facts> = {}): Facts => ({
  dueCents: cents(5_348),
  pendingCents: cents(0),
  creditCents: cents(0),
  hold: null,
  deceased: false,
  hasAddress: true,
  lastMadeOn: null,
  madeBefore: 0,
  ...more,
})
const brief = (more: Partial<Facts>) => {
  const { status, stage } = standing(facts(more), policy)
  return [status, stage]
}
const ago = (days: number) => today.subtract({ days })

describe('who gets a statement', () => {
  it('is who owes, as soon as a balance appears', () => assert.deepEqual(brief({}), ['due', 1]))
  for (const [what, more, expected] of [
    ['nobody again within 30 days', { lastMadeOn: ago(29), madeBefore: 1 }, ['waiting', 2]],
    ['who has waited 30 days, the second one', { lastMadeOn: ago(30), madeBefore: 1 }, ['due', 2]],
    ['who had three, the final notice', { lastMadeOn: ago(30), madeBefore: 3 }, ['due', 4]],
    ['nobody after the final notice: a person looks', { lastMadeOn: ago(30), madeBefore: 4 }, ['review', 5]],
    [
      'who has a new balance after one that was paid, from the first',
      { lastMadeOn: ago(5), madeBefore: 0 },
      ['due', 1],
    ],
    ['nobody below five dollars', { dueCents: cents(499) }, ['held', 1]],
    ['somebody with exactly five dollars', { dueCents: cents(500) }, ['due', 1]],
    ['nobody while insurance is open on it', { dueCents: cents(0), pendingCents: cents(9_000) }, ['held', 1]],
    ['nobody whose own credit covers it', { creditCents: cents(5_348) }, ['held', 1]],
    ['nobody whose own credit leaves less than five dollars', { creditCents: cents(4_849) }, ['held', 1]],
    ['who owes more than their credit', { creditCents: cents(4_848) }, ['due', 1]],
    ['nobody without an address', { hasAddress: false }, ['held', 1]],
    ['nobody who has died', { deceased: true }, ['held', 1]],
    ['nobody in dispute', { hold: 'dispute' }, ['held', 1]],
    ['nobody in bankruptcy', { hold: 'bankruptcy', lastMadeOn: ago(90), madeBefore: 2 }, ['held', 3]],
  ] as const)
    it(`is ${what}`, () => assert.deepEqual(brief(more), expected))
})
