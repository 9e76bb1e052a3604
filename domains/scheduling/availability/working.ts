/**
 * When a provider works: template ∩ opening hours − absences, from wall-clock time at the site to moments. Pure.
 * Where the clock jumps, wall time that does not exist moves forward and wall time that exists twice is the first.
 */
import type { Id } from '#kernel/id.ts'
import { type Interval, type Times, intersect, subtract, union } from './interval.ts'

export type Template = {
  readonly id: Id<'Template'>
  readonly providerId: Id<'Provider'>
  readonly weekday: number
  readonly starts: Temporal.PlainTime
  readonly ends: Temporal.PlainTime
  readonly slotMinutes: number
  readonly visitTypeIds: readonly Id<'VisitType'>[] | null
  readonly overbookSlots: number
  readonly effectiveFrom: Temporal.PlainDate
  readonly effectiveTo: Temporal.PlainDate | null
}

/** One template block on one day. `open` is what of its span is left by opening hours and absences. */
export type Block = {
  readonly templateId: Id<'Template'>
  readonly providerId: Id<'Provider'>
  readonly span: Interval
  readonly open: Times
  readonly slotMinutes: number
  readonly visitTypeIds: readonly Id<'VisitType'>[] | null
  readonly overbookSlots: number
}

type Hours = {
  readonly weekday: number
  readonly opens: Temporal.PlainTime
  readonly closes: Temporal.PlainTime
  readonly effectiveFrom: Temporal.PlainDate
  readonly effectiveTo: Temporal.PlainDate | null
}

const moment = (date: Temporal.PlainDate, plainTime: Temporal.PlainTime, timeZone: string) =>
  date.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds

/** A calendar day at a site: 23, 24 or 25 hours. */
export const dayOf = (date: Temporal.PlainDate, timeZone: string): Interval => ({
  from: date.toZonedDateTime(timeZone).epochMilliseconds,
  until: date.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds,
})

export const isEffective = (
  rule: Pick<Hours, 'weekday' | 'effectiveFrom' | 'effectiveTo'>,
  date: Temporal.PlainDate,
) =>
  rule.weekday === date.dayOfWeek &&
  Temporal.PlainDate.compare(rule.effectiveFrom, date) <= 0 &&
  (rule.effectiveTo === null || Temporal.PlainDate.compare(date, rule.effectiveTo) <= 0)

/** When a site is open on a day; never on a holiday. */
export function openTimes(
  {
    timeZone,
    hours,
    holidays,
  }: {
    readonly timeZone: string
    readonly hours: readonly Hours[]
    readonly holidays: readonly { heldOn: Temporal.PlainDate }[]
  },
  date: Temporal.PlainDate,
): Times {
  if (holidays.some(({ heldOn }) => heldOn.equals(date))) return []
  return union(
    hours
      .filter((rule) => isEffective(rule, date))
      .map(({ opens, closes }) => ({
        from: moment(date, opens, timeZone),
        until: moment(date, closes, timeZone),
      })),
  )
}

/** The blocks of a day, by start. `away` holds the absences of each provider. */
export function blocksOn(
  date: Temporal.PlainDate,
  timeZone: string,
  templates: readonly Template[],
  open: Times,
  away: ReadonlyMap<Id<'Provider'>, Times>,
): Block[] {
  return templates
    .filter((template) => isEffective(template, date))
    .map(({ id, providerId, starts, ends, slotMinutes, visitTypeIds, overbookSlots }) => {
      const span = { from: moment(date, starts, timeZone), until: moment(date, ends, timeZone) }
      const present = subtract(intersect(union([span]), open), away.get(providerId) ?? [])
      return { templateId: id, providerId, span, open: present, slotMinutes, visitTypeIds, overbookSlots }
    })
    .toSorted((a, b) => a.span.from - b.span.from)
}

/** Absences by provider, as sets of time. */
export function awayTimes(
  absences: readonly { providerId: Id<'Provider'>; startsAt: Temporal.Instant; endsAt: Temporal.Instant }[],
): Map<Id<'Provider'>, Times> {
  const away = new Map<Id<'Provider'>, Times>()
  for (const { providerId, startsAt, endsAt } of absences)
    away.set(
      providerId,
      union(away.get(providerId) ?? [], [
        { from: startsAt.epochMilliseconds, until: endsAt.epochMilliseconds },
      ]),
    )
  return away
}
