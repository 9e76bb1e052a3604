import type { Id } from '#kernel/id.ts'
import type { PersonFacts } from '#standards/person/person.ts'
import { wrongEntries } from '../registration/patient.ts'
import { patientFrom } from '../registration/from-facts.ts'
import { factsOf } from '../registration/create.ts'
import type { Outcome } from './import.ts'

/** Where in the row, and what to do about it, in words a receptionist understands. */
export type Note = { readonly where: string; readonly message: string }
export type Lead = { readonly patientId: Id<'Patient'>; readonly mrn: string; readonly score: number }

type Dated = PersonFacts & { readonly birthDate: Temporal.PlainDate }

/** One row as it was read: a person, or why there is none. */
export type Incoming =
  | { readonly line: number; readonly person: Dated; readonly notes: readonly Note[] }
  | { readonly line: number; readonly label: string; readonly refused: readonly Note[] }

/** One row of an import as it is kept, sealed: plain JSON. */
export type ImportRow = {
  readonly line: number
  readonly outcome: Outcome
  /** "Lovelace, Ada", or the line where there is no name. */
  readonly label: string
  readonly bornOn: string | null
  readonly notes: readonly Note[]
  readonly leads: readonly Lead[]
  /** Absent where the row cannot be used. */
  readonly person?: PersonFacts
  /** The patient it became. */
  readonly added?: { readonly patientId: Id<'Patient'>; readonly mrn: string }
}

/** JSON has no dates: they come back as text. */
export const revived = (person: PersonFacts): Dated => ({
  ...person,
  birthDate: Temporal.PlainDate.from(String(person.birthDate)),
  ...(person.deceased !== undefined &&
    person.deceased !== true && { deceased: Temporal.PlainDate.from(String(person.deceased)) }),
})

const longest = 250

/** What of a person will not be kept, and what makes the whole row useless. */
export function judged(person: Dated, from: string, today: Temporal.PlainDate) {
  const patient = patientFrom(person, from)
  const refused: Note[] = wrongEntries(factsOf(patient), today).map(({ pointer, message }) => ({
    where: pointer.slice(1),
    message,
  }))
  if (!patient.firstName) refused.push({ where: 'first name', message: 'The first name is missing.' })
  if (patient.lastName.length > 80 || patient.firstName.length > 80)
    refused.push({ where: 'name', message: 'The name is longer than a name can be.' })
  for (const [where, value] of Object.entries(patient))
    if (typeof value === 'string' && value.length > longest)
      refused.push({ where, message: `This is longer than ${longest} characters.` })

  const notes: Note[] = []
  const left = (where: string, given: boolean, kept: unknown, message: string) => {
    if (given && !kept) notes.push({ where, message })
  }
  const [home] = person.addresses
  const current = person.phones.filter(({ use }) => use !== 'old')
  const numbers = new Set(current.map(({ number }) => number)).size
  left(
    'phone',
    numbers > 0,
    (patient.phones ?? []).length >= numbers,
    'A phone number could not be read and is left out.',
  )
  left('email', person.emails.length > 0, patient.email, 'The email could not be read and is left out.')
  left(
    'zip',
    home?.postalCode !== undefined,
    patient.zip,
    'The postal code is not a ZIP code and is left out.',
  )
  left(
    'state',
    home?.state !== undefined,
    patient.stateCode,
    'The state is none of the United States and is left out.',
  )
  return { refused, notes }
}
