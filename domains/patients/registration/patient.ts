/** What a patient is here and what may become of the record. Pure: no clock, no database. */
import { type FieldError, reason, refuse } from '#kernel/refusal.ts'
import { stateCode } from '#standards/person/address.ts'
import { phoneDigits, plainEmail } from '#standards/person/normalise.ts'

export const states = [
  'inquiry',
  'pre-registered',
  'registered',
  'verified',
  'inactive',
  'deceased',
  'merged',
] as const
export type State = (typeof states)[number]

export const CannotBeRight = reason('cannot-be-right', 422, 'Some of the entries cannot be right.')
export const ProbableDuplicate = reason(
  'probable-duplicate',
  409,
  'Somebody very like this is registered already. Open that record, or say why this is another person.',
)
export const StillMissing = reason('still-missing', 422, 'Something needed is still missing.')
export const CannotBecome = reason('cannot-become', 409, 'The record cannot take that step.')

export type Phone = {
  readonly number: string
  readonly kind: 'mobile' | 'home' | 'work'
}
export type Contact = {
  readonly role: 'guarantor' | 'emergency' | 'representative'
  readonly phone?: string | null | undefined
  readonly email?: string | null | undefined
  readonly authority?: string | null | undefined
}

/** The facts the rules below look at. */
export type Facts = {
  readonly bornOn: Temporal.PlainDate
  readonly deceasedOn?: Temporal.PlainDate | null | undefined
  readonly address?: string | null | undefined
  readonly city?: string | null | undefined
  readonly stateCode?: string | null | undefined
  readonly zip?: string | null | undefined
  readonly email?: string | null | undefined
  readonly ssn?: string | null | undefined
  readonly contactBy?: string | null | undefined
  readonly contactInstructions?: string | null | undefined
  readonly phones: readonly Phone[]
  readonly contacts: readonly Contact[]
}

/** Ten digits in North America, "+44…" elsewhere; undefined where it is no phone number. */
export function phoneNumber(text: string): string | undefined {
  const abroad = text.replace(/[-() .]/g, '')
  return phoneDigits(text) ?? (/^\+(?!1\d{10}$)\d{8,15}$/.test(abroad) ? abroad : undefined)
}

/** "62701-1234" as it is kept: five or nine digits. */
export const zipDigits = (text: string): string | undefined =>
  /^\s*(\d{5})-?(\d{4})?\s*$/.exec(text)?.slice(1).join('')

/** Four digits (all that is known) or nine. */
export const ssnDigits = (text: string): string | undefined => {
  const digits = text.replace(/[-\s]/g, '')
  return /^(\d{4}|\d{9})$/.test(digits) && !/^0+$/.test(digits) ? digits : undefined
}

/**
 * Every entry that cannot be right, each with its place and what to do about it. `today` is the calendar day in the
 * practice's most eastern thinkable zone: a child born today is never "born in the future".
 */
export function wrongEntries(facts: Partial<Facts>, today: Temporal.PlainDate): readonly FieldError[] {
  const wrong: FieldError[] = []
  const say = (pointer: string, message: string) => wrong.push({ pointer, message })
  const later = (date: Temporal.PlainDate, than: Temporal.PlainDate) =>
    Temporal.PlainDate.compare(date, than) > 0

  if (facts.bornOn && later(facts.bornOn, today)) say('/bornOn', 'The birth date is in the future.')
  if (facts.bornOn && facts.bornOn.year < 1880)
    say('/bornOn', 'Nobody alive was born that long ago: check the year.')
  if (facts.deceasedOn && later(facts.deceasedOn, today)) say('/deceasedOn', 'That date is in the future.')
  if (facts.deceasedOn && facts.bornOn && later(facts.bornOn, facts.deceasedOn))
    say('/deceasedOn', 'That is before the birth date.')
  if (facts.stateCode && !stateCode(facts.stateCode))
    say('/stateCode', 'Write the state as two letters, such as IL.')
  if (facts.zip && zipDigits(facts.zip) === undefined) say('/zip', 'A ZIP code has five or nine digits.')
  if (facts.email && !plainEmail(facts.email)) say('/email', 'Write the email as name@example.com.')
  if (facts.ssn && !ssnDigits(facts.ssn)) say('/ssn', 'Enter all nine digits, or only the last four.')
  for (const [index, { number }] of (facts.phones ?? []).entries())
    if (!phoneNumber(number))
      say(`/phones/${index}/number`, 'A phone number has ten digits with its area code.')
  for (const [index, { phone, email, role, authority }] of (facts.contacts ?? []).entries()) {
    const at = `/contacts/${index}`
    if (phone && !phoneNumber(phone)) say(`${at}/phone`, 'A phone number has ten digits with its area code.')
    if (email && !plainEmail(email)) say(`${at}/email`, 'Write the email as name@example.com.')
    if (role === 'representative' && !authority)
      say(`${at}/authority`, 'Name the document that gives the authority, such as a power of attorney.')
  }
  return wrong
}

