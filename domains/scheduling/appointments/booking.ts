/** What may be booked when, and what the office says when it may not. Pure: no clock, no database. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Id } from '#kernel/id.ts'
import { reason, refuse } from '#kernel/refusal.ts'
import { holds } from '../availability/interval.ts'
import { type Slot, admits } from '../availability/slots.ts'
import type { Block } from '../availability/working.ts'
import type { DayProvider, Frame } from '../day/frame.ts'
import { clock, dayAndClock } from '../words.ts'

export type VisitType = Selectable<DB['scheduling.visitType']>

export const SlotTaken = reason('slot-taken', 409, 'The provider is already booked at that time.')
export const NoRoomFree = reason('no-room-free', 409, 'No room is free at that time.')
export const RoomTaken = reason('room-taken', 409, 'That room is already taken at that time.')
export const PatientBusy = reason('patient-busy', 409, 'The patient has another visit at that time.')
export const OutsideTemplate = reason('outside-template', 422, 'The provider does not see patients then.')
export const NotBookable = reason('not-bookable', 422, 'The provider cannot be booked.')
export const AlreadyOver = reason('already-over', 422, 'That time is over.')
export const TooFarAhead = reason('too-far-ahead', 422, 'That is more than two years ahead.')
export const NoOverbookSlot = reason('no-overbook-slot', 409, 'There is no overbook slot at that time.')
export const NotForThisPatient = reason(
  'not-for-this-patient',
  422,
  'That visit type is not meant for this patient.',
)
export const PatientCannotBeBooked = reason(
  'patient-cannot-be-booked',
  422,
  'No visit can be booked for this record.',
)
export const VisitTypeClosed = reason('visit-type-closed', 422, 'That visit type is no longer booked.')
export const OtherDay = reason('other-day', 422, 'A visit is moved to another day by rescheduling it.')
export const NoLongerUpcoming = reason('no-longer-upcoming', 409, 'The visit has already begun or ended.')

/** Two years: beyond it nobody has a template, and a mistyped year is caught. */
const longestAheadDays = 731

type Span = { readonly startsAt: Temporal.Instant; readonly endsAt: Temporal.Instant }

/** A patient who stands at the desk may be put into the slot that is running; not into one that is over. */
export function mustNotBeOver({ startsAt, endsAt }: Span, now: Temporal.Instant) {
  if (Temporal.Instant.compare(endsAt, now) <= 0) refuse(AlreadyOver)
  if (startsAt.epochMilliseconds - now.epochMilliseconds > longestAheadDays * 86_400_000) refuse(TooFarAhead)
}

/** An expired licence stops every new booking; nobody may override it. */
export function mustBeBookable(provider: DayProvider | undefined) {
  if (!provider) refuse(NotBookable, 'There is no such provider.')
  if (!provider.active) refuse(NotBookable, `${provider.name} no longer sees patients.`)
  if (provider.blocked)
    refuse(
      NotBookable,
      `${provider.name} cannot be booked: ${provider.blocked}. Record the renewal under People, Credentials.`,
    )
}

