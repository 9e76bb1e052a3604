import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, mustReachSite, refuseIfViolated } from '#platform/transaction.ts'
import { touchDay } from '../day/touch.ts'
import { AppointmentBooked, AppointmentCancelled, AppointmentMoved } from '../events.ts'
import { holdVisit, recordMove } from '../flow/commands.ts'
import { type Appointment, CannotMove, SlotGone, isUpcoming, words } from '../flow/visit.ts'
import {
  NoOverbookSlot,
  NoLongerUpcoming,
  OtherDay,
  PatientBusy,
  PatientCannotBeBooked,
  RoomTaken,
  SlotTaken,
  VisitTypeClosed,
} from './booking.ts'
import type { Booking, Cancellation, Rescheduling, SlotChange } from './contract.ts'
import { findPlace } from './place.ts'

/** The constraints are the judges; what they forbid and the rules did not foresee is refused in the same words. */
const refuseIfTaken = refuseIfViolated({
  appointment_pkey: AlreadyExists,
  provider_is_free: SlotTaken,
  room_is_free: RoomTaken,
  patient_is_free: PatientBusy,
  overbook_slot_is_free: NoOverbookSlot,
})

/** Reserves provider, room and patient in one go. */
export async function book(tx: Tx, booking: Booking): Promise<Appointment> {
  mustReachSite(tx.actor, booking.siteId)
  await mustBeAPatient(tx, booking.patientId)
  const type = await visitTypeOf(tx, booking.visitTypeId)
  if (!type.active) refuse(VisitTypeClosed)
  const { place } = await findPlace(tx, {
    ...booking,
    type,
    minutes: booking.minutes ?? type.durationMinutes,
    roomId: booking.roomId ?? null,
    overbook: booking.overbook ?? false,
  })
  const visit = await tx.db
    .insertInto('scheduling.appointment')
    .values({
      id: booking.id,
      patientId: booking.patientId,
      visitTypeId: type.id,
      reason: booking.reason,
      note: booking.note ?? null,
      bookedAt: tx.now,
      bookedBy: tx.actor.id,
      movedAt: tx.now,
      ...place,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfTaken)
  await recordMove(tx, { ...visit, status: null }, 'scheduled', tx.now)
  await tx.announce(AppointmentBooked, { appointmentId: visit.id })
  return visit
}

/** Another time, provider or room on the same day. Whoever waits may still be moved to a colleague. */
export async function move(tx: Tx, id: Id<'Appointment'>, change: SlotChange): Promise<Appointment> {
  const visit = await holdVisit(tx, id)
  if (!isUpcoming(visit.status) && visit.status !== 'arrived' && visit.status !== 'checked_in')
    refuse(NoLongerUpcoming, `The patient is already ${words[visit.status]}.`)
  if (visit.version !== change.version) refuse(Stale)
  const type = await visitTypeOf(tx, visit.visitTypeId)
  const { place, date } = await findPlace(tx, {
    ...visit,
    type,
    startsAt: change.startsAt,
    providerId: change.providerId,
    minutes: change.minutes ?? minutesOf(visit),
    roomId: change.roomId ?? null,
    keep: visit.roomId,
    overbook: change.overbook ?? visit.isOverbook,
    overrideReason: change.overrideReason,
    isMove: true,
  })
  const site = await tx.db
    .selectFrom('practice.site')
    .select('timeZone')
    .where('id', '=', visit.siteId)
    .executeTakeFirstOrThrow()
  if (!visit.startsAt.toZonedDateTimeISO(site.timeZone).toPlainDate().equals(date)) refuse(OtherDay)
  const moved = await tx.db
    .updateTable('scheduling.appointment')
    .set({ ...place, version: visit.version + 1 })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfTaken)
  await touchDay(tx, visit)
  await touchDay(tx, moved)
  await tx.announce(AppointmentMoved, { appointmentId: id })
  return moved
}

const minutesOf = ({ startsAt, endsAt }: Appointment) =>
  Math.round((endsAt.epochMilliseconds - startsAt.epochMilliseconds) / 60_000)