export function mustBePlausible(facts: Partial<Facts>, today: Temporal.PlainDate) {
  const fields = wrongEntries(facts, today)
  if (fields.length > 0) refuse(CannotBeRight, fields.map(({ message }) => message).join(' '), { fields })
}

/** What the minimum data set still lacks before a patient counts as registered, in the office's words. */
export function missing(facts: Facts, today: Temporal.PlainDate): readonly FieldError[] {
  const lacks: FieldError[] = []
  const need = (pointer: string, value: unknown, message: string) => {
    if (!value) lacks.push({ pointer, message })
  }
  need(
    '/address',
    facts.address && facts.city && facts.stateCode && facts.zip,
    'Address with city, state and ZIP',
  )
  need('/phones', facts.phones.length > 0, 'A phone number')
  if (isMinor(facts.bornOn, today))
    need(
      '/contacts',
      facts.contacts.some(({ role }) => role === 'guarantor'),
      'A guarantor: the patient is a minor',
    )
  return lacks
}

/** Under 18, the age of majority in most states; a guarantor is another person then. */
export const isMinor = (bornOn: Temporal.PlainDate, today: Temporal.PlainDate) => ageOn(bornOn, today) < 18

/** Whole years. Somebody born on February 29 turns a year older on March 1 of a common year. */
export const ageOn = (bornOn: Temporal.PlainDate, today: Temporal.PlainDate) =>
  today.year - bornOn.year - (today.month * 100 + today.day < bornOn.month * 100 + bornOn.day ? 1 : 0)

/**
 * The stage a record has reached by what it holds: an edit that completes it registers it, an edit that takes
 * something away brings it back. Verified, inactive and deceased are said by a person and stay until one says otherwise.
 */
export function stageOf(state: State, facts: Facts, today: Temporal.PlainDate): State {
  const complete = missing(facts, today).length === 0
  if (state === 'pre-registered') return complete ? 'registered' : state
  if (state === 'registered' || state === 'verified') return complete ? state : 'pre-registered'
  return state
}

/** From each state, those a person may move it to. "merged" is reached by a merge alone, and left by undoing it. */
export const nextStates: Readonly<Record<State, readonly State[]>> = {
  inquiry: ['pre-registered', 'inactive'],
  'pre-registered': ['inactive', 'deceased'],
  registered: ['inactive', 'deceased'],
  verified: ['inactive', 'deceased'],
  inactive: ['pre-registered', 'deceased'],
  deceased: ['pre-registered'],
  merged: [],
}

const named: Readonly<Record<State, string>> = {
  inquiry: 'an inquiry',
  'pre-registered': 'pre-registered',
  registered: 'registered',
  verified: 'verified',
  inactive: 'inactive',
  deceased: 'deceased',
  merged: 'merged into another record',
}

export function mustBeAbleToBecome(from: State, to: State) {
  if (!nextStates[from].includes(to))
    refuse(CannotBecome, `This patient is ${named[from]} and cannot become ${named[to]}.`)
}

/** Demographics can be verified with the patient at hand, when nothing needed is missing. */
export function mustBeVerifiable(state: State, facts: Facts, today: Temporal.PlainDate) {
  if (state === 'deceased' || state === 'merged' || state === 'inactive')
    refuse(CannotBecome, `This patient is ${named[state]}: there is nothing to verify.`)
  const fields = missing(facts, today)
  if (fields.length > 0)
    refuse(StillMissing, `Still missing: ${fields.map(({ message }) => message.toLowerCase()).join('; ')}.`, {
      fields,
    })
}
