/** Finding a visit its place: the rules, then under a lock what is taken, then the room. Shared by booking and moving. */
import { sql } from 'kysely'
import { today as todayAt, siteOf } from '#domains/practice/practice.ts'
import type { Id } from '#kernel/id.ts'
import { refuse } from '#kernel/refusal.ts'
import { type Tx, mustHave } from '#platform/transaction.ts'
import { nextSlots } from '../availability/next.ts'
import { heldBy } from '../availability/slots.ts'
import { type Frame, dayFrame } from '../day/frame.ts'
import { exits } from '../flow/visit.ts'
import { clock } from '../words.ts'
import {
  NoOverbookSlot,
  NoRoomFree,
  PatientBusy,
  RoomTaken,
  SlotTaken,
  type VisitType,
  mustBeBookable,
  mustFitTemplate,
  mustNotBeOver,
  mustSuitPatient,
  offering,
  overbookBlock,
} from './booking.ts'

export type Wish = {
  /** The visit itself: what it holds now does not stand in its own way. */
  readonly id: Id<'Appointment'>
  readonly patientId: Id<'Patient'>
  readonly siteId: Id<'Site'>
  readonly providerId: Id<'Provider'>
  readonly type: VisitType
  readonly startsAt: Temporal.Instant
  readonly minutes: number
  /** Null: any room of the kind the type needs; `keep` is taken when it is free. */
  readonly roomId: Id<'Room'> | null
  readonly keep?: Id<'Room'> | null
  readonly overbook: boolean
  /** Lets a manager book outside the template. Never lifts a double booking or a licence. */
  readonly overrideReason?: string | undefined
  /** A visit that is moved was found to suit its patient when it was booked. */
  readonly isMove?: true
}

export async function findPlace(tx: Tx, wish: Wish) {
  const { siteId, providerId, type, startsAt, minutes } = wish
  const { timeZone } = await siteOf(tx.db, siteId)
  const date = startsAt.toZonedDateTimeISO(timeZone).toPlainDate()
  const endsAt = startsAt.add({ minutes })
  const frame = await dayFrame(tx.db, { siteId, date, today: todayAt(tx.now, timeZone), providerId })
  const provider = frame.providers.find(({ id }) => id === providerId)
  mustNotBeOver({ startsAt, endsAt }, tx.now)
  mustBeBookable(provider)
  if (wish.overrideReason) {
    mustHave(tx, 'scheduling.override')
    await tx.because(wish.overrideReason)
  } else {
    if (!wish.isMove)
      mustSuitPatient(
        type,
        provider!,
        await lastSeen(tx, wish.patientId, provider!.taxonomy, { date, timeZone }),
      )
    mustFitTemplate(frame, provider!, type, { startsAt, endsAt })
  }
  const block = wish.overbook ? overbookBlock(frame.blocks, providerId, startsAt) : null

  await lockDay(tx, date, siteId, providerId)
  const held = heldBy(startsAt.epochMilliseconds, { ...type, durationMinutes: minutes })
  const near = await bookedNear(tx, wish, held)
  const inTheWay = near.filter(({ from, until }) => from < held.until && held.from < until)
  const free = () => freeInstead(tx, frame, wish)

  const samePatient = inTheWay.find(
    (other) =>
      other.patientId === wish.patientId &&
      other.startsAt < endsAt.epochMilliseconds &&
      startsAt.epochMilliseconds < other.endsAt,
  )
  if (samePatient)
    refuse(
      PatientBusy,
      `The patient already has a visit with ${samePatient.providerName} at ${clock(Temporal.Instant.fromEpochMilliseconds(samePatient.startsAt), timeZone)} that day.`,
    )
  if (!wish.overbook && inTheWay.some((other) => other.providerId === providerId && !other.isOverbook)) {
    const { words, facts } = await free()
    refuse(SlotTaken, `${provider!.name} is booked at ${clock(startsAt, timeZone)}.${words}`, { facts })
  }
  const takenRooms = new Set(inTheWay.map(({ roomId }) => roomId))
  const roomId = wish.roomId ?? chooseRoom(frame, wish, takenRooms, near)
  if (wish.roomId !== null && takenRooms.has(wish.roomId)) {
    const { words, facts } = await free()
    const room = frame.rooms.find(({ id }) => id === wish.roomId)?.name ?? 'That room'
    refuse(RoomTaken, `${room} is taken at ${clock(startsAt, timeZone)}.${words}`, { facts })
  }
  // An overbooked patient is given a room when one empties.
  if (roomId === null && type.roomKind !== null && !wish.overbook) {
    const { words, facts } = await free()
    refuse(NoRoomFree, `No ${type.roomKind} room is free at ${clock(startsAt, timeZone)}.${words}`, { facts })
  }
  return {
    date,
    place: {
      siteId,
      providerId,
      roomId,
      startsAt,
      endsAt,
      bufferBeforeMinutes: type.bufferBeforeMinutes,
      bufferAfterMinutes: type.bufferAfterMinutes,
      isOverbook: block !== null,
      overbookTemplateId: block?.templateId ?? null,
      overbookOn: block && date,
      overbookNumber:
        block && (await overbookNumber(tx, wish.id, block.templateId, date, block.overbookSlots)),
    },
  }
}

