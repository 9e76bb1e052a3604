/**
 * How likely two records are one person. Points as the practice agreed them: last name 20 (near 14), first name 15
 * (nickname or near 10), birth date 25 (month and day swapped, or one digit off, 12), sex 3, last four of the SSN 15,
 * phone 10, email 8, house number with ZIP 10. 80 and more is probable, 55 to 79 possible. Nothing is ever merged on
 * a score alone.
 */
import { streetNumber } from './address.ts'
import { jaroWinkler } from './jaro-winkler.ts'
import { areNicknames } from './nicknames.ts'
import { phoneDigits, plainEmail, plainGivenName, plainSurname, zip5 } from './normalise.ts'
import type { PersonFacts, Sex } from './person.ts'

/** What is known of a person for comparing. What is not known is absent and earns nothing. */
export type Candidate = {
  readonly last: string
  readonly first: string
  readonly birthDate?: Temporal.PlainDate | undefined
  readonly sex?: Sex | undefined
  readonly ssnLast4?: string | undefined
  readonly phones?: readonly string[] | undefined
  readonly emails?: readonly string[] | undefined
  readonly addresses?: readonly { readonly line: string; readonly zip: string }[] | undefined
}

export type Verdict = 'probable' | 'possible' | 'none'
export type MatchField = 'last' | 'first' | 'birthDate' | 'sex' | 'ssnLast4' | 'phone' | 'email' | 'address'
export type MatchReason = { readonly field: MatchField; readonly points: number; readonly words: string }
export type Match = {
  readonly score: number
  readonly verdict: Verdict
  readonly reasons: readonly MatchReason[]
}

const near = 0.92

/**
 * The keys a database search must look up, all by equality. Two records that share none of them reach at most
 * 20 + 15 + 12 + 3 = 50 points, so a search over these five finds every pair of 55 and more. Keep the columns as this
 * function spells them: phone as ten digits, email in lower case, door as "586 02720".
 */
export type BlockingKeys = {
  readonly birthDate?: Temporal.PlainDate
  readonly ssnLast4?: string
  readonly phones: readonly string[]
  readonly emails: readonly string[]
  readonly doors: readonly string[]
}

export function blockingKeys(person: Candidate): BlockingKeys {
  const ssnLast4 = knownLast4(person.ssnLast4)
  return {
    ...(person.birthDate && { birthDate: person.birthDate }),
    ...(ssnLast4 !== undefined && { ssnLast4 }),
    phones: known(person.phones, phoneDigits),
    emails: known(person.emails, plainEmail),
    doors: known(person.addresses, door),
  }
}

/** House number and ZIP, the part of an address that survives every way of writing it: "586 02720". */
export function door({ line, zip }: { readonly line: string; readonly zip: string }): string | undefined {
  const number = streetNumber(line)
  const five = zip5(zip)
  return number === undefined || five === undefined ? undefined : `${number} ${five}`
}

/** Compares two people. Symmetric; 0 to 106 points. */
export function matchPeople(one: Candidate, other: Candidate): Match {
  const ours = blockingKeys(one)
  const theirs = blockingKeys(other)
  const reasons = [
    lastName(one.last, other.last),
    firstName(one.first, other.first),
    birthDate(ours.birthDate, theirs.birthDate),
    sex(one.sex, other.sex),
    shared(
      'ssnLast4',
      15,
      'last four digits of the social security number',
      [ours.ssnLast4],
      [theirs.ssnLast4],
    ),
    shared('phone', 10, 'phone number', ours.phones, theirs.phones),
    shared('email', 8, 'email address', ours.emails, theirs.emails),
    shared('address', 10, 'house number and ZIP', ours.doors, theirs.doors),
  ]
  const score = reasons.reduce((total, { points }) => total + points, 0)
  return { score, verdict: score >= 80 ? 'probable' : score >= 55 ? 'possible' : 'none', reasons }
}

