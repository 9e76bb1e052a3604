/** What scheduling announces. */
import Type from 'typebox'
import { IdOf } from '#kernel/contract.ts'
import { event } from '#kernel/event.ts'

const facts = Type.Object({ appointmentId: IdOf('Appointment') })

export const AppointmentBooked = event('scheduling.appointment-booked', facts)
/** Another time, provider or room; a visit moved to another day is a new appointment (`rescheduledToId`). */
export const AppointmentMoved = event('scheduling.appointment-moved', facts)
export const AppointmentCancelled = event('scheduling.appointment-cancelled', facts)
export const VisitArrived = event('scheduling.visit-arrived', facts)
export const VisitCheckedOut = event('scheduling.visit-checked-out', facts)
export const VisitCompleted = event('scheduling.visit-completed', facts)
