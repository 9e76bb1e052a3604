import type { Identifier } from '#standards/person/person.ts'
import * as e from './element.ts'
import {
  type Coding,
  type Concept,
  type Json,
  type Period,
  type Reference,
  readCoding,
  readConcept,
  readConcepts,
  readIdentifiers,
  readPeriod,
  readReference,
  writeConcept,
  writeIdentifier,
  writePeriod,
  writeReference,
} from './datatypes.ts'

const statuses = [
  'planned',
  'arrived',
  'triaged',
  'in-progress',
  'onleave',
  'finished',
  'cancelled',
  'entered-in-error',
  'unknown',
] as const

export type Encounter = {
  readonly resourceType: 'Encounter'
  readonly id?: string
  readonly identifiers: readonly Identifier[]
  readonly status: (typeof statuses)[number]
  /** Of v3 ActCode: AMB ambulatory, EMER, IMP, VR virtual, HH home ... */
  readonly class: Coding
  readonly types: readonly Concept[]
  readonly serviceType?: Concept
  readonly subject?: Reference
  readonly participants: readonly {
    readonly roles: readonly Concept[]
    readonly period?: Period
    readonly individual?: Reference
  }[]
  readonly appointments: readonly Reference[]
  readonly period?: Period
  readonly reasons: readonly Concept[]
  readonly locations: readonly { readonly location: Reference; readonly period?: Period }[]
  readonly serviceProvider?: Reference
}

export function readEncounter(at: e.Element): Omit<Encounter, 'resourceType' | 'id'> | undefined {
  const status = e.required(at, 'status', e.codeOf(at, 'status', statuses))
  const kind = e.objectOf(at, 'class')
  const coding = kind && readCoding(kind)
  if (!kind || coding?.code === undefined) e.required(at, kind ? 'class.code' : 'class', undefined)
  const participants = e.objectsOf(at, 'participant').map((one) =>
    e.defined({
      roles: readConcepts(one, 'type'),
      period: readPeriod(e.objectOf(one, 'period')),
      individual: readReference(e.objectOf(one, 'individual'), [
        'Practitioner',
        'PractitionerRole',
        'RelatedPerson',
      ]),
    }),
  )
  const locations = e.objectsOf(at, 'location').flatMap((one) => {
    const location = e.required(one, 'location', readReference(e.objectOf(one, 'location'), ['Location']))
    return location ? [e.defined({ location, period: readPeriod(e.objectOf(one, 'period')) })] : []
  })
  const facts = e.defined({
    identifiers: readIdentifiers(at),
    types: readConcepts(at, 'type'),
    serviceType: readConcept(e.objectOf(at, 'serviceType')),
    subject: readReference(e.objectOf(at, 'subject'), ['Patient', 'Group']),
    participants,
    appointments: e.objectsOf(at, 'appointment').flatMap((one) => readReference(one, ['Appointment']) ?? []),
    period: readPeriod(e.objectOf(at, 'period')),
    reasons: readConcepts(at, 'reasonCode'),
    locations,
    serviceProvider: readReference(e.objectOf(at, 'serviceProvider'), ['Organization']),
  })
  return status && coding && { ...facts, status, class: coding }
}

export const writeEncounter = (from: Encounter): Json => ({
  identifier: from.identifiers.map(writeIdentifier),
  status: from.status,
  class: from.class,
  type: from.types.map(writeConcept),
  serviceType: writeConcept(from.serviceType),
  subject: writeReference(from.subject),
  participant: from.participants.map(({ roles, period, individual }) => ({
    type: roles.map(writeConcept),
    period: writePeriod(period),
    individual: writeReference(individual),
  })),
  appointment: from.appointments.map(writeReference),
  period: writePeriod(from.period),
  reasonCode: from.reasons.map(writeConcept),
  location: from.locations.map(({ location, period }) => ({
    location: writeReference(location),
    period: writePeriod(period),
  })),
  serviceProvider: writeReference(from.serviceProvider),
})
