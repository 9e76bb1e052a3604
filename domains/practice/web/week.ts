/** Opening hours in words, and as the seven rows of a form. */
import type { Reply } from '#kernel/contract.ts'
import type { readPractice } from '../sites/contract.ts'

export type Hours = Reply<typeof readPractice>['sites'][number]['hours'][number]
export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
] as const

/** The blocks of the week that begins on a day, earliest first. Those of one day alone count for that day. */
export const hoursInForce = (hours: readonly Hours[], from: Temporal.PlainDate) =>
  hours
    .filter(({ weekday, effectiveFrom, effectiveTo }) => {
      const on = from.add({ days: (weekday - from.dayOfWeek + 7) % 7 })
      return (
        Temporal.PlainDate.compare(effectiveFrom, on) <= 0 &&
        (effectiveTo === null || Temporal.PlainDate.compare(on, effectiveTo) <= 0)
      )
    })
    .toSorted((a, b) => a.weekday - b.weekday || Temporal.PlainTime.compare(a.opens, b.opens))

const clock = (time: Temporal.PlainTime) =>
  time.toLocaleString('en-US', { hour: 'numeric', minute: '2-digit' })

/** "Monday to Friday 8:00 AM to 5:00 PM; Saturday 8:00 AM to 12:00 PM": days alike are told together. */
export function weekWords(hours: readonly Hours[]): string {
  const days = weekdays.map((name, index) => ({
    name,
    open: hours
      .filter(({ weekday }) => weekday === index + 1)
      .map(({ opens, closes }) => `${clock(opens)} to ${clock(closes)}`)
      .join(' and '),
  }))
  const runs: { first: string; last: string; open: string }[] = []
  for (const [index, { name, open }] of days.entries()) {
    const run = runs.at(-1)
    if (run && open === days[index - 1]?.open) run.last = name
    else runs.push({ first: name, last: name, open })
  }
  const open = runs.filter((run) => run.open !== '')
  if (open.length === 0) return 'No hours entered'
  return open
    .map((run) => `${run.first === run.last ? run.first : `${run.first} to ${run.last}`} ${run.open}`)
    .join('; ')
}
