import type { Identifier } from '#standards/person/person.ts'
import * as e from './element.ts'
import {
  type Concept,
  type Json,
  type Moment,
  type Reference,
  readConcept,
  readConcepts,
  readIdentifiers,
  readReference,
  writeConcept,
  writeIdentifier,
  writeMoment,
  writeReference,
} from './datatypes.ts'

const statuses = [
  'proposed',
  'pending',
  'booked',
  'arrived',
  'fulfilled',
  'cancelled',
  'noshow',
  'entered-in-error',
  'checked-in',
  'waitlist',
] as const
const actors = [
  'Patient',
  'Practitioner',
  'PractitionerRole',
  'RelatedPerson',
  'Device',
  'HealthcareService',
  'Location',
]

type AppointmentParticipant = {
  readonly actor?: Reference
  readonly roles: readonly Concept[]
  readonly required?: 'required' | 'optional' | 'information-only'
  readonly status: 'accepted' | 'declined' | 'tentative' | 'needs-action'
}

export type Appointment = {
  readonly resourceType: 'Appointment'
  readonly id?: string
  readonly identifiers: readonly Identifier[]
  readonly status: (typeof statuses)[number]
  readonly cancelationReason?: Concept
  readonly serviceTypes: readonly Concept[]
  readonly appointmentType?: Concept
  readonly reasons: readonly Concept[]
  readonly description?: string
  readonly start?: Temporal.Instant
  readonly end?: Temporal.Instant
  readonly minutes?: number
  readonly created?: Moment
  readonly comment?: string
  readonly participants: readonly AppointmentParticipant[]
}

/** Holds to the invariants app-1 to app-4 of FHIR R4. */
export function readAppointment(at: e.Element): Omit<Appointment, 'resourceType' | 'id'> | undefined {
  const status = e.required(at, 'status', e.codeOf(at, 'status', statuses))
  const [start, end] = [e.instantOf(at, 'start'), e.instantOf(at, 'end')]
  const cancelationReason = readConcept(e.objectOf(at, 'cancelationReason'))
  const written = e.objectsOf(at, 'participant')
  const participants = written.map(readParticipant).filter((participant) => participant !== undefined)
  if (written.length === 0) e.required(at, 'participant', undefined)
  if (start && end && Temporal.Instant.compare(end, start) < 0) e.problem(at, 'end', 'is before the start')
  const mayWait = status === undefined || ['proposed', 'cancelled', 'waitlist'].includes(status)
  if ((start === undefined) !== (end === undefined)) e.required(at, start ? 'end' : 'start', undefined)
  else if (!start && !mayWait) e.required(at, 'start', undefined)
  if (cancelationReason && status && status !== 'cancelled' && status !== 'noshow')
    e.problem(at, 'cancelationReason', `is given, yet the appointment is ${status}`)
  const facts = e.defined({
    identifiers: readIdentifiers(at),
    cancelationReason,
    serviceTypes: readConcepts(at, 'serviceType'),
    appointmentType: readConcept(e.objectOf(at, 'appointmentType')),
    reasons: readConcepts(at, 'reasonCode'),
    description: e.textOf(at, 'description'),
    start,
    end,
    minutes: e.integerOf(at, 'minutesDuration', 1),
    created: e.momentOf(at, 'created'),
    comment: e.textOf(at, 'comment'),
    participants,
  })
  return status && { ...facts, status }
}

export const writeAppointment = (from: Appointment): Json => ({
  identifier: from.identifiers.map(writeIdentifier),
  status: from.status,
  cancelationReason: writeConcept(from.cancelationReason),
  serviceType: from.serviceTypes.map(writeConcept),
  appointmentType: writeConcept(from.appointmentType),
  reasonCode: from.reasons.map(writeConcept),
  description: from.description,
  start: writeMoment(from.start),
  end: writeMoment(from.end),
  minutesDuration: from.minutes,
  created: writeMoment(from.created),
  comment: from.comment,
  participant: from.participants.map(({ actor, roles, required, status }) => ({
    type: roles.map(writeConcept),
    actor: writeReference(actor),
    required,
    status,
  })),
})

function readParticipant(at: e.Element): AppointmentParticipant | undefined {
  const status = e.codeOf(at, 'status', ['accepted', 'declined', 'tentative', 'needs-action'])
  const actor = readReference(e.objectOf(at, 'actor'), actors)
  const roles = readConcepts(at, 'type')
  if (!e.required(at, 'status', status)) return undefined
  if (roles.length === 0 && !actor) e.required(at, 'actor', actor)
  return (
    status &&
    e.defined({
      actor,
      roles,
      required: e.codeOf(at, 'required', ['required', 'optional', 'information-only']),
      status,
    })
  )
}
