import Type from 'typebox'
import { IdOf } from '#kernel/contract.ts'
import { event } from '#kernel/event.ts'

const facts = Type.Object({ patientId: IdOf('Patient') })

export const PatientRegistered = event('patients.patient-registered', facts)
/** Anything of the record: name, birth date, sex, address, phones, state. */
export const PatientChanged = event('patients.patient-changed', facts)
