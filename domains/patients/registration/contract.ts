/** The public promise of registration: what a record is on the wire, and what may be done to it. */
import Type, { type StaticDecode } from 'typebox'
import { IdOf, Instant, Line, LocalDate, Nullable, Text, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { maritalStatuses } from '#standards/person/person.ts'
import { CannotBeRight, CannotBecome, ProbableDuplicate, StillMissing, states } from './patient.ts'

export const State = Type.Enum(states)
export const Sex = Type.Enum(['M', 'F', 'U'] as const)
const Maybe = (maxLength = 120) => Nullable(Line(maxLength))

const Phone = Type.Object({
  id: IdOf('Phone'),
  number: Line(40),
  kind: Type.Enum(['mobile', 'home', 'work'] as const),
  mayLeaveVoicemail: Type.Boolean(),
  mayText: Type.Boolean(),
})

const Contact = Type.Object({
  id: IdOf('Contact'),
  role: Type.Enum(['guarantor', 'emergency', 'representative'] as const),
  name: Line(120),
  relationship: Maybe(60),
  phone: Maybe(40),
  email: Maybe(254),
  address: Maybe(250),
  authority: Maybe(200),
})

const Name = { lastName: Line(80), firstName: Line(80) }
const Details = {
  middleName: Maybe(80),
  suffix: Maybe(20),
  preferredName: Maybe(80),
  formerLastNames: Type.Array(Line(80), { maxItems: 10 }),
  maritalStatus: Nullable(Type.Enum(maritalStatuses)),
  address: Maybe(120),
  address2: Maybe(120),
  city: Maybe(80),
  stateCode: Maybe(40),
  zip: Maybe(12),
  email: Maybe(254),
  language: Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }),
  needsInterpreter: Type.Boolean(),
  race: Maybe(),
  ethnicity: Maybe(),
  siteId: Nullable(IdOf('Site')),
  providerId: Nullable(IdOf('Provider')),
  primaryCareProvider: Maybe(),
  referrer: Maybe(),
  contactBy: Nullable(Type.Enum(['phone', 'text', 'email', 'mail', 'portal'] as const)),
  contactInstructions: Nullable(Text(500)),
  phones: Type.Array(Phone, { maxItems: 10 }),
  contacts: Type.Array(Contact, { maxItems: 20 }),
}
/** Nine digits, or four where no more is known. Never sent back: a record shows the last four. */
const ssn = Type.Optional(Maybe(20))

export const Record = Type.Object({
  id: IdOf('Patient'),
  mrn: Type.String(),
  state: State,
  ...Name,
  bornOn: LocalDate,
  sex: Sex,
  ...Details,
  ssnLast4: Nullable(Type.String()),
  hasSsn: Type.Boolean(),
  deceasedOn: Nullable(LocalDate),
  verifiedOn: Nullable(LocalDate),
  source: Type.String(),
  createdAt: Instant,
  version: Type.Integer(),
  /** What the minimum data set still lacks, with its place on the form. */
  missing: Type.Array(Type.Object({ pointer: Type.String(), message: Type.String() })),
  restrictions: Type.Array(
    Type.Object({
      id: IdOf('Restriction'),
      kind: Type.Enum(['health-plan', 'other'] as const),
      wish: Type.String(),
      requestedOn: LocalDate,
      decision: Type.Enum(['open', 'agreed', 'declined'] as const),
      decidedOn: Nullable(LocalDate),
      endedOn: Nullable(LocalDate),
      version: Type.Integer(),
    }),
  ),
})
export type Record = StaticDecode<typeof Record>

const Kept = Type.Object({
  id: IdOf('Patient'),
  mrn: Type.String(),
  state: State,
  version: Type.Integer(),
  missing: Record.properties.missing,
})

export const Registration = Type.Object({
  id: IdOf('Patient'),
  ...Name,
  bornOn: LocalDate,
  sex: Sex,
  ...Type.Partial(Type.Object(Details)).properties,
  ssn,
  /** Only somebody who asks about the practice so far. */
  inquiry: Type.Optional(Type.Boolean()),
  /** Why this is another person than the probable duplicate. */
  overrideReason: Type.Optional(Line(300)),
})
export type Registration = StaticDecode<typeof Registration>

export const registerPatient = endpoint({
  method: 'POST',
  path: '/patients',
  summary: 'Register a patient',
  permission: 'patients.register',
  body: Registration,
  reply: Kept,
  refusals: [ProbableDuplicate, CannotBeRight, AlreadyExists],
})

export const readPatient = endpoint({
  method: 'GET',
  path: '/patients/:id',
  summary: "A patient's record",
  permission: 'patients.read',
  params: Type.Object({ id: IdOf('Patient') }),
  reply: Record,
  refusals: [NotFound],
  discloses: (reply: { id: string }) => [reply.id],
})

export const readSsn = endpoint({
  method: 'GET',
  path: '/patients/:id/ssn',
  summary: 'The whole social security number of a patient',
  permission: 'patients.read-ssn',
  stepUp: true,
  params: Type.Object({ id: IdOf('Patient') }),
  reply: Type.Object({ id: IdOf('Patient'), ssn: Type.String() }),
  refusals: [NotFound],
  discloses: (reply: { id: string }) => [reply.id],
})

export const Changes = Type.Partial(Type.Object({ ...Name, bornOn: LocalDate, sex: Sex, ...Details, ssn }))
export type Changes = StaticDecode<typeof Changes>

export const editPatient = endpoint({
  method: 'PUT',
  path: '/patients/:id',
  summary: "Change a patient's demographics: only what is given is changed, lists as a whole",
  permission: 'patients.edit',
  params: Type.Object({ id: IdOf('Patient') }),
  body: Type.Object({ version: Type.Integer(), changes: Changes }),
  reply: Kept,
  refusals: [NotFound, Stale, CannotBeRight],
})

export const verifyDemographics = endpoint({
  method: 'POST',
  path: '/patients/:id/verification',
  summary: 'Say that the demographics were checked with the patient today',
  permission: 'patients.edit',
  params: Type.Object({ id: IdOf('Patient') }),
  body: Type.Object({ version: Type.Integer(), verifiedOn: LocalDate }),
  reply: Kept,
  refusals: [NotFound, Stale, StillMissing, CannotBecome, CannotBeRight],
})

const ToState = Type.Object({
  version: Type.Integer(),
  state: Type.Enum(['pre-registered', 'inactive', 'deceased'] as const),
  reason: Line(300),
  deceasedOn: Type.Optional(Nullable(LocalDate)),
})
export type ToState = StaticDecode<typeof ToState>

export const changeState = endpoint({
  method: 'PUT',
  path: '/patients/:id/state',
  summary: 'Make a patient inactive, deceased or active again, with the reason',
  permission: 'patients.edit',
  params: Type.Object({ id: IdOf('Patient') }),
  body: ToState,
  reply: Kept,
  refusals: [NotFound, Stale, CannotBecome, CannotBeRight],
})
