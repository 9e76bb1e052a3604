/** A list of patients as a spreadsheet or an old program exports it, row by row as facts about a person. */
import { stateCode } from '#standards/person/address.ts'
import { parsePhone, plainEmail, plainText, zip5 } from '#standards/person/normalise.ts'
import type { Contact, Identifier, PersonFacts, PersonName, Phone } from '#standards/person/person.ts'
import { type Columns, type Field, columnsOf } from './patient-columns.ts'
import { type CsvOptions, type CsvProblem, readCsv } from './read.ts'
import {
  ethnicityOf,
  isBlank,
  languageOf,
  maritalStatusOf,
  pastDate,
  raceOf,
  sexOf,
  yesOrNo,
} from './words.ts'

/** `column` counts the fields of the row from 1; `heading` is what stands above it. */
export type RowProblem = {
  readonly line: number
  readonly column: number
  readonly heading: string
  readonly message: string
}

export type PatientRow =
  | {
      readonly outcome: 'read'
      readonly line: number
      readonly person: PersonFacts
      readonly warnings: readonly RowProblem[]
    }
  | { readonly outcome: 'refused'; readonly line: number; readonly problems: readonly RowProblem[] }

/** First what the columns are; then a row each; or where and why reading had to stop. */
export type PatientListItem =
  | ({ readonly outcome: 'columns' } & Columns)
  | PatientRow
  | ({ readonly outcome: 'stopped' } & Omit<CsvProblem, 'kind'>)

/** Reads a patient list by stream. `today` is the site's date: no birth date lies behind it. */
export async function* readPatients(
  source: AsyncIterable<Uint8Array> | Uint8Array,
  today: Temporal.PlainDate,
  options?: CsvOptions,
): AsyncGenerator<PatientListItem, void, void> {
  let columns: Columns | undefined
  for await (const item of readCsv(source, options)) {
    if (item.kind === 'problem') {
      const { line, column, message } = item
      yield { outcome: 'stopped', line, column, message }
    } else if (!columns) {
      columns = columnsOf(item.fields)
      yield { outcome: 'columns', ...columns }
      const [problem] = columns.problems
      if (problem !== undefined)
        return yield { outcome: 'stopped', line: item.line, column: 1, message: problem }
    } else if (item.fields.some((field) => field.trim() !== ''))
      yield readPatientRow(columns, item.line, item.fields, today)
  }
  if (!columns) yield { outcome: 'stopped', line: 1, column: 1, message: 'The file is empty.' }
}

/** Refuses a row that lacks a name or a birth date; leaves out, with a warning, what else cannot be understood. */
function readPatientRow(
  columns: Columns,
  line: number,
  fields: readonly string[],
  today: Temporal.PlainDate,
): PatientRow {
  const problems: RowProblem[] = []
  const warnings: RowProblem[] = []
  const noteAt = (at: number, message: string): RowProblem => ({
    line,
    column: at + 1,
    heading: columns.headings[at] ?? '',
    message,
  })
  const note = (field: Field, message: string) => noteAt(Math.max(0, columns.fields.indexOf(field)), message)
  /** As it stands there: people are called None, Null and Unk. The apostrophe that disarms formulas is taken off. */
  const written = (field: Field): string | undefined =>
    fields[columns.fields.indexOf(field)]
      ?.trim()
      .replace(/^'(?=[=+\-@])/, '')
      .replace(/\s+/g, ' ') || undefined
  const text = (field: Field): string | undefined => {
    const value = written(field)
    return value === undefined || isBlank(value) ? undefined : value
  }
  /** A value read from the words of a field; words that mean nothing are left out with a warning. */
  const meaning = <T>(field: Field, read: (words: string) => T | undefined, what: string): T | undefined => {
    const words = text(field)
    if (words === undefined) return undefined
    const value = read(words)
    if (value === undefined) warnings.push(note(field, `“${short(words)}” is not ${what} and was left out.`))
    return value
  }

  const extra = fields.findIndex((field, at) => at >= columns.headings.length && field.trim() !== '')
  if (extra >= 0)
    problems.push(
      noteAt(
        extra,
        `The row has more fields than the headings. A comma inside a field needs quotes around it.`,
      ),
    )

  const nameColumn = (field: Field): Field => (columns.fields.includes(field) ? field : 'full')
  const name = nameOf(written)
  if (name.family === '') problems.push(note(nameColumn('last'), 'The last name is missing.'))
  if (name.given.length === 0) problems.push(note(nameColumn('first'), 'The first name is missing.'))

  const born = text('birthDate')
  const birth = born === undefined ? undefined : pastDate(born, today)
  if (birth === undefined) problems.push(note('birthDate', 'The date of birth is missing.'))
  else if (typeof birth === 'string') problems.push(note('birthDate', `“${short(born!)}” ${birth}.`))
  else if (birth.guessed)
    warnings.push(note('birthDate', `The year has two digits and was read as ${birth.date.year}.`))

  if (problems.length > 0 || typeof birth !== 'object') return { outcome: 'refused', line, problems }

  const phone = (field: Field, use: Phone['use']): Phone[] => {
    const number = meaning(field, parsePhone, 'a phone number of ten digits')
    if (!number) return []
    const { digits, extension } = number
    return [{ number: `+1${digits}`, ...(extension !== undefined && { extension }), ...(use && { use }) }]
  }
  const email = meaning('email', plainEmail, 'an email address')
  const former = text('formerLast')
  const doctor = text('doctor')
  const emergency = text('emergencyName')
  const relationship = text('emergencyRelationship')
  const contact = (named: string): Contact => ({
    name: named,
    ...(relationship !== undefined && { relationship }),
    emergency: true,
    phones: phone('emergencyPhone', undefined),
    emails: [],
  })
  const race = text('race')
  const ethnicity = text('ethnicity')
  const person: PersonFacts = {
    identifiers: [...chartNumber(text('mrn')), ...(meaning('ssn', ssnOf, 'a social security number') ?? [])],
    name,
    formerFamilyNames: former === undefined ? [] : [former],
    birthDate: birth.date,
    sex: meaning('sex', sexOf, 'a sex (M, F or U)') ?? 'U',
    ...present(
      'deceased',
      meaning('deceased', (words) => deceasedOf(words, today), 'a date of death, yes or no') || undefined,
    ),
    addresses: addressOf(text, meaning),
    phones: [
      ...phone('mobilePhone', 'mobile'),
      ...phone('homePhone', 'home'),
      ...phone('phone', undefined),
      ...phone('workPhone', 'work'),
    ],
    emails: email === undefined ? [] : [email],
    ...present('language', meaning('language', languageOf, 'a language we know')),
    ...present('interpreter', meaning('interpreter', yesOrNo, 'yes or no')),
    ...present('race', race === undefined ? undefined : raceOf(race)),
    ...present('ethnicity', ethnicity === undefined ? undefined : ethnicityOf(ethnicity)),
    ...present('maritalStatus', meaning('maritalStatus', maritalStatusOf, 'a marital status')),
    contacts: emergency === undefined ? [] : [contact(emergency)],
    ...present('generalPractitioner', doctor === undefined ? undefined : { display: doctor }),
  }
  return { outcome: 'read', line, person, warnings }
}

type Text = (field: Field) => string | undefined
type Meaning = <T>(field: Field, read: (words: string) => T | undefined, what: string) => T | undefined

const short = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)

