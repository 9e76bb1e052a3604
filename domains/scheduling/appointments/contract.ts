/** Booking, moving and cancelling: what the API accepts, returns and may refuse. */
import Type, { type StaticDecode } from 'typebox'
import { IdOf, Instant, Line, Nullable, Text, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, Forbidden, NotFound, Stale } from '#kernel/refusal.ts'
import { CannotMove, SlotGone, statuses } from '../flow/visit.ts'
import {
  AlreadyOver,
  NoLongerUpcoming,
  NoOverbookSlot,
  NoRoomFree,
  NotBookable,
  NotForThisPatient,
  OtherDay,
  OutsideTemplate,
  PatientBusy,
  PatientCannotBeBooked,
  RoomTaken,
  SlotTaken,
  TooFarAhead,
  VisitTypeClosed,
} from './booking.ts'

/** A visit as the commands answer it: enough to go on working with it. */
export const Visit = Type.Object({
  id: IdOf('Appointment'),
  patientId: IdOf('Patient'),
  providerId: IdOf('Provider'),
  siteId: IdOf('Site'),
  roomId: Nullable(IdOf('Room')),
  roomedInId: Nullable(IdOf('Room')),
  visitTypeId: IdOf('VisitType'),
  startsAt: Instant,
  endsAt: Instant,
  status: Type.Enum(statuses),
  reason: Type.String(),
  isOverbook: Type.Boolean(),
  version: Type.Integer(),
})
export const ofItsPatient = (visit: { patientId: string }) => [visit.patientId]

const params = Type.Object({ id: IdOf('Appointment') })
const Minutes = Type.Integer({ minimum: 5, maximum: 480 })
/** A category ("follow-up"): the desk knows why somebody comes, not what ails them. */
const ReasonForVisit = Line(80)

const Booking = Type.Object({
  id: IdOf('Appointment'),
  patientId: IdOf('Patient'),
  siteId: IdOf('Site'),
  providerId: IdOf('Provider'),
  visitTypeId: IdOf('VisitType'),
  startsAt: Instant,
  /** Left out: the visit type's. */
  minutes: Type.Optional(Minutes),
  /** Left out: a free room of the kind the visit type needs. */
  roomId: Type.Optional(IdOf('Room')),
  reason: ReasonForVisit,
  note: Type.Optional(Text(500)),
  overbook: Type.Optional(Type.Boolean()),
  overrideReason: Type.Optional(Line(200)),
})
export type Booking = StaticDecode<typeof Booking>

const SlotChange = Type.Object({
  version: Type.Integer(),
  startsAt: Instant,
  providerId: IdOf('Provider'),
  roomId: Type.Optional(IdOf('Room')),
  minutes: Type.Optional(Minutes),
  overbook: Type.Optional(Type.Boolean()),
  overrideReason: Type.Optional(Line(200)),
})
export type SlotChange = StaticDecode<typeof SlotChange>

const Rescheduling = Type.Object({
  /** Of the new visit. */
  id: IdOf('Appointment'),
  version: Type.Integer(),
  siteId: IdOf('Site'),
  startsAt: Instant,
  providerId: IdOf('Provider'),
  roomId: Type.Optional(IdOf('Room')),
  reason: Type.Optional(Line(200)),
  overbook: Type.Optional(Type.Boolean()),
  overrideReason: Type.Optional(Line(200)),
})
export type Rescheduling = StaticDecode<typeof Rescheduling>

const Cancellation = Type.Object({
  version: Type.Integer(),
  cancelledFor: Type.Enum(['patient', 'practice']),
  reason: Line(200),
})
export type Cancellation = StaticDecode<typeof Cancellation>

const placeRefusals = [
  SlotTaken,
  NoRoomFree,
  RoomTaken,
  PatientBusy,
  OutsideTemplate,
  NotBookable,
  AlreadyOver,
  TooFarAhead,
  NoOverbookSlot,
  Forbidden,
  NotFound,
]

export const bookAppointment = endpoint({
  method: 'POST',
  path: '/scheduling/appointments',
  summary: 'Book a visit: provider, room and patient in one',
  permission: 'scheduling.book',
  body: Booking,
  reply: Visit,
  refusals: [...placeRefusals, AlreadyExists, NotForThisPatient, PatientCannotBeBooked, VisitTypeClosed],
  discloses: ofItsPatient,
})

export const moveAppointment = endpoint({
  method: 'PUT',
  path: '/scheduling/appointments/:id/slot',
  summary: 'Move a visit to another time, provider or room of the same day',
  permission: 'scheduling.book',
  params,
  body: SlotChange,
  reply: Visit,
  refusals: [...placeRefusals, NoLongerUpcoming, OtherDay, Stale],
  discloses: ofItsPatient,
})

export const rescheduleAppointment = endpoint({
  method: 'POST',
  path: '/scheduling/appointments/:id/reschedule',
  summary: 'Give a visit another day: the old one points to the new one',
  permission: 'scheduling.book',
  params,
  body: Rescheduling,
  reply: Visit,
  refusals: [...placeRefusals, AlreadyExists, NoLongerUpcoming, Stale],
  discloses: ofItsPatient,
})

export const cancelAppointment = endpoint({
  method: 'POST',
  path: '/scheduling/appointments/:id/cancel',
  summary: 'Cancel a visit: for whom, why, and with how much notice',
  permission: 'scheduling.book',
  params,
  body: Cancellation,
  reply: Visit,
  refusals: [NoLongerUpcoming, Stale, NotFound],
  discloses: ofItsPatient,
})

export const restoreAppointment = endpoint({
  method: 'POST',
  path: '/scheduling/appointments/:id/restore',
  summary: 'Take a cancellation back while the slot is free',
  permission: 'scheduling.book',
  params,
  body: Type.Object({ version: Type.Integer() }),
  reply: Visit,
  refusals: [CannotMove, SlotGone, Stale, NotFound],
  discloses: ofItsPatient,
})
