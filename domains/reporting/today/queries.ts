import { sql } from 'kysely'
import type { Cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { attention as access } from '#domains/access/attention.ts'
import { attention as billing } from '#domains/billing/attention.ts'
import { attention as claims } from '#domains/claims/attention.ts'
import { attention as insurance } from '#domains/insurance/attention.ts'
import { attention as patients } from '#domains/patients/attention.ts'
import { hoursOn, openingHours } from '#domains/practice/practice.ts'
import { attention as scheduling } from '#domains/scheduling/attention.ts'
import { attention as workforce } from '#domains/workforce/attention.ts'
import type { Db } from '#platform/database.ts'
import { type Actor, hasPermission } from '#platform/transaction.ts'
import type { Attention, AttentionScope } from '#platform/wiring.ts'
import type { Line, SiteDay } from './contract.ts'

/** By domain in the order of the map; the page orders by urgency. */
const attention: readonly Attention[] = [
  ...scheduling,
  ...insurance,
  ...claims,
  ...billing,
  ...workforce,
  ...patients,
  ...access,
]

export async function today(db: Db, actor: Actor, now: Temporal.Instant) {
  const scope: AttentionScope = { siteIds: actor.siteIds, now }
  const mine = attention.filter(({ permission }) => hasPermission(actor, permission))
  const seesVisits = hasPermission(actor, 'scheduling.read')
  const seesMoney = hasPermission(actor, 'accounts.read')
  const sites = await sitesOf(db, scope)
  const [lines, days, visits, collected] = await Promise.all([
    countAll(db, mine, scope),
    seesVisits ? siteDays(db, sites, now) : null,
    seesVisits ? visitsByDay(db, sites, now) : [],
    seesMoney ? collectedByDay(db, sites, now) : [],
  ])
  const paidOn = (siteId: string, on: Temporal.PlainDate) =>
    collected.find((one) => one.siteId === siteId && one.on.equals(on))?.amountCents ?? (0 as Cents)
  return {
    asOf: now,
    lines: lines.filter(({ count }) => count > 0),
    quiet: lines.filter(({ count }) => count === 0).length,
    sites:
      days?.map((day) => ({ ...day, collectedCents: seesMoney ? paidOn(day.siteId, day.on) : null })) ?? null,
    visits,
    collected,
  }
}

/** Some at a time: one person's first page must not take every connection of the house. */
const atOnce = 5

async function countAll(db: Db, all: readonly Attention[], scope: AttentionScope): Promise<Line[]> {
  const lines: Line[] = []
  const waiting = all.entries()
  const work = async () => {
    for (const [index, { key, urgency, label, one = label, to, count }] of waiting) {
      const { count: number, detail } = await count(db, scope)
      lines[index] = {
        key,
        urgency,
        label: number === 1 ? one : label,
        to,
        count: number,
        detail: detail ?? null,
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return lines
}

type Site = { readonly id: Id<'Site'>; readonly name: string; readonly timeZone: string }

const sitesOf = (db: Db, { siteIds }: AttentionScope): Promise<Site[]> =>
  db
    .selectFrom('practice.site')
    .select(['id', 'name', 'timeZone'])
    .where('active', '=', true)
    .$if(siteIds !== null, (query) => query.where('id', '=', sql<Id<'Site'>>`any(${siteIds}::uuid[])`))
    .orderBy('name')
    .execute()

/** From the midnight of one day to that of another, in each site's own time. */
const spans = (sites: readonly Site[], now: Temporal.Instant, from: number, until: number) => {
  const midnight = ({ timeZone }: Site, days: number) =>
    now
      .toZonedDateTimeISO(timeZone)
      .toPlainDate()
      .add({ days })
      .toZonedDateTime({ timeZone })
      .toInstant()
      .toString()
  return sql`unnest(${sites.map(({ id }) => id)}::uuid[], ${sites.map(({ timeZone }) => timeZone)}::text[],
    ${sites.map((site) => midnight(site, from))}::timestamptz[], ${sites.map((site) => midnight(site, until))}::timestamptz[])
    as span(site_id, time_zone, begins, ends)`
}

type Counted = Omit<SiteDay, 'name' | 'timeZone' | 'on' | 'closed' | 'collectedCents'>

async function siteDays(db: Db, sites: readonly Site[], now: Temporal.Instant) {
  const { rows } = await sql<Counted>`
    select span.site_id,
           count(*) filter (where a.status not in ('cancelled', 'rescheduled'))::int as visits,
           count(*) filter (where a.status in ('scheduled', 'confirmed'))::int as to_come,
           count(*) filter (where a.status in ('arrived', 'checked_in'))::int as waiting,
           floor(extract(epoch from ${now}::timestamptz - min(greatest(a.arrived_at, a.starts_at))
             filter (where a.status in ('arrived', 'checked_in'))) / 60)::int as longest_minutes,
           count(*) filter (where a.status in ('roomed', 'with_provider'))::int as in_rooms,
           count(*) filter (where a.status in ('provider_done', 'checked_out', 'completed'))::int as seen,
           count(*) filter (where a.status in ('no_show', 'left_without_being_seen'))::int as no_shows,
           count(*) filter (where a.status = 'cancelled')::int as cancelled
      from ${spans(sites, now, 0, 1)} left join scheduling.appointment a
        on a.site_id = span.site_id and a.starts_at >= span.begins and a.starts_at < span.ends
     group by span.site_id`.execute(db)
  const counted = new Map(rows.map((row) => [row.siteId, row]))
  return Promise.all(
    sites.map(async ({ id, name, timeZone }) => {
      const on = now.toZonedDateTimeISO(timeZone).toPlainDate()
      const opening = await openingHours(db, id)
      const holiday = opening.holidays.find(({ heldOn }) => heldOn.equals(on))
      const row = counted.get(id)!
      return {
        ...row,
        // Nobody waits a negative time: who came early is not waiting yet.
        longestMinutes: row.longestMinutes === null ? null : Math.max(0, row.longestMinutes),
        name,
        timeZone,
        on,
        closed: holiday?.name ?? (hoursOn(opening, on).length === 0 ? 'Closed today' : null),
      }
    }),
  )
}

async function visitsByDay(db: Db, sites: readonly Site[], now: Temporal.Instant) {
  const { rows } = await sql<{ siteId: Id<'Site'>; on: Temporal.PlainDate; visits: number; noShows: number }>`
    select span.site_id, (a.starts_at at time zone span.time_zone)::date as on,
           count(*) filter (where a.status not in ('cancelled', 'rescheduled'))::int as visits,
           count(*) filter (where a.status = 'no_show')::int as no_shows
      from ${spans(sites, now, -14, 15)} join scheduling.appointment a
        on a.site_id = span.site_id and a.starts_at >= span.begins and a.starts_at < span.ends
     group by 1, 2 order by 2, 1`.execute(db)
  return rows
}

async function collectedByDay(db: Db, sites: readonly Site[], now: Temporal.Instant) {
  const { rows } = await sql<{ siteId: Id<'Site'>; on: Temporal.PlainDate; amountCents: Cents }>`
    select span.site_id, p.received_on as on, sum(p.amount_cents)::bigint as amount_cents
      from ${spans(sites, now, -14, 1)} join billing.payment p
        on p.site_id = span.site_id and p.received_on >= (span.begins at time zone span.time_zone)::date
       and p.voided_at is null
     group by 1, 2 order by 2, 1`.execute(db)
  return rows
}
