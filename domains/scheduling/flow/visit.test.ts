import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type Appointment,
  CannotMove,
  NeedsReason,
  NotWhole,
  type Status,
  TimeRunsForward,
  TooEarly,
  exits,
  instantsAfter,
  isStepBack,
  mustBeAbleToMove,
  nextStages,
  reachedAt,
  stages,
  statuses,
} from './visit.ts'
import { cycleMinutes, waitMinutes } from './waiting.ts'

const instant = (time: string) => Temporal.Instant.from(`2026-11-23T${time}Z`)
type Visit = Pick<Appointment, 'status' | 'startsAt' | 'movedAt' | 'chargeStatus' | 'copayDisposition'>
const visit = (status: Status, more: Partial<Visit> = {}): Visit => ({
  status,
  startsAt: instant('15:00'),
  movedAt: instant('12:00'),
  chargeStatus: 'none',
  copayDisposition: null,
  ...more,
})
const at = instant('15:05')

describe('a visit', () => {
  it('goes through the office stage by stage', () => {
    const whole = { chargeStatus: 'captured', copayDisposition: 'collected' } as const
    for (let i = 0; i + 1 < stages.length; i++)
      mustBeAbleToMove(visit(stages[i]!, whole), { to: stages[i + 1]!, at })
  })

  for (const [from, to] of [
    ['scheduled', 'checked_in'],
    ['arrived', 'roomed'],
    ['arrived', 'with_provider'],
    ['roomed', 'provider_done'],
    ['with_provider', 'checked_out'],
    ['arrived', 'no_show'],
    ['with_provider', 'no_show'],
    ['scheduled', 'left_without_being_seen'],
    ['with_provider', 'left_without_being_seen'],
    ['cancelled', 'arrived'],
    ['rescheduled', 'scheduled'],
    ['no_show', 'arrived'],
    ['arrived', 'arrived'],
  ] as const)
    it(`that is ${from} cannot become ${to}`, () => {
      const step = { to, at: instant('16:00'), reason: 'a reason changes nothing' }
      assert.throws(() => mustBeAbleToMove(visit(from), step), { reason: CannotMove })
    })

  it('goes back only with a reason', () => {
    assert.throws(() => mustBeAbleToMove(visit('roomed'), { to: 'arrived', at }), { reason: NeedsReason })
    assert.throws(() => mustBeAbleToMove(visit('roomed'), { to: 'arrived', at, reason: ' ' }), {
      reason: NeedsReason,
    })
    mustBeAbleToMove(visit('roomed'), { to: 'arrived', at, reason: 'Wrong patient' })
    mustBeAbleToMove(visit('no_show'), { to: 'scheduled', at, reason: 'She called: stuck in traffic' })
  })

  it('is a no-show a quarter of an hour after its start, never after arrival', () => {
    const noShow = (time: string) => ({ to: 'no_show', at: instant(time) }) as const
    assert.throws(() => mustBeAbleToMove(visit('confirmed'), noShow('15:14:59')), { reason: TooEarly })
    mustBeAbleToMove(visit('confirmed'), noShow('15:15'))
    assert.throws(() => mustBeAbleToMove(visit('arrived'), noShow('15:30')), { reason: CannotMove })
  })

  it('does not run backwards in time', () => {
    const moved = visit('arrived', { movedAt: instant('15:00') })
    assert.throws(() => mustBeAbleToMove(moved, { to: 'checked_in', at: instant('14:59:59') }), {
      reason: TimeRunsForward,
    })
    mustBeAbleToMove(moved, { to: 'checked_in', at: instant('15:00') })
  })

  for (const [chargeStatus, copayDisposition, may] of [
    ['none', 'collected', false],
    ['captured', null, false],
    ['captured', 'due', false],
    ['captured', 'collected', true],
    ['captured', 'billed', true],
    ['no_charge', 'none_due', true],
    ['no_charge', 'waived', true],
  ] as const)
    it(`with charge ${chargeStatus} and copay ${copayDisposition} ${may ? 'may' : 'cannot'} be completed`, () => {
      const complete = () =>
        mustBeAbleToMove(visit('checked_out', { chargeStatus, copayDisposition }), { to: 'completed', at })
      if (may) complete()
      else assert.throws(complete, { reason: NotWhole })
    })

  it('remembers the stages it has passed, and forgets those it has gone back over', () => {
    const known = Object.entries(reachedAt)
    fc.assert(
      fc.property(fc.array(fc.nat(99), { maxLength: 25 }), (choices) => {
        let status: Status = 'scheduled'
        let times: Partial<Record<string, Temporal.Instant | null>> = {}
        for (const [i, choice] of choices.entries()) {
          const open: Status[] = statuses.filter(
            (to) => to !== status && (nextStages(status).includes(to) || isStepBack(status, to)),
          )
          if (open.length === 0) break
          status = open[choice % open.length]!
          times = { ...times, ...instantsAfter(status, at.add({ seconds: i })) }
          const leftTheWay = (exits as readonly Status[]).includes(status)
          const here = (stages as readonly Status[]).indexOf(status)
          for (const [stage, column] of known)
            if (!leftTheWay && (stages as readonly string[]).indexOf(stage) > here)
              assert.ok(!times[column], `${column} in ${status}`)
          const passed = known.map(([, column]) => times[column]).filter((time) => time != null)
          assert.deepEqual(
            passed,
            passed.toSorted((a, b) => Temporal.Instant.compare(a, b)),
          )
        }
      }),
    )
  })
})

describe('waiting', () => {
  const day = (time: string) => Temporal.Instant.from(`2026-11-23T${time}-06:00`)
  const times = {
    startsAt: day('09:10'),
    arrivedAt: day('09:02'),
    roomedAt: day('09:21'),
    checkedOutAt: day('10:01'),
  }

  it('counts from the later of arrival and appointment to the room; the cycle from door to door', () => {
    assert.deepEqual([waitMinutes(times, day('12:00')), cycleMinutes(times, day('12:00'))], [11, 59])
  })

  it('counts from arrival for whoever comes late', () => {
    assert.equal(waitMinutes({ ...times, arrivedAt: day('09:15') }, day('12:00')), 6)
  })

  it('goes on while it lasts, has not begun before the appointment, and is unknown before arrival', () => {
    const waiting = { ...times, roomedAt: null, checkedOutAt: null }
    assert.deepEqual([waitMinutes(waiting, day('09:05')), waitMinutes(waiting, day('09:40'))], [0, 30])
    assert.equal(waitMinutes({ ...waiting, arrivedAt: null }, day('09:40')), null)
  })
})
