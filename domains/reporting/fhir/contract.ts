/** The records of the office as FHIR R4, for other systems: read one by one, or a patient with everything. */
import Type, { type StaticDecode } from 'typebox'
import { FileReply, IdOf, endpoint } from '#kernel/contract.ts'
import { NotFound } from '#kernel/refusal.ts'

/** A resource as JSON text, and whom it is about, for the record of disclosures. */
const Written = Type.Object({ ...FileReply.properties, patientIds: Type.Array(IdOf('Patient')) })
export type Written = StaticDecode<typeof Written>

const shared = {
  method: 'GET',
  permission: 'fhir.read',
  reply: Written,
  produces: 'application/fhir+json',
  refusals: [NotFound],
  discloses: (reply: Written) => reply.patientIds,
} as const

export const readFhirPatient = endpoint({
  ...shared,
  path: '/fhir/Patient/:id',
  summary: 'A patient as a FHIR Patient',
  params: Type.Object({ id: IdOf('Patient') }),
})

export const readFhirPractitioner = endpoint({
  ...shared,
  path: '/fhir/Practitioner/:id',
  summary: 'A provider as a FHIR Practitioner',
  params: Type.Object({ id: IdOf('Provider') }),
})

export const readFhirLocation = endpoint({
  ...shared,
  path: '/fhir/Location/:id',
  summary: 'A site as a FHIR Location',
  params: Type.Object({ id: IdOf('Site') }),
})

export const readFhirAppointment = endpoint({
  ...shared,
  path: '/fhir/Appointment/:id',
  summary: 'A visit, as it was booked, as a FHIR Appointment',
  params: Type.Object({ id: IdOf('Appointment') }),
})

export const readFhirEncounter = endpoint({
  ...shared,
  path: '/fhir/Encounter/:id',
  summary: 'A visit, once the patient has come, as a FHIR Encounter',
  params: Type.Object({ id: IdOf('Appointment') }),
})

export const readFhirCoverage = endpoint({
  ...shared,
  path: '/fhir/Coverage/:id',
  summary: 'An insurance card as a FHIR Coverage',
  params: Type.Object({ id: IdOf('Coverage') }),
})

export const readFhirEverything = endpoint({
  ...shared,
  path: '/fhir/Patient/:id/$everything',
  summary: 'A patient with visits, cards, providers and sites as one FHIR Bundle',
  // A whole record leaves the office.
  stepUp: true,
  params: Type.Object({ id: IdOf('Patient') }),
})