const present = <K extends keyof PersonFacts>(
  key: K,
  value: PersonFacts[K] | undefined,
): Partial<Pick<PersonFacts, K>> =>
  value === undefined ? {} : ({ [key]: value } as Partial<Pick<PersonFacts, K>>)

const suffixes = /[, ]+(jr\.?|sr\.?|ii|iii|iv|m\.?d\.?)$/i

/** From columns of their own, or from one: "Lovelace, Ada King", "Ada King Lovelace", "Ana de la Cruz". */
function nameOf(text: Text): PersonName {
  const full = text('last') === undefined && text('first') === undefined ? text('full') : undefined
  const whole = full ?? text('last') ?? ''
  const suffix = text('suffix') ?? suffixes.exec(whole)?.[1]
  const [family, given] =
    full === undefined ? [bare(whole), [text('first'), text('middle')]] : divided(bare(full))
  const [prefix, preferred] = [text('prefix'), text('preferred')]
  return {
    family,
    given: given.filter((part) => part !== undefined),
    ...(prefix !== undefined && { prefix }),
    ...(suffix !== undefined && { suffix }),
    ...(preferred !== undefined && { preferred }),
  }
}

const bare = (name: string) => name.replace(suffixes, '')
const particles = new Set('DE DEL LA LAS LOS DA DI DOS VAN VON DER DEN LE EL AL BIN ST'.split(' '))

function divided(name: string): [string, string[]] {
  const [family = '', given] = name.split(/,\s*/, 2)
  if (given !== undefined) return [family, given.split(' ').filter((word) => word !== '')]
  const words = name.split(' ')
  let last = words.length - 1
  while (last > 1 && particles.has(plainText(words[last - 1] ?? ''))) last--
  return [words.slice(last).join(' '), words.slice(0, last)]
}

function addressOf(text: Text, meaning: Meaning): PersonFacts['addresses'] {
  const lines = [text('line1'), text('line2')].filter((line) => line !== undefined)
  const [city, country] = [text('city'), text('country')]
  const isForeign = country !== undefined && !/^(us|usa|u\.s\.a?\.?|united states.*)$/i.test(country)
  const state = isForeign ? text('state') : meaning('state', stateCode, 'a state')
  const postalCode = isForeign ? text('postalCode') : meaning('postalCode', zipOf, 'a ZIP code')
  if (lines.length === 0 && city === undefined && postalCode === undefined) return []
  return [
    {
      use: 'home',
      lines,
      ...(city !== undefined && { city }),
      ...(state !== undefined && { state }),
      ...(postalCode !== undefined && { postalCode }),
      ...(country !== undefined && { country: isForeign ? country : 'US' }),
    },
  ]
}

/** Spreadsheets take the zeros off the front of ZIP codes in New England and New Jersey: "2720" is "02720". */
function zipOf(words: string): string | undefined {
  const padded = /^\d{3,4}$/.test(words) ? words.padStart(5, '0') : words
  return zip5(padded) === undefined ? undefined : padded.replace(/^(\d{5})-?(\d{4})$/, '$1-$2')
}

const chartNumber = (value: string | undefined): Identifier[] =>
  value === undefined ? [] : [{ type: 'MR', value }]

/** Nine digits, or the last four of a masked number. */
function ssnOf(words: string): Identifier[] | undefined {
  const digits = words.replace(/\D/g, '')
  const value = digits.length === 9 ? digits.replace(/^(...)(..)/, '$1-$2-') : digits
  if (!/^[\dXx*• -]+$/.test(words) || (digits.length !== 9 && digits.length !== 4)) return undefined
  return [{ system: 'http://hl7.org/fhir/sid/us-ssn', type: 'SS', value }]
}

function deceasedOf(words: string, today: Temporal.PlainDate): boolean | Temporal.PlainDate | undefined {
  const date = pastDate(words, today)
  return typeof date === 'object' ? date.date : yesOrNo(words)
}
