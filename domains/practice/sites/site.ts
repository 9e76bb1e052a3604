/** When a site is open. Pure: no clock, no database. */
import { reason, refuse } from '#kernel/refusal.ts'

export const OutsideOpeningHours = reason('outside-opening-hours', 422, 'The site is closed at that time.')

export type OpeningHours = {
  /** IANA name, e.g. "America/Chicago". */
  readonly timeZone: string
  readonly hours: readonly {
    /** ISO: 1 is Monday. */
    weekday: number
    opens: Temporal.PlainTime
    closes: Temporal.PlainTime
    effectiveFrom: Temporal.PlainDate
    effectiveTo: Temporal.PlainDate | null
  }[]
  readonly holidays: readonly { heldOn: Temporal.PlainDate; name: string }[]
}

type Slot = { readonly startsAt: Temporal.Instant; readonly endsAt: Temporal.Instant }

/** The hours a site keeps on a calendar day, earliest first; none on a holiday. */
export function hoursOn({ hours, holidays }: OpeningHours, date: Temporal.PlainDate) {
  if (holidays.some(({ heldOn }) => heldOn.equals(date))) return []
  return hours
    .filter(
      ({ weekday, effectiveFrom, effectiveTo }) =>
        weekday === date.dayOfWeek &&
        Temporal.PlainDate.compare(effectiveFrom, date) <= 0 &&
        (effectiveTo === null || Temporal.PlainDate.compare(date, effectiveTo) <= 0),
    )
    .toSorted((a, b) => Temporal.PlainTime.compare(a.opens, b.opens))
}

export function mustBeWithin(opening: OpeningHours, slot: Slot) {
  const starts = slot.startsAt.toZonedDateTimeISO(opening.timeZone)
  const ends = slot.endsAt.toZonedDateTimeISO(opening.timeZone)
  const date = starts.toPlainDate()
  const isOpen =
    date.equals(ends.toPlainDate()) &&
    hoursOn(opening, date).some(
      ({ opens, closes }) =>
        Temporal.PlainTime.compare(opens, starts.toPlainTime()) <= 0 &&
        Temporal.PlainTime.compare(ends.toPlainTime(), closes) <= 0,
    )
  if (isOpen) return
  const holiday = opening.holidays.find(({ heldOn }) => heldOn.equals(date))
  const day = date.toLocaleString('en-US', { weekday: 'long', month: 'short', day: 'numeric' })
  const open = hoursOn(opening, date).map(({ opens, closes }) => `${clock(opens)} to ${clock(closes)}`)
  refuse(
    OutsideOpeningHours,
    holiday
      ? `The site is closed on ${day} (${holiday.name}).`
      : open.length === 0
        ? `The site is closed on ${day}.`
        : `On ${day} the site is open ${open.join(' and ')}.`,
  )
}

const clock = (time: Temporal.PlainTime) =>
  time.toLocaleString('en-US', { hour: 'numeric', minute: '2-digit' })
