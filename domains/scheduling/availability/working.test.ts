import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { newId } from '#kernel/id.ts'
import { type Interval, holds, meets, union } from './interval.ts'
import { freeSlots, heldBy } from './slots.ts'
import { type Template, awayTimes, blocksOn, dayOf, openTimes } from './working.ts'

const okafor = newId<'Provider'>()
const type = newId<'VisitType'>()
const day = (text: string) => Temporal.PlainDate.from(text)
const time = (text: string) => Temporal.PlainTime.from(text)
const always = { effectiveFrom: day('2000-01-01'), effectiveTo: null }
const hours = (from: string, to: string) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: time(from), closes: time(to), ...always }))
const template = (starts: string, ends: string, more: Partial<Template> = {}): Template[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    id: newId(),
    providerId: okafor,
    weekday,
    starts: time(starts),
    ends: time(ends),
    slotMinutes: 20,
    visitTypeIds: null,
    overbookSlots: 0,
    ...always,
    ...more,
  }))
const needs = { visitTypeId: type, durationMinutes: 20, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 }
const none = { providers: new Map(), rooms: null }

function slotsOn(date: string, timeZone: string, templates: Template[], opening = hours('00:00', '23:59')) {
  const open = openTimes({ timeZone, hours: opening, holidays: [] }, day(date))
  return blocksOn(day(date), timeZone, templates, open, new Map())
    .flatMap((block) => freeSlots(block, needs, none, 0))
    .map(({ startsAt }) => startsAt.toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never' }))
}

describe('a provider’s day', () => {
  for (const [zone, before, after] of [
    ['America/New_York', '-05:00', '-04:00'],
    ['America/Chicago', '-06:00', '-05:00'],
  ] as const) {
    it(`keeps to the wall clock in ${zone} when daylight saving begins and ends`, () => {
      const nine = (date: string) => slotsOn(date, zone, template('09:00', '10:00'))
      const three = (date: string, offset: string) =>
        ['09:00', '09:20', '09:40'].map((at) => `${date}T${at}:00${offset}`)
      assert.deepEqual(nine('2027-03-13'), three('2027-03-13', before))
      assert.deepEqual(nine('2027-03-14'), three('2027-03-14', after))
      assert.deepEqual(nine('2026-10-31'), three('2026-10-31', after))
      assert.deepEqual(nine('2026-11-01'), three('2026-11-01', before))
    })

    it(`has no slot in the hour ${zone} skips, and all of the hour it has twice`, () => {
      const night = template('01:00', '04:00', { slotMinutes: 60 })
      assert.deepEqual(
        slotsOn('2027-03-14', zone, night).map((at) => at.slice(11, 16)),
        ['01:00', '03:00'],
      )
      assert.deepEqual(
        slotsOn('2026-11-01', zone, night).map((at) => at.slice(11)),
        [`01:00:00${after}`, `01:00:00${before}`, `02:00:00${before}`, `03:00:00${before}`],
      )
    })

    it(`is 23, 24 or 25 hours long in ${zone}`, () => {
      const long = (date: string) => {
        const { from, until } = dayOf(day(date), zone)
        return (until - from) / 3_600_000
      }
      assert.deepEqual(['2027-03-14', '2026-11-01', '2028-02-29'].map(long), [23, 25, 24])
    })
  }

  it('exists on the leap day, and a template that ends on it is still good on it', () => {
    const leap = template('09:00', '10:00', {
      effectiveFrom: day('2028-02-29'),
      effectiveTo: day('2028-02-29'),
    })
    assert.equal(slotsOn('2028-02-29', 'America/Chicago', leap).length, 3)
    assert.equal(slotsOn('2028-02-28', 'America/Chicago', leap).length, 0)
    assert.equal(slotsOn('2028-03-01', 'America/Chicago', leap).length, 0)
  })

  it('is cut by opening hours, holidays and absences', () => {
    const zone = 'America/Chicago'
    const monday = day('2026-11-23')
    const opening = { timeZone: zone, hours: hours('09:30', '12:00'), holidays: [] }
    assert.deepEqual(openTimes({ ...opening, holidays: [{ heldOn: monday }] }, monday), [])
    const instant = (at: string) => monday.toZonedDateTime({ timeZone: zone, plainTime: at }).toInstant()
    const away = awayTimes([{ providerId: okafor, startsAt: instant('10:00'), endsAt: instant('11:00') }])
    const [block] = blocksOn(monday, zone, template('09:00', '12:00'), openTimes(opening, monday), away)
    assert.deepEqual(
      freeSlots(block!, needs, none, 0).map(({ startsAt }) => startsAt.toString()),
      ['09:40', '11:00', '11:20', '11:40'].map((at) => instant(at).toString()),
    )
  })

  it('does not offer a type the block is not for', () => {
    assert.deepEqual(
      slotsOn('2026-11-23', 'America/Chicago', template('09:00', '12:00', { visitTypeIds: [newId()] })),
      [],
    )
  })
})

describe('open slots', () => {
  const minute = 60_000
  const span = { from: 0, until: 480 * minute }
  const minutes = fc.integer({ min: -30, max: 500 })
  const taken = fc.array(
    fc.tuple(minutes, fc.integer({ min: 5, max: 90 })).map(([from, length]): Interval => ({
      from: from * minute,
      until: (from + length) * minute,
    })),
    { maxLength: 12 },
  )

  it('never touch what is taken, lie in open time, and find every gap that is wide enough', () => {
    fc.assert(
      fc.property(
        taken,
        taken,
        fc.array(taken, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(5, 10, 15, 20),
        fc.integer({ min: 5, max: 60 }),
        fc.integer({ min: 0, max: 15 }),
        fc.integer({ min: 0, max: 15 }),
        (absent, booked, rooms, slotMinutes, durationMinutes, bufferBeforeMinutes, bufferAfterMinutes) => {
          const open = union([span]).flatMap((whole) => {
            const gone = union(absent)
            const edges = [whole.from, ...gone.flatMap(({ from, until }) => [from, until]), whole.until]
            return union(
              edges
                .slice(1)
                .map((until, i) => ({ from: Math.max(0, edges[i]!), until: Math.min(span.until, until) }))
                .filter((_, i) => i % 2 === 0),
            )
          })
          const block = {
            templateId: newId<'Template'>(),
            providerId: okafor,
            span,
            open,
            slotMinutes,
            visitTypeIds: null,
            overbookSlots: 0,
          }
          const wanted = { visitTypeId: type, durationMinutes, bufferBeforeMinutes, bufferAfterMinutes }
          const busy = union(booked)
          const roomTimes = rooms.map((room) => union(room))
          const slots = freeSlots(
            block,
            wanted,
            {
              providers: new Map([[okafor, busy]]),
              rooms: new Map(roomTimes.map((room) => [newId<'Room'>(), room])),
            },
            0,
          )
          const fits = (from: number) =>
            holds(open, { from, until: from + durationMinutes * minute }) &&
            !meets(busy, heldBy(from, wanted)) &&
            roomTimes.some((room) => !meets(room, heldBy(from, wanted)))
          const starts = slots.map(({ startsAt }) => startsAt.epochMilliseconds)
          assert.ok(starts.every(fits))
          const held = starts.map((from) => heldBy(from, wanted))
          assert.ok(held.every(({ from }, i) => i === 0 || held[i - 1]!.until <= from))
          // Nothing that fits is left out, unless a slot chosen earlier is in its way.
          for (let from = 0; from < span.until; from += slotMinutes * minute)
            if (fits(from)) assert.ok(meets(union(held), heldBy(from, wanted)))
        },
      ),
    )
  })
})