/** The provider's template has time for this type then. Otherwise says when it has. */
export function mustFitTemplate(
  frame: Pick<Frame, 'site' | 'date' | 'holiday' | 'open' | 'blocks' | 'absences'>,
  provider: DayProvider,
  type: Pick<VisitType, 'id' | 'name'>,
  { startsAt, endsAt }: Span,
) {
  const { timeZone } = frame.site
  const span = { from: startsAt.epochMilliseconds, until: endsAt.epochMilliseconds }
  const own = frame.blocks.filter(({ providerId }) => providerId === provider.id)
  if (own.some((block) => admits(block, type.id) && holds(block.open, span))) return
  const day = frame.date.toLocaleString('en-US', { weekday: 'long', month: 'short', day: 'numeric' })
  if (frame.holiday) refuse(OutsideTemplate, `${frame.site.name} is closed on ${day} (${frame.holiday}).`)
  if (frame.open.length === 0) refuse(OutsideTemplate, `${frame.site.name} is closed on ${day}.`)
  const away = frame.absences.find(
    (absence) =>
      absence.providerId === provider.id &&
      absence.startsAt.epochMilliseconds < span.until &&
      absence.endsAt.epochMilliseconds > span.from,
  )
  if (away)
    refuse(
      OutsideTemplate,
      `${provider.name} is away from ${dayAndClock(away.startsAt, timeZone)} to ${dayAndClock(away.endsAt, timeZone)}.`,
    )
  const admitting = own.filter((block) => admits(block, type.id))
  const hours = (admitting.length > 0 ? admitting : own)
    .flatMap(({ open }) => open)
    .map(({ from, until }) => `${clockAt(from, timeZone)} to ${clockAt(until, timeZone)}`)
    .join(', ')
  if (own.length === 0)
    refuse(OutsideTemplate, `${provider.name} does not see patients at ${frame.site.name} on ${day}.`)
  if (admitting.length === 0)
    refuse(OutsideTemplate, `${provider.name} does not take “${type.name}” on ${day}.`)
  refuse(
    OutsideTemplate,
    `On ${day} ${provider.name} takes “${type.name}” ${hours ? `from ${hours}` : 'at no time'}.`,
  )
}

const clockAt = (milliseconds: number, timeZone: string) =>
  clock(Temporal.Instant.fromEpochMilliseconds(milliseconds), timeZone)

/** The block whose overbook slots a visit at this time may use. */
export function overbookBlock(
  blocks: readonly Block[],
  providerId: Id<'Provider'>,
  startsAt: Temporal.Instant,
) {
  const at = startsAt.epochMilliseconds
  const block = blocks.find(
    (one) => one.providerId === providerId && holds(one.open, { from: at, until: at + 1 }),
  )
  if (!block || block.overbookSlots === 0)
    refuse(NoOverbookSlot, 'The template has no overbook slots at that time.')
  return block
}

/**
 * New: no professional service by a clinician of the same specialty in this group within three years (CPT).
 * `lastSeen` is the last such visit before the day, if any.
 */
export function mustSuitPatient(
  type: Pick<VisitType, 'name' | 'meantFor'>,
  provider: DayProvider,
  lastSeen: { on: Temporal.PlainDate; providerName: string } | null,
) {
  if (type.meantFor === 'new' && lastSeen)
    refuse(
      NotForThisPatient,
      `“${type.name}” is for new patients; ${lastSeen.providerName} saw this patient on ${dayWords(lastSeen.on)}.`,
    )
  if (type.meantFor === 'established' && !lastSeen)
    refuse(
      NotForThisPatient,
      `“${type.name}” is for established patients; nobody of this specialty has seen this patient in three years.`,
    )
  if (!lastSeen && !provider.acceptsNew)
    refuse(NotForThisPatient, `${provider.name} takes no new patients at present.`)
}

const dayWords = (date: Temporal.PlainDate) => date.toLocaleString('en-US', { dateStyle: 'medium' })

/** "Free: 10:20 AM, 10:40 AM, Tue, Nov 24 at 9:00 AM." and the same as facts a page can offer as buttons. */
export function offering(slots: readonly Slot[], date: Temporal.PlainDate, timeZone: string) {
  const times = slots.map(({ startsAt }) =>
    startsAt.toZonedDateTimeISO(timeZone).toPlainDate().equals(date)
      ? clock(startsAt, timeZone)
      : dayAndClock(startsAt, timeZone),
  )
  return {
    words: times.length > 0 ? ` Free: ${times.join(', ')}.` : ' Nothing is free in the next months.',
    facts: {
      free: slots.map(({ providerId, startsAt, endsAt }) => ({
        providerId,
        startsAt: startsAt.toString(),
        endsAt: endsAt.toString(),
      })),
    },
  }
}
