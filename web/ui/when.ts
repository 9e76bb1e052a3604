/** Dates and times in words, the same everywhere. */

const long = { weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' } as const

/** "Mon, Nov 23, 2026" */
export const dateWords = (date: Temporal.PlainDate) => date.toLocaleString('en-US', long)

/** "11/23/2026", for tables and where a form shows what was understood. */
export const dateShort = (date: Temporal.PlainDate) =>
  date.toLocaleString('en-US', { month: '2-digit', day: '2-digit', year: 'numeric' })

/** "9:30 AM" */
export const timeWords = (time: Temporal.PlainTime) =>
  time.toLocaleString('en-US', { hour: 'numeric', minute: '2-digit' })

/** "9:30 AM", with "EST" after it where zones differ. */
export const instantTime = (instant: Temporal.Instant, timeZone: string, withZone: boolean) =>
  instant.toZonedDateTimeISO(timeZone).toLocaleString('en-US', {
    hour: 'numeric',
    minute: '2-digit',
    ...(withZone ? { timeZoneName: 'short' as const } : {}),
  })

/** "today", "in 2 days", "3 weeks ago", "in 5 months". */
export function fromToday(date: Temporal.PlainDate, today: Temporal.PlainDate): string {
  const days = today.until(date).days
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  if (days === -1) return 'yesterday'
  const size = Math.abs(days)
  const [count, unit] =
    size < 14
      ? [size, 'day']
      : size < 60
        ? [Math.round(size / 7), 'week']
        : size < 730
          ? [Math.round(size / 30.44), 'month']
          : [Math.floor(size / 365.25), 'year']
  return days > 0 ? `in ${count} ${unit}s` : `${count} ${unit}s ago`
}

/** Whole years on a day: the age a birth date means. Under two years in months, as the clinic counts. */
export function ageOn(bornOn: Temporal.PlainDate, today: Temporal.PlainDate): string {
  const { years, months } = bornOn.until(today, { largestUnit: 'year' })
  return years >= 2 ? `${years} y` : `${years * 12 + months} mo`
}
