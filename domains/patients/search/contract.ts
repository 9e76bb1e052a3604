import Type from 'typebox'
import { IdOf, LocalDate, Nullable, endpoint } from '#kernel/contract.ts'
import { State, Sex } from '../registration/contract.ts'

const Found = Type.Object({
  id: IdOf('Patient'),
  mrn: Type.String(),
  /** "Lovelace, Ada “Countess”": as lists show it. */
  name: Type.String(),
  bornOn: LocalDate,
  sex: Sex,
  state: State,
  city: Nullable(Type.String()),
  phone: Nullable(Type.String()),
})
const discloses = (reply: { id: string }[]) => reply.map(({ id }) => id)

/** Posted although it changes nothing: what is typed is PHI, and addresses are kept by proxies and browsers. */
export const searchPatients = endpoint({
  method: 'POST',
  path: '/patients/search',
  summary: 'Find patients by any of name, birth date, phone, MRN and email, best first',
  permission: 'patients.read',
  body: Type.Object({
    text: Type.String({ maxLength: 200 }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  }),
  reply: Type.Array(
    Type.Object({
      ...Found.properties,
      /** Another spelling than was typed. */
      near: Type.Boolean(),
    }),
  ),
  discloses,
})

export const readRecentPatients = endpoint({
  method: 'GET',
  path: '/patients/recent',
  summary: 'The patients whose records I opened last',
  permission: 'patients.read',
  reply: Type.Array(Found),
  discloses,
})

export const listPatients = endpoint({
  method: 'GET',
  path: '/patients',
  summary: 'Patients who wait for something, the longest waiting first',
  permission: 'patients.read',
  query: Type.Object({
    show: Type.Enum(['pre-registered', 'inquiry', 'restriction-open'] as const),
    /** The last patient of the page before. */
    after: Type.Optional(IdOf('Patient')),
  }),
  reply: Type.Object({ patients: Type.Array(Found), more: Type.Boolean() }),
  discloses: (reply: { patients: { id: string }[] }) => discloses(reply.patients),
})
