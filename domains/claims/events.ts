/** What claims announces. */
import Type from 'typebox'
import { IdOf } from '#kernel/contract.ts'
import { event } from '#kernel/event.ts'

const facts = Type.Object({ appointmentId: IdOf('Appointment'), patientId: IdOf('Patient') })

export const ChargesPosted = event('claims.charges-posted', facts)
export const ChargesVoided = event('claims.charges-voided', facts)
