import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { federalHolidays } from './federal-holidays.ts'
import { mustBeWeek } from './place.ts'
import { type OpeningHours, hoursOn, mustBeWithin } from './site.ts'

const date = (text: string) => Temporal.PlainDate.from(text)
const time = (text: string) => Temporal.PlainTime.from(text)
const opening = (change: Partial<OpeningHours> = {}): OpeningHours => ({
  timeZone: 'America/Chicago',
  hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    opens: time('08:00'),
    closes: time('17:00'),
    effectiveFrom: date('2020-01-01'),
    effectiveTo: null,
  })),
  holidays: [],
  ...change,
})
const slot = (day: string, from: string, to: string, timeZone = 'America/Chicago') => ({
  startsAt: date(day).toZonedDateTime({ timeZone, plainTime: from }).toInstant(),
  endsAt: date(day).toZonedDateTime({ timeZone, plainTime: to }).toInstant(),
})

describe('opening hours', () => {
  it('are wall-clock hours: eight is eight on the days the clocks change', () => {
    for (const day of ['2026-03-07', '2026-03-08', '2026-11-01', '2026-11-02']) {
      assert.doesNotThrow(() => mustBeWithin(opening(), slot(day, '08:00', '08:20')))
      assert.doesNotThrow(() => mustBeWithin(opening(), slot(day, '16:40', '17:00')))
      assert.throws(() => mustBeWithin(opening(), slot(day, '07:40', '08:00')))
      assert.throws(() => mustBeWithin(opening(), slot(day, '16:50', '17:10')))
    }
  })

  it('are those of the site: the same instant is open in one zone and closed in another', () => {
    const early = slot('2026-11-23', '08:00', '08:20', 'America/Indiana/Indianapolis')
    assert.throws(() => mustBeWithin(opening(), early))
    assert.doesNotThrow(() => mustBeWithin(opening({ timeZone: 'America/Indiana/Indianapolis' }), early))
  })

  it('hold from their first day through their last', () => {
    const summer = opening({
      hours: [
        {
          weekday: 1,
          opens: time('07:00'),
          closes: time('12:00'),
          effectiveFrom: date('2026-06-01'),
          effectiveTo: date('2026-08-31'),
        },
      ],
    })
    assert.deepEqual(
      ['2026-05-25', '2026-06-01', '2026-08-31', '2026-09-07'].map(
        (day) => hoursOn(summer, date(day)).length,
      ),
      [0, 1, 1, 0],
    )
  })

  it('are none on a holiday, and the refusal names it', () => {
    const closed = opening({ holidays: [{ heldOn: date('2026-11-26'), name: 'Thanksgiving Day' }] })
    assert.throws(() => mustBeWithin(closed, slot('2026-11-26', '09:00', '09:20')), /Thanksgiving Day/)
  })

  it('of one day may have a break, but never overlap or end before they begin', () => {
    const block = (opens: string, closes: string) => ({
      weekday: 1,
      opens: time(opens),
      closes: time(closes),
    })
    assert.doesNotThrow(() => mustBeWeek([block('08:00', '12:00'), block('12:00', '17:00')]))
    assert.throws(() => mustBeWeek([block('08:00', '12:00'), block('11:30', '17:00')]), /overlap/)
    assert.throws(() => mustBeWeek([block('17:00', '08:00')]), /closes before it opens/)
  })
})

describe('federal holidays', () => {
  // As the Office of Personnel Management lists them.
  it('of 2027 are those OPM lists, kept on Fridays and Mondays where they fall on weekends', () => {
    assert.deepEqual(
      federalHolidays(2027).map(({ heldOn }) => heldOn.toString()),
      [
        '2027-01-01',
        '2027-01-18',
        '2027-02-15',
        '2027-05-31',
        '2027-06-18',
        '2027-07-05',
        '2027-09-06',
        '2027-10-11',
        '2027-11-11',
        '2027-11-25',
        '2027-12-24',
        '2027-12-31',
      ],
    )
  })

  it('keep a New Year that falls on a Saturday in the year before, and so not twice', () => {
    const held = federalHolidays(2028).map(({ heldOn }) => heldOn.toString())
    assert.equal(held.includes('2028-01-01'), false)
    assert.equal(held.length, 10)
  })
})
