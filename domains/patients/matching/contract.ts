import Type, { type StaticDecode } from 'typebox'
import { IdOf, LocalDate, Nullable, endpoint } from '#kernel/contract.ts'
import { Sex, State } from '../registration/contract.ts'

const Candidate = Type.Object({
  patientId: IdOf('Patient'),
  name: Type.String(),
  mrn: Type.String(),
  bornOn: LocalDate,
  sex: Sex,
  city: Nullable(Type.String()),
  state: State,
  /** 0 to 106; 80 and more is probable, 55 and more possible. */
  score: Type.Integer(),
  verdict: Type.Enum(['probable', 'possible'] as const),
  /** What speaks for it, in plain words, the strongest first. */
  reasons: Type.Array(Type.String()),
})

const Typed = Type.Optional(Nullable(Type.String({ maxLength: 254 })))
export const Person = Type.Object({
  lastName: Typed,
  firstName: Typed,
  bornOn: Type.Optional(Nullable(LocalDate)),
  sex: Type.Optional(Nullable(Sex)),
  ssn: Typed,
  phones: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
  email: Typed,
  address: Typed,
  zip: Typed,
})
export type Person = StaticDecode<typeof Person>

export const findDuplicates = endpoint({
  method: 'POST',
  path: '/patients/matches',
  summary: 'Who of the patients may be the person being typed in',
  permission: 'patients.read',
  body: Type.Object({ person: Person, except: Type.Optional(IdOf('Patient')) }),
  reply: Type.Array(Candidate),
  discloses: (reply: { patientId: string }[]) => reply.map(({ patientId }) => patientId),
})
