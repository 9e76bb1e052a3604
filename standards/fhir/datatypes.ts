/** The data types of FHIR R4 that our resources are made of, as plain values, in and out. */
import { stateCode } from '#standards/person/address.ts'
import { parsePhone, plainEmail, zip5 } from '#standards/person/normalise.ts'
import type { Address, Identifier, PersonName, Phone } from '#standards/person/person.ts'
import * as e from './element.ts'

export type Json = string | number | boolean | undefined | readonly Json[] | { readonly [name: string]: Json }

export type Coding = { readonly system?: string; readonly code?: string; readonly display?: string }
/** CodeableConcept: the same thing in several code systems, and in words. */
export type Concept = { readonly codings: readonly Coding[]; readonly text?: string }
/** To another resource, by literal reference ("Patient/12", "urn:uuid:..."), by identifier, or in words only. */
export type Reference = {
  readonly reference?: string
  readonly identifier?: Identifier
  readonly display?: string
}
export type Moment = Temporal.PlainDate | Temporal.Instant
export type Period = { readonly start?: Moment; readonly end?: Moment }

const table0203 = 'http://terminology.hl7.org/CodeSystem/v2-0203'

export const readCoding = (at: e.Element): Coding =>
  e.defined({ system: e.textOf(at, 'system'), code: e.textOf(at, 'code'), display: e.textOf(at, 'display') })

export function readConcept(at: e.Element | undefined): Concept | undefined {
  if (!at) return undefined
  const codings = e
    .objectsOf(at, 'coding')
    .map(readCoding)
    .filter((coding) => Object.keys(coding).length > 0)
  const text = e.textOf(at, 'text')
  return codings.length === 0 && text === undefined ? undefined : e.defined({ codings, text })
}
export const readConcepts = (at: e.Element, name: string): Concept[] =>
  e
    .objectsOf(at, name)
    .map(readConcept)
    .filter((concept) => concept !== undefined)

export const writeConcept = (concept: Concept | undefined): Json =>
  concept && { coding: concept.codings, text: concept.text }

export function readIdentifier(at: e.Element): Identifier | undefined {
  const value = e.textOf(at, 'value')
  const type = readConcept(e.objectOf(at, 'type'))
  if (value === undefined) return e.warning(at, '', 'has no value and was left out')
  const code = type?.codings.find(({ system }) => system === table0203)?.code ?? type?.codings[0]?.code
  return e.defined({ system: e.textOf(at, 'system'), value, type: code })
}
export const readIdentifiers = (at: e.Element): Identifier[] =>
  e
    .objectsOf(at, 'identifier')
    .map(readIdentifier)
    .filter((identifier) => identifier !== undefined)

export const writeIdentifier = ({ system, value, type }: Identifier): Json => ({
  type: type === undefined ? undefined : { coding: [{ system: table0203, code: type }] },
  system,
  value,
})

/** Notes the reference, so that the bundle can be asked for it; `types` are the resources it may point to. */
export function readReference(at: e.Element | undefined, types: readonly string[]): Reference | undefined {
  if (!at) return undefined
  const reference = e.textOf(at, 'reference')
  const identifier = e.objectOf(at, 'identifier')
  const read = e.defined({
    reference,
    identifier: identifier && readIdentifier(identifier),
    display: e.textOf(at, 'display'),
  })
  if (Object.keys(read).length === 0) return e.problem(at, '', 'refers to nothing')
  if (reference !== undefined) {
    const type = /^(?:https?:\/\/.*\/)?([A-Z][A-Za-z]+)[/?][^/]+(?:\/_history\/[^/]+)?$/.exec(reference)?.[1]
    if (type !== undefined && !types.includes(type))
      return e.problem(at, 'reference', `refers to a ${type} where a ${types.join(' or ')} is expected`)
    at.notes.mentions.push({ at: `${at.at}.reference`, reference, types })
  }
  return read
}

export const writeReference = (reference: Reference | undefined): Json =>
  reference && {
    reference: reference.reference,
    identifier: reference.identifier && writeIdentifier(reference.identifier),
    display: reference.display,
  }

export function readPeriod(at: e.Element | undefined): Period | undefined {
  if (!at) return undefined
  const [start, end] = [e.momentOf(at, 'start'), e.momentOf(at, 'end')]
  if (start && end && endsBefore(start, end)) e.problem(at, '', 'ends before it starts')
  return start || end ? e.defined({ start, end }) : undefined
}

function endsBefore(start: Moment, end: Moment): boolean {
  if (start instanceof Temporal.Instant && end instanceof Temporal.Instant)
    return Temporal.Instant.compare(end, start) < 0
  if (start instanceof Temporal.PlainDate && end instanceof Temporal.PlainDate)
    return Temporal.PlainDate.compare(end, start) < 0
  return false
}

export const writeMoment = (moment: Moment | undefined): Json => moment?.toString()

export const writePeriod = (period: Period | undefined): Json =>
  period && { start: writeMoment(period.start), end: writeMoment(period.end) }

