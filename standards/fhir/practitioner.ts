import type { Address, Identifier, PersonName, Phone, Sex } from '#standards/person/person.ts'
import * as e from './element.ts'
import {
  type Concept,
  type Json,
  type Period,
  readAddresses,
  readConcept,
  readIdentifier,
  readIdentifiers,
  readNames,
  readPeriod,
  readTelecom,
  writeAddress,
  writeConcept,
  writeIdentifier,
  writeNames,
  writePeriod,
  writeTelecom,
} from './datatypes.ts'
import { readGender, writeGender } from './patient.ts'

type Qualification = {
  readonly code: Concept
  readonly identifiers: readonly Identifier[]
  readonly period?: Period
  /** Who gave it, in words. */
  readonly issuer?: string
}

export type Practitioner = {
  readonly resourceType: 'Practitioner'
  readonly id?: string
  readonly active?: boolean
  readonly identifiers: readonly Identifier[]
  /** The identifier of the NPI system, as written: its check digit is the reader's business. */
  readonly npi?: string
  readonly name: PersonName
  readonly formerFamilyNames: readonly string[]
  readonly sex?: Sex
  readonly birthDate?: Temporal.PlainDate
  readonly addresses: readonly Address[]
  readonly phones: readonly Phone[]
  readonly faxes: readonly string[]
  readonly emails: readonly string[]
  readonly qualifications: readonly Qualification[]
}

const npiSystem = 'http://hl7.org/fhir/sid/us-npi'

export function readPractitioner(at: e.Element): Omit<Practitioner, 'resourceType' | 'id'> | undefined {
  const { name, formerFamilyNames } = readNames(at)
  const identifiers = readIdentifiers(at)
  const isNpi = ({ system }: Identifier) => system === npiSystem
  const qualifications = e.objectsOf(at, 'qualification').flatMap((one) => readQualification(one) ?? [])
  const facts = e.defined({
    active: e.booleanOf(at, 'active'),
    identifiers: identifiers.filter((identifier) => !isNpi(identifier)),
    npi: identifiers.find(isNpi)?.value,
    formerFamilyNames,
    sex: readGender(at),
    birthDate: e.dateOf(at, 'birthDate'),
    addresses: readAddresses(at),
    ...readTelecom(at),
    qualifications,
  })
  return name && { ...facts, name }
}

export const writePractitioner = (from: Practitioner): Json => ({
  identifier: [
    ...(from.npi === undefined ? [] : [{ system: npiSystem, value: from.npi }]),
    ...from.identifiers.map(writeIdentifier),
  ],
  active: from.active,
  name: writeNames(from.name, from.formerFamilyNames),
  telecom: writeTelecom(from.phones, from.emails, from.faxes),
  address: from.addresses.map(writeAddress),
  gender: writeGender(from.sex),
  birthDate: from.birthDate?.toString(),
  qualification: from.qualifications.map(({ identifiers, code, period, issuer }) => ({
    identifier: identifiers.map(writeIdentifier),
    code: writeConcept(code),
    period: writePeriod(period),
    issuer: issuer === undefined ? undefined : { display: issuer },
  })),
})

function readQualification(at: e.Element): Qualification | undefined {
  const code = e.required(at, 'code', readConcept(e.objectOf(at, 'code')))
  const issuer = e.objectOf(at, 'issuer')
  return (
    code &&
    e.defined({
      code,
      identifiers: e.objectsOf(at, 'identifier').flatMap((one) => readIdentifier(one) ?? []),
      period: readPeriod(e.objectOf(at, 'period')),
      issuer: issuer && e.textOf(issuer, 'display'),
    })
  )
}
