import { type Appointment, readAppointment, writeAppointment } from './appointment.ts'
import { type Coverage, readCoverage, writeCoverage } from './coverage.ts'
import type { Json } from './datatypes.ts'
import * as e from './element.ts'
import { type Encounter, readEncounter, writeEncounter } from './encounter.ts'
import { type Location, readLocation, writeLocation } from './location.ts'
import { type Patient, readPatient, writePatient } from './patient.ts'
import { type Practitioner, readPractitioner, writePractitioner } from './practitioner.ts'

/** The resources of FHIR R4 we read and write. `references` inside them keep the spelling of the source. */
export type Resource = Patient | Practitioner | Location | Appointment | Coverage | Encounter
export type ResourceType = Resource['resourceType']

const readers = {
  Patient: readPatient,
  Practitioner: readPractitioner,
  Location: readLocation,
  Appointment: readAppointment,
  Coverage: readCoverage,
  Encounter: readEncounter,
} as const

export const isReadable = (type: string): type is ResourceType => Object.hasOwn(readers, type)

/** Reads one resource; undefined where its notes then hold a problem. */
export function readResource(at: e.Element, resourceType: ResourceType): Resource | undefined {
  const id = e.textOf(at, 'id')
  // FHIR: whoever does not understand a modifier must not process the element it stands on.
  for (const modifier of ['modifierExtension', 'implicitRules'])
    if (e.valueOf(at.json, modifier) !== undefined)
      e.problem(at, modifier, 'changes the meaning of the whole record in a way that is not known here')
  const read = readers[resourceType](at)
  return read && at.notes.problems.length === 0
    ? ({ ...e.defined({ resourceType, id }), ...read } as Resource)
    : undefined
}

/**
 * Writes a resource as FHIR R4 JSON. Strict: what is written is read back, and where anything in it would be a
 * problem or a warning to our own reader, or an id is not of FHIR's form, a RangeError names the places (never the
 * values, which may be about a patient).
 */
export function writeResource(resource: Resource): object {
  const { resourceType, id } = resource
  const json = pruned({ resourceType, id, ...(write(resource) as object) })
  if (!e.isObject(json)) throw new RangeError(`an empty ${resourceType} cannot be written`)
  const notes = e.noNotes()
  if (id !== undefined && !/^[A-Za-z0-9.-]{1,64}$/.test(id))
    notes.problems.push({ at: `${resourceType}.id`, message: '' })
  readResource({ json, at: resourceType, notes }, resourceType)
  const faults = [...notes.problems, ...notes.warnings].map(({ at }) => at)
  if (faults.length > 0) throw new RangeError(`this cannot be written as FHIR: ${faults.join(', ')}`)
  return json
}

function write(resource: Resource): Json {
  switch (resource.resourceType) {
    case 'Patient':
      return writePatient(resource)
    case 'Practitioner':
      return writePractitioner(resource)
    case 'Location':
      return writeLocation(resource)
    case 'Appointment':
      return writeAppointment(resource)
    case 'Coverage':
      return writeCoverage(resource)
    case 'Encounter':
      return writeEncounter(resource)
  }
}

/** Without what is undefined or empty: FHIR has neither empty lists nor empty objects. */
function pruned(json: Json): Json {
  if (Array.isArray(json)) {
    const list = json.map(pruned).filter((one) => one !== undefined)
    return list.length === 0 ? undefined : list
  }
  if (typeof json !== 'object') return json
  const entries = Object.entries(json).map(([name, value]) => [name, pruned(value)] as const)
  const present = entries.filter(([, value]) => value !== undefined)
  return present.length === 0 ? undefined : Object.fromEntries(present)
}
