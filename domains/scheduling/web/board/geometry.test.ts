import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { newId } from '#kernel/id.ts'
import type { Day, DayVisit } from '../../day/contract.ts'
import { axisOf, columnsOf, inLanes, minutesOn, stopsIn } from './geometry.ts'

const zone = 'America/New_York'
const okafor = newId<'Provider'>()
const exam1 = newId<'Room'>()
const at = (date: string, time: string) =>
  Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant()

const visit = (startsAt: Temporal.Instant, minutes: number, more: Partial<DayVisit> = {}): DayVisit => ({
  id: newId(),
  patientId: newId(),
  patientName: 'Lovelace, Ada',
  preferredName: null,
  bornOn: Temporal.PlainDate.from('1975-12-10'),
  mrn: '1',
  needsInterpreter: false,
  providerId: okafor,
  siteId: newId(),
  roomId: exam1,
  roomedInId: null,
  visitTypeId: newId(),
  typeName: 'Follow-up',
  colour: 'teal',
  startsAt,
  endsAt: startsAt.add({ minutes }),
  status: 'scheduled',
  reason: 'Follow-up',
  isOverbook: false,
  chargeStatus: 'none',
  copayDisposition: null,
  movedAt: startsAt,
  arrivedAt: null,
  roomedAt: null,
  checkedOutAt: null,
  version: 1,
  ...more,
})

function day(date: string, visits: DayVisit[], from = '08:00', until = '17:00'): Day {
  const span = { startsAt: at(date, from), endsAt: at(date, until) }
  const midnight = Temporal.PlainDate.from(date).toZonedDateTime(zone)
  return {
    site: { id: newId(), name: 'Downtown', timeZone: zone },
    date: Temporal.PlainDate.from(date),
    startsAt: midnight.toInstant(),
    endsAt: midnight.add({ days: 1 }).toInstant(),
    holiday: null,
    open: [span],
    providers: [
      {
        id: okafor,
        name: 'Dr. Okafor',
        credential: 'MD',
        blocked: null,
        hours: [{ ...span, overbookSlots: 0 }],
        away: [],
      },
    ],
    rooms: [{ id: exam1, name: 'Exam 1', kind: 'exam', active: true }],
    visits,
  }
}

describe('the board', () => {
  it('reaches from the first to the last full hour in which anybody works or is booked', () => {
    const early = visit(at('2026-11-23', '07:40'), 20)
    const axis = axisOf(day('2026-11-23', [early]))
    assert.deepEqual(
      [axis.hours[0]?.label, axis.hours.at(-1)?.label, axis.hours.length],
      ['7 AM', '4 PM', 10],
    )
    assert.equal(minutesOn(axis, early.startsAt.epochMilliseconds), 40)
  })

  it('shows the hour that comes twice twice, and leaves out the one that does not come', () => {
    const labels = (date: string) => axisOf(day(date, [], '00:00', '05:00')).hours.map(({ label }) => label)
    assert.deepEqual(labels('2026-11-01'), ['12 AM', '1 AM', '1 AM', '2 AM', '3 AM', '4 AM'])
    assert.deepEqual(labels('2027-03-14'), ['12 AM', '1 AM', '3 AM', '4 AM'])
  })

  it('puts a patient into the room they were shown to, and visits without a room apart', () => {
    const noon = at('2026-11-23', '12:00')
    const roomed = visit(noon, 20, { roomId: null, roomedInId: exam1 })
    const homeless = visit(noon, 20, { roomId: null })
    const columns = columnsOf(day('2026-11-23', [roomed, homeless]), 'rooms')
    assert.deepEqual(
      columns.map(({ title, visits }) => [title, visits.map(({ id }) => id)]),
      [
        ['Exam 1', [roomed.id]],
        ['No room', [homeless.id]],
      ],
    )
  })

  it('never draws one visit over another, and gives each the whole width when it is alone', () => {
    const start = at('2026-11-23', '08:00')
    const some = fc.array(fc.tuple(fc.nat(500), fc.integer({ min: 5, max: 60 })), { maxLength: 20 })
    fc.assert(
      fc.property(some, (spans) => {
        const visits = spans
          .map(([from, length]) => visit(start.add({ minutes: from }), length))
          .toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt))
        const placed = inLanes(visits)
        assert.equal(placed.length, visits.length)
        const overlaps = (a: DayVisit, b: DayVisit) =>
          a !== b &&
          Temporal.Instant.compare(a.startsAt, b.endsAt) < 0 &&
          Temporal.Instant.compare(b.startsAt, a.endsAt) < 0
        for (const one of placed) {
          const rivals = placed.filter((other) => overlaps(one.visit, other.visit))
          assert.ok(rivals.every((other) => other.lane !== one.lane && other.lanes === one.lanes))
          assert.ok(one.lane < one.lanes)
          if (rivals.length === 0) assert.equal(one.lanes, 1)
        }
      }),
    )
  })

  it('lets the arrow keys stop at each visit and each free moment, in order', () => {
    const one = visit(at('2026-11-23', '08:10'), 20)
    const [column] = columnsOf(day('2026-11-23', [one], '08:00', '09:00'), 'providers')
    const stops = stopsIn(column!).map((stop) => [
      (stop.at - at('2026-11-23', '08:00').epochMilliseconds) / 60_000,
      stop.visit?.id ?? null,
    ])
    assert.deepEqual(stops, [
      [0, null],
      [10, one.id],
      [30, null],
      [40, null],
      [50, null],
    ])
  })
})
