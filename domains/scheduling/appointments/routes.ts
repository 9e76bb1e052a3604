import type { Http } from '#platform/http.ts'
import * as commands from './commands.ts'
import {
  bookAppointment,
  cancelAppointment,
  moveAppointment,
  rescheduleAppointment,
  restoreAppointment,
} from './contract.ts'

export function appointmentRoutes({ perform }: Http) {
  perform(bookAppointment, (tx, { body }) => commands.book(tx, body))
  perform(moveAppointment, (tx, { params, body }) => commands.move(tx, params.id, body))
  perform(rescheduleAppointment, (tx, { params, body }) => commands.reschedule(tx, params.id, body))
  perform(cancelAppointment, (tx, { params, body }) => commands.cancel(tx, params.id, body))
  perform(restoreAppointment, (tx, { params, body }) => commands.restore(tx, params.id, body.version))
}
