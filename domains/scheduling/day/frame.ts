/** Everything about a site's day but the visits: hours, templates, absences, rooms, licences. One query. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import { blockingKinds, credentialWords } from '#domains/workforce/workforce.ts'
import type { Db } from '#platform/database.ts'
import type { Times } from '../availability/interval.ts'
import { type Block, type Template, awayTimes, blocksOn, dayOf, openTimes } from '../availability/working.ts'

export type DayProvider = {
  readonly id: Id<'Provider'>
  readonly name: string
  readonly credential: string
  readonly taxonomy: string
  readonly acceptsNew: boolean
  readonly active: boolean
  /** Why no new visit may be booked: a licence that ran out; null when nothing stands in the way. */
  readonly blocked: string | null
}
type Absence = {
  providerId: Id<'Provider'>
  kind: string
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
}

export type Frame = {
  readonly site: { readonly id: Id<'Site'>; readonly name: string; readonly timeZone: string }
  readonly date: Temporal.PlainDate
  readonly day: { readonly from: number; readonly until: number }
  /** The name of the holiday on which the site is closed. */
  readonly holiday: string | null
  readonly open: Times
  readonly blocks: readonly Block[]
  readonly absences: readonly Absence[]
  /** Who works here that day by template, with whoever else was asked for. */
  readonly providers: readonly DayProvider[]
  readonly rooms: readonly { id: Id<'Room'>; name: string; kind: string; active: boolean }[]
}

type Row = {
  name: string
  timeZone: string
  holiday: string | null
  hours: { opens: string; closes: string }[]
  templates: (Omit<Template, 'starts' | 'ends' | 'effectiveFrom' | 'effectiveTo'> & {
    starts: string
    ends: string
  })[]
  absences: { providerId: Id<'Provider'>; kind: string; startsAt: string; endsAt: string }[]
  providers: (Omit<DayProvider, 'blocked'> & { lapsed: keyof typeof credentialWords | null })[]
  rooms: Frame['rooms']
}

/** `providerId`: described too when without a template here that day (whom somebody wants to book). */
export async function dayFrame(
  db: Db,
  {
    siteId,
    date,
    today,
    providerId = null,
  }: {
    siteId: Id<'Site'>
    date: Temporal.PlainDate
    /** The day on which a licence must be in force for a booking to be made. */
    today: Temporal.PlainDate
    providerId?: Id<'Provider'> | null
  },
): Promise<Frame> {
  const weekday = date.dayOfWeek
  const effective = sql`effective_from <= ${date} and (effective_to is null or effective_to >= ${date})`
  const { rows } = await sql<Row>`
    with here as (
      select * from scheduling.template where site_id = ${siteId} and weekday = ${weekday} and ${effective}
    ), who as (
      select provider_id as id from here union select ${providerId}::uuid
      union select provider_id from scheduling.appointment
        where site_id = ${siteId} and starts_at >= (${date}::date::timestamp at time zone (select time_zone from practice.site where id = ${siteId}))
          and starts_at < ((${date}::date + 1)::timestamp at time zone (select time_zone from practice.site where id = ${siteId}))
    )
    select site.name, site.time_zone as "timeZone",
      (select name from practice.holiday where (site_id = site.id or site_id is null) and held_on = ${date} limit 1) as holiday,
      (select coalesce(json_agg(json_build_object('opens', opens, 'closes', closes)), '[]') from practice.opening_hours
        where site_id = site.id and weekday = ${weekday} and ${effective}) as hours,
      (select coalesce(json_agg(json_build_object('id', id, 'providerId', provider_id, 'weekday', weekday, 'starts', starts,
          'ends', ends, 'slotMinutes', slot_minutes, 'visitTypeIds', visit_type_ids, 'overbookSlots', overbook_slots)), '[]')
        from here) as templates,
      (select coalesce(json_agg(json_build_object('providerId', provider_id, 'kind', kind, 'startsAt', starts_at, 'endsAt', ends_at)), '[]')
        from scheduling.absence where provider_id in (select id from who)
          and ends_at > (${date}::date::timestamp at time zone site.time_zone)
          and starts_at < ((${date}::date + 1)::timestamp at time zone site.time_zone)) as absences,
      (select coalesce(json_agg(json_build_object('id', provider.id, 'name', display_name, 'credential', credential, 'taxonomy', taxonomy,
          'acceptsNew', accepts_new, 'active', active, 'lapsed', (
            select kind from workforce.credential where staff_id = provider.staff_id and kind = any(${blockingKinds})
            group by kind, issuer having max(coalesce(expires_on, 'infinity')) < ${today}::date limit 1)) order by display_name), '[]')
        from workforce.provider where provider.id in (select id from who)) as providers,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'kind', kind, 'active', active) order by name), '[]')
        from facilities.room where site_id = site.id) as rooms
    from practice.site where site.id = ${siteId}`.execute(db)
  const [row] = rows
  if (!row) refuse(NotFound, 'There is no such site.')
  return frameOf(row, siteId, date)
}

function frameOf(row: Row, siteId: Id<'Site'>, date: Temporal.PlainDate): Frame {
  const { name, timeZone, holiday } = row
  // The query has chosen what is effective on this date.
  const always = { weekday: date.dayOfWeek, effectiveFrom: date, effectiveTo: null }
  const hours = row.hours.map(({ opens, closes }) => ({
    ...always,
    opens: Temporal.PlainTime.from(opens),
    closes: Temporal.PlainTime.from(closes),
  }))
  const templates = row.templates.map((template) => ({
    ...template,
    ...always,
    starts: Temporal.PlainTime.from(template.starts),
    ends: Temporal.PlainTime.from(template.ends),
  }))
  const absences = row.absences.map((absence) => ({
    ...absence,
    startsAt: Temporal.Instant.from(absence.startsAt),
    endsAt: Temporal.Instant.from(absence.endsAt),
  }))
  const open = holiday === null ? openTimes({ timeZone, hours, holidays: [] }, date) : []
  return {
    site: { id: siteId, name, timeZone },
    date,
    day: dayOf(date, timeZone),
    holiday,
    open,
    blocks: blocksOn(date, timeZone, templates, open, awayTimes(absences)),
    absences,
    providers: row.providers.map(({ lapsed, ...provider }) => ({
      ...provider,
      blocked: lapsed && `${credentialWords[lapsed]} has run out`,
    })),
    rooms: row.rooms,
  }
}
