import type { Address, Identifier, Phone } from '#standards/person/person.ts'
import * as e from './element.ts'
import {
  type Concept,
  type Json,
  type Reference,
  readAddress,
  readConcept,
  readConcepts,
  readIdentifiers,
  readReference,
  readTelecom,
  writeAddress,
  writeConcept,
  writeIdentifier,
  writeReference,
  writeTelecom,
} from './datatypes.ts'

export type Location = {
  readonly resourceType: 'Location'
  readonly id?: string
  readonly identifiers: readonly Identifier[]
  readonly status?: 'active' | 'suspended' | 'inactive'
  readonly name?: string
  readonly alias: readonly string[]
  readonly description?: string
  /** One place, or a kind of place ("an exam room"). */
  readonly mode?: 'instance' | 'kind'
  readonly types: readonly Concept[]
  readonly phones: readonly Phone[]
  readonly faxes: readonly string[]
  readonly emails: readonly string[]
  readonly address?: Address
  /** Site, building, room ... */
  readonly physicalType?: Concept
  /** Degrees, WGS 84. */
  readonly position?: { readonly latitude: number; readonly longitude: number }
  readonly managingOrganization?: Reference
  readonly partOf?: Reference
}

export const readLocation = (at: e.Element): Omit<Location, 'resourceType' | 'id'> =>
  e.defined({
    identifiers: readIdentifiers(at),
    status: e.codeOf(at, 'status', ['active', 'suspended', 'inactive']),
    name: e.textOf(at, 'name'),
    alias: e.textsOf(at, 'alias'),
    description: e.textOf(at, 'description'),
    mode: e.codeOf(at, 'mode', ['instance', 'kind']),
    types: readConcepts(at, 'type'),
    ...readTelecom(at),
    address: readAddress(e.objectOf(at, 'address')),
    physicalType: readConcept(e.objectOf(at, 'physicalType')),
    position: readPosition(e.objectOf(at, 'position')),
    managingOrganization: readReference(e.objectOf(at, 'managingOrganization'), ['Organization']),
    partOf: readReference(e.objectOf(at, 'partOf'), ['Location']),
  })

export const writeLocation = (from: Location): Json => ({
  identifier: from.identifiers.map(writeIdentifier),
  status: from.status,
  name: from.name,
  alias: from.alias,
  description: from.description,
  mode: from.mode,
  type: from.types.map(writeConcept),
  telecom: writeTelecom(from.phones, from.emails, from.faxes),
  address: from.address && writeAddress(from.address),
  physicalType: writeConcept(from.physicalType),
  position: from.position,
  managingOrganization: writeReference(from.managingOrganization),
  partOf: writeReference(from.partOf),
})

function readPosition(at: e.Element | undefined): Location['position'] {
  if (!at) return undefined
  const latitude = e.required(at, 'latitude', e.numberOf(at, 'latitude'))
  const longitude = e.required(at, 'longitude', e.numberOf(at, 'longitude'))
  if (latitude === undefined || longitude === undefined) return undefined
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    return e.problem(at, '', 'is not a place on Earth')
  return { latitude, longitude }
}
