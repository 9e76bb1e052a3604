/** The holidays of the federal government (5 U.S.C. 6103), on the days they are kept. Pure. */

type Holiday = { readonly heldOn: Temporal.PlainDate; readonly name: string }

/**
 * The eleven holidays kept in a year. One on a Saturday is kept the Friday before, one on a Sunday the Monday after
 * (5 U.S.C. 6103(b), Executive Order 11582), so the New Year of a following Saturday is kept in this year.
 */
export function federalHolidays(year: number): Holiday[] {
  const named = (of: number): Holiday[] => [
    { heldOn: day(of, 1, 1), name: "New Year's Day" },
    { heldOn: weekdayOf(of, 1, 1, 3), name: 'Birthday of Martin Luther King, Jr.' },
    { heldOn: weekdayOf(of, 2, 1, 3), name: "Washington's Birthday" },
    { heldOn: lastMondayOfMay(of), name: 'Memorial Day' },
    { heldOn: day(of, 6, 19), name: 'Juneteenth' },
    { heldOn: day(of, 7, 4), name: 'Independence Day' },
    { heldOn: weekdayOf(of, 9, 1, 1), name: 'Labor Day' },
    { heldOn: weekdayOf(of, 10, 1, 2), name: 'Columbus Day' },
    { heldOn: day(of, 11, 11), name: 'Veterans Day' },
    { heldOn: weekdayOf(of, 11, 4, 4), name: 'Thanksgiving Day' },
    { heldOn: day(of, 12, 25), name: 'Christmas Day' },
  ]
  return [...named(year), ...named(year + 1)]
    .map(({ heldOn, name }) => ({ heldOn: keptOn(heldOn), name }))
    .filter(({ heldOn }) => heldOn.year === year)
}

const day = (year: number, month: number, date: number) => Temporal.PlainDate.from({ year, month, day: date })

function weekdayOf(year: number, month: number, weekday: number, nth: number) {
  const first = day(year, month, 1)
  return first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + 7 * (nth - 1) })
}

function lastMondayOfMay(year: number) {
  const last = day(year, 5, 31)
  return last.subtract({ days: last.dayOfWeek - 1 })
}

const keptOn = (date: Temporal.PlainDate) =>
  date.dayOfWeek === 6 ? date.subtract({ days: 1 }) : date.dayOfWeek === 7 ? date.add({ days: 1 }) : date