/** The part of a person's facts that counts for matching. */
export function candidateOf(person: PersonFacts): Candidate {
  const ssn = person.identifiers.find(
    ({ type, system }) => type === 'SS' || system === 'http://hl7.org/fhir/sid/us-ssn',
  )
  return {
    last: person.name.family,
    first: person.name.given[0] ?? '',
    birthDate: person.birthDate,
    sex: person.sex,
    ssnLast4: ssn?.value.replace(/\D/g, '').slice(-4),
    phones: person.phones.map(({ number }) => number),
    emails: person.emails,
    addresses: person.addresses.map(({ lines, postalCode }) => ({
      line: lines[0] ?? '',
      zip: postalCode ?? '',
    })),
  }
}

function lastName(one: string, other: string): MatchReason {
  const [a, b] = [plainSurname(one), plainSurname(other)]
  if (a === '' || b === '') return { field: 'last', points: 0, words: 'No last name to compare' }
  if (a === b) return { field: 'last', points: 20, words: 'Same last name' }
  if (jaroWinkler(a, b) >= near) return { field: 'last', points: 14, words: 'Last names nearly the same' }
  return { field: 'last', points: 0, words: 'Different last names' }
}

function firstName(one: string, other: string): MatchReason {
  const [a, b] = [plainGivenName(one), plainGivenName(other)]
  if (a === '' || b === '') return { field: 'first', points: 0, words: 'No first name to compare' }
  if (a === b) return { field: 'first', points: 15, words: 'Same first name' }
  if (areNicknames(a, b))
    return { field: 'first', points: 10, words: 'One first name is short for the other' }
  if (jaroWinkler(a, b) >= near) return { field: 'first', points: 10, words: 'First names nearly the same' }
  return { field: 'first', points: 0, words: 'Different first names' }
}

function birthDate(a: Temporal.PlainDate | undefined, b: Temporal.PlainDate | undefined): MatchReason {
  const field = 'birthDate'
  if (!a || !b) return { field, points: 0, words: 'No birth date to compare' }
  if (a.equals(b)) return { field, points: 25, words: 'Same birth date' }
  if (a.year === b.year && a.month === b.day && a.day === b.month)
    return { field, points: 12, words: 'Month and day of the birth date are swapped' }
  const theirs = b.toString()
  const differing = a
    .toString()
    .split('')
    .filter((digit, place) => digit !== theirs[place]).length
  if (differing === 1) return { field, points: 12, words: 'Birth dates differ in one digit' }
  return { field, points: 0, words: 'Different birth dates' }
}

/** Unknown equals nothing, not even another unknown. */
function sex(a: Sex | undefined, b: Sex | undefined): MatchReason {
  const comparable = a !== undefined && b !== undefined && a !== 'U' && b !== 'U'
  if (!comparable) return { field: 'sex', points: 0, words: 'Sex not known on both' }
  return a === b
    ? { field: 'sex', points: 3, words: 'Same sex' }
    : { field: 'sex', points: 0, words: 'Different sex' }
}

function shared(
  field: MatchField,
  points: number,
  what: string,
  ours: readonly (string | undefined)[],
  theirs: readonly (string | undefined)[],
): MatchReason {
  const mine = ours.filter((key) => key !== undefined)
  const yours = new Set(theirs.filter((key) => key !== undefined))
  if (mine.length === 0 || yours.size === 0) return { field, points: 0, words: `No ${what} to compare` }
  if (mine.some((key) => yours.has(key))) return { field, points, words: `Same ${what}` }
  return { field, points: 0, words: `Different ${what}` }
}

/** 0000 was never issued; it stands for "unknown" in old records. */
const knownLast4 = (text: string | undefined) =>
  text !== undefined && /^\d{4}$/.test(text) && text !== '0000' ? text : undefined

function known<T>(values: readonly T[] | undefined, spell: (value: T) => string | undefined): string[] {
  const keys = (values ?? []).map(spell).filter((key) => key !== undefined)
  return [...new Set(keys)]
}