/**
 * One clerk at a time per site and day, and per provider and day: two that want the same slot wait for each other here
 * instead of in a deadlock of exclusion constraints. Sorted, so that no two wait in a circle.
 */
async function lockDay({ db }: Tx, date: Temporal.PlainDate, ...ids: string[]) {
  for (const key of ids.map((id) => `scheduling:${id}:${date.toString()}`).toSorted())
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(db)
}

/** Active visits of the provider, the patient and the site around a time. Milliseconds; `from`, `until` with buffers. */
function bookedNear({ db }: Tx, wish: Wish, held: { from: number; until: number }) {
  const at = (milliseconds: number) => Temporal.Instant.fromEpochMilliseconds(milliseconds)
  return db
    .selectFrom('scheduling.appointment as appointment')
    .innerJoin('workforce.provider as provider', 'provider.id', 'appointment.providerId')
    .select([
      'appointment.providerId',
      'appointment.roomId',
      'appointment.patientId',
      'appointment.isOverbook',
    ])
    .select('provider.displayName as providerName')
    .select([
      sql<number>`(extract(epoch from starts_at) * 1000)::bigint`.as('startsAt'),
      sql<number>`(extract(epoch from ends_at) * 1000)::bigint`.as('endsAt'),
      sql<number>`(extract(epoch from starts_at) * 1000)::bigint - buffer_before_minutes * 60000`.as('from'),
      sql<number>`(extract(epoch from ends_at) * 1000)::bigint + buffer_after_minutes * 60000`.as('until'),
    ])
    .where('appointment.id', '!=', wish.id)
    .where('startsAt', '>', at(held.from).subtract({ hours: 12 }))
    .where('startsAt', '<', at(held.until).add({ hours: 2 }))
    .where('endsAt', '>', at(held.from).subtract({ hours: 2 }))
    .where('status', 'not in', exits)
    .where((eb) =>
      eb.or([
        eb('siteId', '=', wish.siteId),
        eb('appointment.providerId', '=', wish.providerId),
        eb('patientId', '=', wish.patientId),
      ]),
    )
    .execute()
}

/** The room it already has, else the one this provider works in around that time, else the first by name. */
function chooseRoom(
  frame: Frame,
  { type, providerId, keep }: Wish,
  taken: ReadonlySet<Id<'Room'> | null>,
  near: readonly { providerId: Id<'Provider'>; roomId: Id<'Room'> | null }[],
): Id<'Room'> | null {
  if (type.roomKind === null) return null
  const fit = frame.rooms.filter(({ id, kind, active }) => active && kind === type.roomKind && !taken.has(id))
  const uses = (room: Id<'Room'>) =>
    (room === keep ? 1000 : 0) +
    near.filter((other) => other.roomId === room && other.providerId === providerId).length
  return fit.toSorted((a, b) => uses(b.id) - uses(a.id))[0]?.id ?? null
}

/** The next three times that are free, for a refusal that helps. */
async function freeInstead(tx: Tx, { site, date }: Frame, { type, providerId, startsAt, minutes }: Wish) {
  const slots = await nextSlots(tx.db, {
    siteId: site.id,
    needs: { ...type, visitTypeId: type.id, durationMinutes: minutes },
    providerId,
    from: startsAt,
    wanted: 3,
    now: tx.now,
  })
  return offering(slots, date, site.timeZone)
}

/** The last visit with anybody of this specialty in the three years before a day. */
async function lastSeen(
  { db }: Tx,
  patientId: Id<'Patient'>,
  taxonomy: string,
  { date, timeZone }: { date: Temporal.PlainDate; timeZone: string },
) {
  const from = date.subtract({ years: 3 }).toZonedDateTime(timeZone).toInstant()
  const seen = await db
    .selectFrom('scheduling.appointment as appointment')
    .innerJoin('workforce.provider as provider', 'provider.id', 'appointment.providerId')
    .select(['startsAt', 'provider.displayName as providerName'])
    .where('patientId', '=', patientId)
    .where('startsAt', '>=', from)
    .where('startsAt', '<', date.toZonedDateTime(timeZone).toInstant())
    .where('status', 'in', ['with_provider', 'provider_done', 'checked_out', 'completed'])
    .where('provider.taxonomy', '=', taxonomy)
    .orderBy('startsAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return seen
    ? { on: seen.startsAt.toZonedDateTimeISO(timeZone).toPlainDate(), providerName: seen.providerName }
    : null
}

/** The lowest unused number of a block's overbook slots on a day; the unique index is the judge. */
async function overbookNumber(
  { db }: Tx,
  id: Id<'Appointment'>,
  templateId: Id<'Template'>,
  date: Temporal.PlainDate,
  slots: number,
) {
  const used = await db
    .selectFrom('scheduling.appointment')
    .select('overbookNumber')
    .where('overbookTemplateId', '=', templateId)
    .where('overbookOn', '=', date)
    .where('id', '!=', id)
    .where('isOverbook', '=', true)
    .where('status', 'not in', exits)
    .execute()
  const numbers = new Set(used.map(({ overbookNumber }) => overbookNumber))
  for (let number = 1; number <= slots; number++) if (!numbers.has(number)) return number
  return refuse(
    NoOverbookSlot,
    slots === 1 ? 'The one overbook slot is used.' : `All ${slots} overbook slots are used.`,
  )
}