/** The parts of one HumanName; `family` is absent where the source has only a text. */
export function readName(at: e.Element) {
  const joined = (name: string) => e.textsOf(at, name).join(' ') || undefined
  return {
    use: e.codeOf(at, 'use', ['usual', 'official', 'temp', 'nickname', 'anonymous', 'old', 'maiden']),
    family: e.textOf(at, 'family'),
    given: e.textsOf(at, 'given'),
    prefix: joined('prefix'),
    suffix: joined('suffix'),
    text: e.textOf(at, 'text'),
  }
}

/**
 * The name a person goes by in law, from the list of all their names: the official one, else the usual one, else one
 * without a use. A nickname, or a usual name beside an official one, gives the preferred name.
 */
export function readNames(at: e.Element): { name?: PersonName; formerFamilyNames: string[] } {
  const names = e.objectsOf(at, 'name').map(readName)
  const former = names.filter(({ use }) => use === 'old' || use === 'maiden')
  const of = (use: string | undefined) => names.find((name) => name.use === use)
  const legal = of('official') ?? of('usual') ?? of(undefined)
  const formerFamilyNames = former.flatMap(({ family }) => family ?? [])
  if (legal?.family === undefined) {
    e.problem(at, 'name', legal ? 'has no family name' : 'is missing')
    return { formerFamilyNames }
  }
  const { family, given, prefix, suffix } = legal
  const preferred = (of('nickname') ?? (legal.use === 'official' ? of('usual') : undefined))?.given[0]
  const differs = preferred !== undefined && preferred !== given[0]
  return {
    name: e.defined({ family, given, prefix, suffix, preferred: differs ? preferred : undefined }),
    formerFamilyNames,
  }
}

export const writeNames = (name: PersonName, formerFamilyNames: readonly string[]): Json => [
  {
    use: 'official',
    family: name.family,
    given: name.given,
    prefix: name.prefix === undefined ? [] : [name.prefix],
    suffix: name.suffix === undefined ? [] : [name.suffix],
  },
  ...(name.preferred === undefined ? [] : [{ use: 'nickname', given: [name.preferred] }]),
  ...formerFamilyNames.map((family) => ({ use: 'old', family })),
]

export function readAddress(at: e.Element | undefined): Address | undefined {
  if (!at) return undefined
  const [text, city, state, zip, country] = ['text', 'city', 'state', 'postalCode', 'country'].map((name) =>
    e.textOf(at, name),
  )
  const written = e.textsOf(at, 'line')
  const lines = written.length === 0 && city === undefined && text !== undefined ? [text] : written
  if (lines.length === 0 && city === undefined && zip === undefined) return undefined
  const isUs = country === undefined || /^(us|usa|united states.*)$/i.test(country)
  return e.defined({
    use: e.codeOf(at, 'use', ['home', 'work', 'temp', 'old', 'billing']),
    lines,
    city,
    state: state !== undefined && isUs ? (stateCode(state) ?? state) : state,
    postalCode: zip !== undefined && isUs ? zipOf(zip) : zip,
    country: country !== undefined && isUs ? 'US' : country,
  })
}
export const readAddresses = (at: e.Element): Address[] =>
  e
    .objectsOf(at, 'address')
    .map(readAddress)
    .filter((address) => address !== undefined)

/** "027201234" is "02720-1234"; what is no ZIP is kept as written. */
const zipOf = (text: string) =>
  zip5(text) === undefined ? text : text.replace(/^(\d{5})-?(\d{4})$/, '$1-$2')

export const writeAddress = ({ lines, ...rest }: Address): Json => ({ ...rest, line: lines })

/** Phones, fax numbers and emails of a telecom list. Pagers and web addresses are passed over. */
export function readTelecom(at: e.Element) {
  const phones: Phone[] = []
  const faxes: string[] = []
  const emails: string[] = []
  for (const point of e.objectsOf(at, 'telecom')) {
    const value = e.textOf(point, 'value')
    const system = e.codeOf(point, 'system', ['phone', 'fax', 'email', 'pager', 'url', 'sms', 'other'])
    const use = e.codeOf(point, 'use', ['home', 'work', 'temp', 'old', 'mobile'])
    if (value === undefined) continue
    if (system === 'email') {
      const email = plainEmail(value)
      if (email === undefined)
        e.warning(point, 'value', `${e.shown(value)} is not an email address and was left out`)
      else emails.push(email)
    } else if (system === 'fax') faxes.push(value)
    else if (system === 'phone' || system === 'sms') {
      const number = parsePhone(value)
      phones.push(
        e.defined({ number: number ? `+1${number.digits}` : value, extension: number?.extension, use }),
      )
    } else if (system === undefined)
      e.warning(point, '', 'does not say whether it is a phone or an email and was left out')
  }
  return { phones, faxes, emails }
}

export const writeTelecom = (
  phones: readonly Phone[],
  emails: readonly string[],
  faxes: readonly string[] = [],
): Json => [
  ...phones.map(({ number, extension, use }) => ({
    system: 'phone',
    value: extension === undefined ? number : `${number} x${extension}`,
    use,
  })),
  ...faxes.map((value) => ({ system: 'fax', value })),
  ...emails.map((value) => ({ system: 'email', value })),
]
