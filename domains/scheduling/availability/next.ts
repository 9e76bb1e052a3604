import { sql } from 'kysely'
import { openingHours, today } from '#domains/practice/practice.ts'
import { lapsedBlocking } from '#domains/workforce/workforce.ts'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import { exits } from '../flow/visit.ts'
import { type Times, union } from './interval.ts'
import { type Needs, type Slot, type Taken, freeSlots } from './slots.ts'
import { type Template, awayTimes, blocksOn, dayOf, openTimes } from './working.ts'

type RoomKind = 'exam' | 'procedure' | 'lab' | 'consult' | 'telehealth'
export type Search = {
  readonly siteId: Id<'Site'>
  readonly needs: Needs & { readonly roomKind: RoomKind | null }
  /** Undefined: any provider. */
  readonly providerId?: Id<'Provider'> | undefined
  /** Not before this instant. */
  readonly from: Temporal.Instant
  /** How many slots are wanted. */
  readonly wanted: number
  readonly now: Temporal.Instant
  readonly newPatient?: boolean | undefined
  /** Whose visit it will be: providers who would refuse them as new are left out. */
  readonly patientId?: Id<'Patient'> | undefined
}

/** The first two weeks answer almost every question; half a year ahead is where looking ends. */
const windowDays = [14, 56, 112] as const

/**
 * The next open slots, earliest first. Per window three queries, however many days and providers: templates once, then
 * absences and whatever is booked. The third slot is "third next available".
 */
export async function nextSlots(db: Db, search: Search): Promise<Slot[]> {
  const { siteId, needs, wanted, now } = search
  const opening = await openingHours(db, siteId)
  const { timeZone } = opening
  const notBefore = Math.max(search.from.epochMilliseconds, now.epochMilliseconds)
  const rooms = needs.roomKind === null ? null : await roomIds(db, siteId, needs.roomKind)
  if (rooms?.length === 0) return []
  const templates = await templatesOf(db, search, timeZone)
  const providerIds = [...new Set(templates.map(({ providerId }) => providerId))]
  if (providerIds.length === 0) return []

  const found: Slot[] = []
  let date = Temporal.Instant.fromEpochMilliseconds(notBefore).toZonedDateTimeISO(timeZone).toPlainDate()
  for (const days of windowDays) {
    const end = date.add({ days })
    const window = { from: dayOf(date, timeZone).from, until: dayOf(end, timeZone).from }
    const away = awayTimes(await absencesIn(db, providerIds, window))
    const taken = await takenIn(db, siteId, providerIds, rooms, window)
    for (; Temporal.PlainDate.compare(date, end) < 0; date = date.add({ days: 1 })) {
      const open = openTimes(opening, date)
      if (open.length === 0) continue
      const slots = blocksOn(date, timeZone, templates, open, away)
        .flatMap((block) => freeSlots(block, needs, taken, notBefore))
        .toSorted((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt))
      found.push(...slots)
      if (found.length >= wanted) return found.slice(0, wanted)
    }
  }
  return found
}

const roomIds = async (db: Db, siteId: Id<'Site'>, kind: RoomKind) =>
  (
    await db
      .selectFrom('facilities.room')
      .select('id')
      .where('siteId', '=', siteId)
      .where('kind', '=', kind)
      .where('active', '=', true)
      .execute()
  ).map(({ id }) => id)

/** Templates here of the providers who may be booked: active, licensed, and open to new patients if this is one. */
async function templatesOf(
  db: Db,
  { siteId, providerId, needs, now, newPatient, patientId }: Search,
  timeZone: string,
): Promise<Template[]> {
  const lapsed = new Set((await lapsedBlocking(db, today(now, timeZone))).map((one) => one.providerId))
  const templates = await db
    .selectFrom('scheduling.template as template')
    .innerJoin('workforce.provider as provider', 'provider.id', 'template.providerId')
    .selectAll('template')
    .where('template.siteId', '=', siteId)
    .where('provider.active', '=', true)
    .where(sql<boolean>`(visit_type_ids is null or ${needs.visitTypeId} = any(visit_type_ids))`)
    .$if(providerId !== undefined, (query) => query.where('providerId', '=', providerId!))
    .$if(newPatient === true, (query) => query.where('provider.acceptsNew', '=', true))
    .$if(patientId !== undefined, (query) =>
      query.where(
        // As mustSuitPatient judges at the booking: known is who was seen by the specialty within three years.
        sql<boolean>`(provider.accepts_new or exists (
          select from scheduling.appointment seen
          join workforce.provider other on other.id = seen.provider_id and other.taxonomy = provider.taxonomy
          where seen.patient_id = ${patientId!} and seen.starts_at > ${now.subtract({ hours: 3 * 365 * 24 })}
            and seen.status in ('with_provider', 'provider_done', 'checked_out', 'completed')))`,
      ),
    )
    .execute()
  return templates.filter((template) => !lapsed.has(template.providerId))
}

type Window = { readonly from: number; readonly until: number }
const instant = (milliseconds: number) => Temporal.Instant.fromEpochMilliseconds(milliseconds)

export const absencesIn = (db: Db, providerIds: readonly Id<'Provider'>[], { from, until }: Window) =>
  db
    .selectFrom('scheduling.absence')
    .select(['providerId', 'startsAt', 'endsAt'])
    .where('providerId', '=', sql<never>`any(${providerIds})`)
    .where('endsAt', '>', instant(from))
    .where('startsAt', '<', instant(until))
    .execute()

/** No visit is longer than this, so the index on the start finds everything that reaches into a window. */
const longestVisitHours = 12

/** What providers (wherever they are booked) and rooms have taken in a window. */
async function takenIn(
  db: Db,
  siteId: Id<'Site'>,
  providerIds: readonly Id<'Provider'>[],
  roomIds: readonly Id<'Room'>[] | null,
  { from, until }: Window,
): Promise<Taken> {
  const rows = await db
    .selectFrom('scheduling.appointment')
    .select(['providerId', 'roomId', 'isOverbook'])
    .select([
      sql<number>`(extract(epoch from starts_at) * 1000)::bigint - buffer_before_minutes * 60000`.as('from'),
      sql<number>`(extract(epoch from ends_at) * 1000)::bigint + buffer_after_minutes * 60000`.as('until'),
    ])
    .where('startsAt', '>=', instant(from).subtract({ hours: longestVisitHours }))
    .where('startsAt', '<', instant(until))
    .where('status', 'not in', exits)
    .where((eb) => eb.or([eb('siteId', '=', siteId), eb('providerId', '=', sql<never>`any(${providerIds})`)]))
    .execute()
  const providers = new Map<Id<'Provider'>, Times>()
  const rooms = roomIds && new Map<Id<'Room'>, Times>(roomIds.map((id) => [id, []]))
  // An overbooked visit shares its provider's time; only the room is its own.
  for (const [id, taken] of Map.groupBy(
    rows.filter(({ isOverbook }) => !isOverbook),
    (row) => row.providerId,
  ))
    providers.set(id, union(taken))
  if (rooms)
    for (const [id, taken] of Map.groupBy(rows, (row) => row.roomId))
      if (id !== null && rooms.has(id)) rooms.set(id, union(taken))
  return { providers, rooms }
}