/** Another day, possibly another site: the old visit ends as rescheduled and points to the new one. */
export async function reschedule(tx: Tx, id: Id<'Appointment'>, wish: Rescheduling): Promise<Appointment> {
  const old = await holdUpcoming(tx, id, wish.version)
  mustReachSite(tx.actor, wish.siteId)
  const type = await visitTypeOf(tx, old.visitTypeId)
  const { place } = await findPlace(tx, {
    id,
    patientId: old.patientId,
    siteId: wish.siteId,
    providerId: wish.providerId,
    type,
    startsAt: wish.startsAt,
    minutes: minutesOf(old),
    roomId: wish.roomId ?? null,
    overbook: wish.overbook ?? false,
    overrideReason: wish.overrideReason,
    isMove: true,
  })
  // First out of the way, so that a new time that overlaps the old one is free.
  await tx.db
    .updateTable('scheduling.appointment')
    .set({ status: 'rescheduled', movedAt: tx.now, version: old.version + 1 })
    .where('id', '=', id)
    .execute()
  const visit = await tx.db
    .insertInto('scheduling.appointment')
    .values({
      id: wish.id,
      patientId: old.patientId,
      visitTypeId: type.id,
      reason: old.reason,
      note: old.note,
      bookedAt: tx.now,
      bookedBy: tx.actor.id,
      movedAt: tx.now,
      ...place,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfTaken)
  await tx.db
    .updateTable('scheduling.appointment')
    .set({ rescheduledToId: visit.id })
    .where('id', '=', id)
    .execute()
  await recordMove(tx, old, 'rescheduled', tx.now, wish.reason)
  await recordMove(tx, { ...visit, status: null }, 'scheduled', tx.now)
  await tx.announce(AppointmentMoved, { appointmentId: visit.id })
  return visit
}

/** Gives the slot free. Notice is whole hours before the start, never negative. */
export async function cancel(tx: Tx, id: Id<'Appointment'>, { version, ...why }: Cancellation) {
  const visit = await holdUpcoming(tx, id, version)
  const hours = Math.floor((visit.startsAt.epochMilliseconds - tx.now.epochMilliseconds) / 3_600_000)
  const cancelled = await tx.db
    .updateTable('scheduling.appointment')
    .set({
      status: 'cancelled',
      cancelledFor: why.cancelledFor,
      cancelReason: why.reason,
      noticeHours: Math.max(0, hours),
      movedAt: tx.now,
      version: visit.version + 1,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordMove(tx, visit, 'cancelled', tx.now, why.reason)
  await tx.announce(AppointmentCancelled, { appointmentId: id })
  return cancelled
}

/** Takes a cancellation back while the slot is still free and not over. */
export async function restore(tx: Tx, id: Id<'Appointment'>, version: number) {
  const visit = await holdVisit(tx, id)
  if (visit.status !== 'cancelled') refuse(CannotMove, `The visit is ${words[visit.status]}.`)
  if (visit.version !== version) refuse(Stale)
  if (Temporal.Instant.compare(visit.endsAt, tx.now) <= 0) refuse(SlotGone, 'That time is over.')
  const restored = await tx.db
    .updateTable('scheduling.appointment')
    .set({
      status: 'scheduled',
      cancelledFor: null,
      cancelReason: null,
      noticeHours: null,
      movedAt: tx.now,
      version: visit.version + 1,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(
      refuseIfViolated({
        provider_is_free: SlotGone,
        room_is_free: SlotGone,
        patient_is_free: SlotGone,
        overbook_slot_is_free: SlotGone,
      }),
    )
  await recordMove(tx, visit, 'scheduled', tx.now, 'the cancellation was taken back')
  await tx.announce(AppointmentBooked, { appointmentId: id })
  return restored
}

async function holdUpcoming(tx: Tx, id: Id<'Appointment'>, version: number) {
  const visit = await holdVisit(tx, id)
  if (!isUpcoming(visit.status)) refuse(NoLongerUpcoming, `The patient is already ${words[visit.status]}.`)
  if (visit.version !== version) refuse(Stale)
  return visit
}

async function visitTypeOf({ db }: Tx, id: Id<'VisitType'>) {
  const type = await db.selectFrom('scheduling.visitType').selectAll().where('id', '=', id).executeTakeFirst()
  return type ?? refuse(NotFound, 'There is no such visit type.')
}

async function mustBeAPatient({ db }: Tx, id: Id<'Patient'>) {
  const patient = await db
    .selectFrom('patients.patient')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirst()
  if (!patient) refuse(NotFound, 'There is no such patient.')
  if (patient.state === 'deceased' || patient.state === 'merged')
    refuse(PatientCannotBeBooked, `This record is marked as ${patient.state}.`)
}
