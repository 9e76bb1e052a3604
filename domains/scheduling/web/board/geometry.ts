/** Where things stand on the board: columns, the axis of time, lanes. Pure. Moments are epoch milliseconds. */
import type { Id } from '#kernel/id.ts'
import type { Day, DayVisit } from '../../day/contract.ts'

export type Axis = {
  readonly from: number
  readonly until: number
  readonly timeZone: string
  /** Full hours with their wall-clock label. On the days the clock jumps one is missing or twice there. */
  readonly hours: readonly { readonly at: number; readonly label: string }[]
}

type Span = { readonly from: number; readonly until: number }
export type BoardColumn = {
  readonly id: string
  readonly title: string
  /** What is wrong here, in two words, and the whole of it. */
  readonly trouble: { readonly short: string; readonly whole: string } | null
  readonly providerId: Id<'Provider'> | null
  readonly roomId: Id<'Room'> | null
  /** When visits are seen here; the rest of the column is shaded. */
  readonly open: readonly Span[]
  readonly away: readonly (Span & { readonly label: string })[]
  readonly visits: readonly DayVisit[]
  readonly minutesBooked: number
}

const minute = 60_000
/** The grid to which a moved or booked visit snaps. */
export const snapMinutes = 10

const spanOf = ({ startsAt, endsAt }: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }): Span => ({
  from: startsAt.epochMilliseconds,
  until: endsAt.epochMilliseconds,
})

/** The site's hours, widened by whoever works or is booked outside them, to full hours. */
export function axisOf(day: Day): Axis {
  const { timeZone } = day.site
  const spans = [
    ...day.open.map(spanOf),
    ...day.providers.flatMap(({ hours }) => hours.map(spanOf)),
    ...day.visits.map(spanOf),
  ]
  const at = (milliseconds: number) =>
    Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone)
  const hour = (time: string) => day.date.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds
  const first = spans.length > 0 ? Math.min(...spans.map(({ from }) => from)) : hour('08:00')
  const last = spans.length > 0 ? Math.max(...spans.map(({ until }) => until)) : hour('17:00')
  const from = at(first).round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds
  const until = at(last).round({ smallestUnit: 'hour', roundingMode: 'ceil' }).epochMilliseconds
  const hours = []
  for (let moment = from; moment < until; moment += 60 * minute)
    hours.push({ at: moment, label: at(moment).toLocaleString('en-US', { hour: 'numeric' }) })
  return { from, until, timeZone, hours }
}

export const minutesOn = (axis: Axis, moment: number) => (moment - axis.from) / minute

const lengthOf = ({ startsAt, endsAt }: DayVisit) =>
  (endsAt.epochMilliseconds - startsAt.epochMilliseconds) / minute
const isWorking = ({ status }: DayVisit) => status !== 'completed' && status !== 'checked_out'

export function columnsOf(day: Day, by: 'providers' | 'rooms'): BoardColumn[] {
  const build = (
    column: Omit<BoardColumn, 'visits' | 'minutesBooked'>,
    visits: readonly DayVisit[],
  ): BoardColumn => ({
    ...column,
    visits,
    minutesBooked: visits.reduce((total, visit) => total + lengthOf(visit), 0),
  })
  if (by === 'providers')
    return day.providers.map((provider) =>
      build(
        {
          id: provider.id,
          title: provider.name,
          trouble: provider.blocked
            ? { short: 'Cannot be booked', whole: `${provider.blocked}: no new visits` }
            : null,
          providerId: provider.id,
          roomId: null,
          open: provider.hours.map(spanOf),
          away: provider.away.map((away) => ({ ...spanOf(away), label: `Away (${away.kind})` })),
        },
        day.visits.filter(({ providerId }) => providerId === provider.id),
      ),
    )
  const open = day.open.map(spanOf)
  const roomOf = ({ roomedInId, roomId }: DayVisit) => roomedInId ?? roomId
  const known = new Set<string>(day.rooms.map(({ id }) => id))
  const homeless = day.visits.filter((visit) => !known.has(roomOf(visit) ?? ''))
  const rooms = day.rooms
    .map((room) => ({ room, visits: day.visits.filter((visit) => roomOf(visit) === room.id) }))
    .filter(({ room, visits }) => room.active || visits.length > 0)
    .map(({ room, visits }) =>
      build(
        {
          id: room.id,
          title: room.name,
          trouble: room.active ? null : { short: 'Closed', whole: 'The room is closed: no new visits' },
          providerId: null,
          roomId: room.id,
          open: room.active ? open : [],
          away: [],
        },
        visits,
      ),
    )
  if (homeless.length === 0) return rooms
  const none = { id: 'none', title: 'No room', trouble: null, providerId: null, roomId: null, open, away: [] }
  return [...rooms, build(none, homeless)]
}

export type Placed = { readonly visit: DayVisit; readonly lane: number; readonly lanes: number }

/** Visits that overlap (overbooked ones, or rooms in use longer than planned) stand side by side. */
export function inLanes(visits: readonly DayVisit[]): Placed[] {
  const placed: Placed[] = []
  let cluster: { visit: DayVisit; lane: number }[] = []
  let ends: number[] = []
  const close = () => {
    for (const one of cluster) placed.push({ ...one, lanes: ends.length })
    cluster = []
    ends = []
  }
  for (const visit of visits) {
    const { from, until } = spanOf(visit)
    if (ends.every((end) => end <= from)) close()
    const free = ends.findIndex((end) => end <= from)
    const lane = free === -1 ? ends.length : free
    ends[lane] = until
    cluster.push({ visit, lane })
  }
  close()
  return placed
}

/** Where the arrow keys stop in a column: each visit, and each free moment of its open time on the grid. */
export function stopsIn(column: BoardColumn): readonly { at: number; visit: DayVisit | null }[] {
  const taken = column.visits.map(spanOf)
  const free = column.open.flatMap(({ from, until }) => {
    const stops = []
    for (let at = from; at < until; at += snapMinutes * minute)
      if (!taken.some((span) => span.from <= at && at < span.until)) stops.push({ at, visit: null })
    return stops
  })
  return [
    ...free,
    ...column.visits.map((visit) => ({ at: visit.startsAt.epochMilliseconds, visit })),
  ].toSorted((a, b) => a.at - b.at)
}

export const snap = (axis: Axis, moment: number) => {
  const step = snapMinutes * minute
  return axis.from + Math.round((moment - axis.from) / step) * step
}

/** Who is where now, for the head of a column: "14 visits, 3 to come". */
export function tallyOf({ visits }: BoardColumn, now: Temporal.Instant) {
  const open = visits.filter(
    (visit) => isWorking(visit) && Temporal.Instant.compare(visit.endsAt, now) > 0,
  ).length
  const count = `${visits.length} ${visits.length === 1 ? 'visit' : 'visits'}`
  return visits.length === 0
    ? 'No visits'
    : open > 0 && open < visits.length
      ? `${count}, ${open} to come`
      : count
}
