import Type, { type StaticDecode } from 'typebox'
import { Done, IdOf, Line, LocalDate, Nullable, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { NotADeaNumber, RunsOutBeforeIssued, credentialKinds } from './credential.ts'

const facts = {
  kind: Type.Enum(credentialKinds),
  number: Nullable(Line(60)),
  issuer: Line(120),
  issuedOn: Nullable(LocalDate),
  expiresOn: Nullable(LocalDate),
  verifiedOn: Nullable(LocalDate),
}
const Credential = Type.Object({
  id: IdOf('Credential'),
  staffId: IdOf('Staff'),
  ...facts,
  version: Type.Integer(),
})
const NewCredential = Type.Object({ id: IdOf('Credential'), staffId: IdOf('Staff'), ...facts })
export type NewCredential = StaticDecode<typeof NewCredential>
const CredentialEdit = Type.Object({ ...facts, version: Type.Integer() })
export type CredentialEdit = StaticDecode<typeof CredentialEdit>

export const readCredentials = endpoint({
  method: 'GET',
  path: '/workforce/credentials',
  summary: 'Licences and other credentials of everybody who works here, soonest end first',
  permission: 'workforce.credentials.read',
  reply: Type.Array(
    Type.Object({
      ...Credential.properties,
      name: Type.String(),
      jobTitle: Type.String(),
      siteId: IdOf('Site'),
    }),
  ),
})

export const addCredential = endpoint({
  method: 'POST',
  path: '/workforce/credentials',
  summary: 'Record a licence or other credential',
  permission: 'workforce.credentials.edit',
  body: NewCredential,
  reply: Credential,
  refusals: [AlreadyExists, NotADeaNumber, RunsOutBeforeIssued, NotFound],
})

export const editCredential = endpoint({
  method: 'PUT',
  path: '/workforce/credentials/:id',
  summary: 'Renew, verify or correct a credential',
  permission: 'workforce.credentials.edit',
  params: Type.Object({ id: IdOf('Credential') }),
  body: CredentialEdit,
  reply: Credential,
  refusals: [Stale, NotADeaNumber, RunsOutBeforeIssued, NotFound],
})

export const removeCredential = endpoint({
  method: 'DELETE',
  path: '/workforce/credentials/:id',
  summary: 'Remove a credential that is no longer kept up (the audit log keeps what it was)',
  permission: 'workforce.credentials.edit',
  params: Type.Object({ id: IdOf('Credential') }),
  query: Type.Object({ version: Type.Integer() }),
  reply: Done,
  refusals: [Stale, NotFound],
})
