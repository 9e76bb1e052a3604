import Type, { type StaticDecode } from 'typebox'
import { IdOf, Line, LocalDate, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { AlreadyProvider, EndsBeforeHired, NotAnNpi, NpiTaken } from './staff.ts'

const Npi = Type.String({ pattern: '^\\d{10}$' })
const Taxonomy = Type.String({ pattern: '^[0-9A-Z]{9}X$', description: 'NUCC provider taxonomy code' })

const providerFacts = {
  displayName: Line(80),
  credential: Line(20),
  npi: Npi,
  taxonomy: Taxonomy,
  acceptsNew: Type.Boolean(),
}
const Provider = Type.Object({
  id: IdOf('Provider'),
  ...providerFacts,
  active: Type.Boolean(),
  version: Type.Integer(),
})
const NewProvider = Type.Object({ id: IdOf('Provider'), staffId: IdOf('Staff'), ...providerFacts })
export type NewProvider = StaticDecode<typeof NewProvider>
const ProviderEdit = Type.Object({ ...providerFacts, active: Type.Boolean(), version: Type.Integer() })
export type ProviderEdit = StaticDecode<typeof ProviderEdit>

const staffFacts = {
  siteId: IdOf('Site'),
  firstName: Line(60),
  lastName: Line(60),
  jobTitle: Line(80),
  email: Nullable(Type.String({ format: 'email', maxLength: 200 })),
  phone: Nullable(Type.String({ pattern: '^\\+?\\d{7,15}$' })),
  hiredOn: LocalDate,
  endedOn: Nullable(LocalDate),
}
const Staff = Type.Object({
  id: IdOf('Staff'),
  ...staffFacts,
  email: Nullable(Type.String()),
  phone: Nullable(Type.String()),
  version: Type.Integer(),
  provider: Nullable(Provider),
})
const NewStaff = Type.Object({ id: IdOf('Staff'), ...staffFacts })
export type NewStaff = StaticDecode<typeof NewStaff>
const StaffEdit = Type.Object({ ...staffFacts, version: Type.Integer() })
export type StaffEdit = StaticDecode<typeof StaffEdit>

export const readStaff = endpoint({
  method: 'GET',
  path: '/workforce/staff',
  summary: 'Who works at the sites one may work with, and the providers among them',
  permission: 'workforce.read',
  reply: Type.Array(Staff),
})

export const addStaff = endpoint({
  method: 'POST',
  path: '/workforce/staff',
  summary: 'Add somebody who works here',
  permission: 'workforce.edit',
  body: NewStaff,
  reply: Staff,
  refusals: [AlreadyExists, EndsBeforeHired, NotFound],
})

export const editStaff = endpoint({
  method: 'PUT',
  path: '/workforce/staff/:id',
  summary: 'Change what is recorded about somebody who works here',
  permission: 'workforce.edit',
  params: Type.Object({ id: IdOf('Staff') }),
  body: StaffEdit,
  reply: Staff,
  refusals: [Stale, EndsBeforeHired, NotFound],
})

export const addProvider = endpoint({
  method: 'POST',
  path: '/workforce/providers',
  summary: 'List somebody who works here as a provider',
  permission: 'workforce.edit',
  body: NewProvider,
  reply: Provider,
  refusals: [AlreadyExists, AlreadyProvider, NotAnNpi, NpiTaken, NotFound],
})

export const editProvider = endpoint({
  method: 'PUT',
  path: '/workforce/providers/:id',
  summary: 'Change a provider',
  permission: 'workforce.edit',
  params: Type.Object({ id: IdOf('Provider') }),
  body: ProviderEdit,
  reply: Provider,
  refusals: [Stale, NotAnNpi, NpiTaken, NotFound],
})
