import { useSite } from '../site.ts'
import { ageOn, dateShort, dateWords, fromToday, instantTime } from './when.ts'

/** Today where one works: the site's date, not the workstation's. */
export function useToday(): Temporal.PlainDate {
  const { site } = useSite()
  return Temporal.Now.plainDateISO(site?.timeZone)
}

/** A date: "Mon, Nov 23, 2026". `near` adds "in 2 days"; `short` writes 11/23/2026. */
export function OnDate({
  date,
  near = false,
  short = false,
}: {
  date: Temporal.PlainDate
  near?: boolean
  short?: boolean
}) {
  const today = useToday()
  return (
    <time dateTime={date.toString()} className="number">
      {short ? dateShort(date) : dateWords(date)}
      {near && (
        <span style={{ color: 'var(--ink-quiet)', marginLeft: '0.5rem' }}>{fromToday(date, today)}</span>
      )}
    </time>
  )
}

/** A birth date with the age: "03/14/1975 (51 y)". */
export function Born({ on }: { on: Temporal.PlainDate }) {
  return (
    <time dateTime={on.toString()} className="number">
      {dateShort(on)} ({ageOn(on, useToday())})
    </time>
  )
}

/** An instant at a site: "today 9:30 AM", "Mon, Nov 23, 2026 9:30 AM"; the zone only where the sites' zones differ. */
export function When({
  at,
  timeZone,
  time = 'with',
}: {
  at: Temporal.Instant
  timeZone?: string
  time?: 'with' | 'only'
}) {
  const { site, zonesDiffer } = useSite()
  const zone = timeZone ?? site?.timeZone ?? Temporal.Now.timeZoneId()
  const date = at.toZonedDateTimeISO(zone).toPlainDate()
  const away = fromToday(date, Temporal.Now.plainDateISO(zone))
  const day = ['today', 'yesterday', 'tomorrow'].includes(away) ? away : dateWords(date)
  return (
    <time dateTime={at.toString()} className="number">
      {time === 'with' && `${day} `}
      {instantTime(at, zone, zonesDiffer)}
    </time>
  )
}
