import {
  type MaritalStatus,
  type PersonFacts,
  type Sex,
  type Contact,
  type Heritage,
  maritalStatuses,
} from '#standards/person/person.ts'
import * as e from './element.ts'
import {
  type Json,
  readAddresses,
  readConcept,
  readConcepts,
  readIdentifiers,
  readName,
  readNames,
  readReference,
  readTelecom,
  writeAddress,
  writeIdentifier,
  writeNames,
  writeTelecom,
} from './datatypes.ts'

export type Patient = {
  readonly resourceType: 'Patient'
  readonly id?: string
  /** False where the record is no longer in use, as after a merge. */
  readonly active?: boolean
  readonly person: PersonFacts
}

const usCore = 'http://hl7.org/fhir/us/core/StructureDefinition'
const interpreterRequired = 'http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired'
const cdcRace = 'urn:oid:2.16.840.1.113883.6.238'
const nullFlavor = 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor'
const maritalStatus = 'http://terminology.hl7.org/CodeSystem/v3-MaritalStatus'
const contactRole = 'http://terminology.hl7.org/CodeSystem/v2-0131'

const sexOf: Readonly<Record<'male' | 'female' | 'other' | 'unknown', Sex>> = {
  male: 'M',
  female: 'F',
  other: 'U',
  unknown: 'U',
}
const genderOf: Readonly<Record<Sex, string>> = { M: 'male', F: 'female', U: 'unknown' }

export function readGender(at: e.Element): Sex | undefined {
  const gender = e.codeOf(at, 'gender', ['male', 'female', 'other', 'unknown'])
  return gender && sexOf[gender]
}
export const writeGender = (sex: Sex | undefined): Json => sex && genderOf[sex]

/** A Patient of FHIR R4, with the US Core extensions for birth sex, race and ethnicity. */
export function readPatient(at: e.Element): Omit<Patient, 'resourceType' | 'id'> | undefined {
  const { name, formerFamilyNames } = readNames(at)
  const { phones, emails } = readTelecom(at)
  const birthSex = readBirthSex(at)
  const doctor = e.objectsOf(at, 'generalPractitioner')[0]
  const [reference, display] = doctor
    ? (({ reference, display } = {}) => [reference, display])(
        readReference(doctor, ['Practitioner', 'PractitionerRole', 'Organization']),
      )
    : []
  const { language, interpreter } = readLanguage(at)
  const active = e.booleanOf(at, 'active')
  const facts = e.defined({
    identifiers: readIdentifiers(at),
    formerFamilyNames,
    birthDate: e.dateOf(at, 'birthDate'),
    sex: readGender(at) ?? birthSex ?? 'U',
    birthSex,
    deceased: readDeceased(at),
    addresses: readAddresses(at),
    phones,
    emails,
    language,
    interpreter,
    race: readHeritage(at, 'race'),
    ethnicity: readHeritage(at, 'ethnicity'),
    maritalStatus: readMaritalStatus(at),
    contacts: e
      .objectsOf(at, 'contact')
      .map(readContact)
      .filter((contact) => contact !== undefined),
    generalPractitioner:
      reference === undefined && display === undefined ? undefined : e.defined({ reference, display }),
  })
  return name && e.defined({ active, person: { ...facts, name } })
}

export function writePatient({ active, person }: Patient): Json {
  const { birthSex, race, ethnicity, interpreter, generalPractitioner, language, deceased } = person
  return {
    extension: [
      ...(birthSex === undefined
        ? []
        : [{ url: `${usCore}/us-core-birthsex`, valueCode: birthSex === 'U' ? 'UNK' : birthSex }]),
      ...writeHeritage('race', race),
      ...writeHeritage('ethnicity', ethnicity),
      ...(interpreter === undefined ? [] : [{ url: interpreterRequired, valueBoolean: interpreter }]),
    ],
    identifier: person.identifiers.map(writeIdentifier),
    active,
    name: writeNames(person.name, person.formerFamilyNames),
    telecom: writeTelecom(person.phones, person.emails),
    gender: writeGender(person.sex),
    birthDate: person.birthDate?.toString(),
    deceasedBoolean: deceased === true ? true : undefined,
    deceasedDateTime: deceased === true ? undefined : deceased?.toString(),
    address: person.addresses.map(writeAddress),
    maritalStatus: person.maritalStatus && {
      coding: [
        { system: person.maritalStatus === 'UNK' ? nullFlavor : maritalStatus, code: person.maritalStatus },
      ],
    },
    contact: person.contacts.map(writeContact),
    communication:
      language === undefined
        ? []
        : [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: language }] }, preferred: true }],
    generalPractitioner: generalPractitioner && [{ ...generalPractitioner }],
  }
}

function readBirthSex(at: e.Element): Sex | undefined {
  const extension = e.extensionOf(at, `${usCore}/us-core-birthsex`)
  const code = extension && e.codeOf(extension, 'valueCode', ['M', 'F', 'UNK', 'OTH', 'ASKU'])
  return code === 'M' || code === 'F' || code === undefined ? code : 'U'
}

function readDeceased(at: e.Element): PersonFacts['deceased'] {
  const dead = e.booleanOf(at, 'deceasedBoolean')
  const moment = e.momentOf(at, 'deceasedDateTime')
  const said = e.valueOf(at.json, 'deceasedDateTime')
  if (dead === false && said !== undefined)
    return e.problem(at, 'deceasedDateTime', 'gives a time of death, yet deceasedBoolean says false')
  // The day as the source wrote it: its clock stood where the person died.
  if (moment instanceof Temporal.Instant) return Temporal.PlainDate.from(String(said).trim().slice(0, 10))
  return moment ?? (dead === true || said !== undefined ? true : undefined)
}

function readLanguage(at: e.Element): { language?: string; interpreter?: boolean } {
  const spoken = e.objectsOf(at, 'communication')
  const first = spoken.find((one) => e.booleanOf(one, 'preferred') === true) ?? spoken[0]
  const concept = first && readConcept(e.objectOf(first, 'language'))
  const language = concept?.codings.find(({ code = '' }) => /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(code))?.code
  if (first && language === undefined)
    e.warning(
      first,
      'language',
      `${e.shown(concept?.text ?? 'the language')} has no language code and was left out`,
    )
  const old = e.extensionOf(at, interpreterRequired)
  const needed = e.extensionOf(at, `${usCore}/us-core-interpreter-needed`)
  // SNOMED CT yes and no, as US Core 7 says it.
  const answer = needed && e.objectOf(needed, 'valueCoding')
  const code = answer && e.textOf(answer, 'code')
  const interpreter = old
    ? e.booleanOf(old, 'valueBoolean')
    : { '373066001': true, '373067005': false }[code ?? '']
  return e.defined({ language, interpreter })
}

function readHeritage(at: e.Element, what: 'race' | 'ethnicity'): Heritage | undefined {
  const extension = e.extensionOf(at, `${usCore}/us-core-${what}`)
  if (!extension) return undefined
  const parts = e.objectsOf(extension, 'extension')
  const codes = ['ombCategory', 'detailed'].flatMap((url) =>
    parts
      .filter(({ json }) => e.valueOf(json, 'url') === url)
      .flatMap((part) => {
        const coding = e.objectOf(part, 'valueCoding')
        return (coding && e.textOf(coding, 'code')) ?? []
      }),
  )
  const words = parts.find(({ json }) => e.valueOf(json, 'url') === 'text')
  const text = (words && e.textOf(words, 'valueString')) ?? codes.join(', ')
  return text === '' ? undefined : { codes, text }
}

/** The categories of the Office of Management and Budget (1997); every other code is a detailed one. */
const ombCategories = new Set([
  '1002-5',
  '2028-9',
  '2054-5',
  '2076-8',
  '2106-3',
  '2135-2',
  '2186-5',
  'UNK',
  'ASKU',
])

function writeHeritage(what: 'race' | 'ethnicity', heritage: Heritage | undefined) {
  if (!heritage) return []
  const codings = heritage.codes.map((code) => ({
    url: ombCategories.has(code) ? 'ombCategory' : 'detailed',
    valueCoding: { system: /^[A-Z]+$/.test(code) ? nullFlavor : cdcRace, code },
  }))
  return [
    {
      url: `${usCore}/us-core-${what}`,
      extension: [...codings, { url: 'text', valueString: heritage.text }],
    },
  ]
}

function readMaritalStatus(at: e.Element): MaritalStatus | undefined {
  const concept = readConcept(e.objectOf(at, 'maritalStatus'))
  if (!concept) return undefined
  const codes = concept.codings.map(({ code }) => code)
  const known = maritalStatuses.find((status) => codes.includes(status))
  return known ?? e.warning(at, 'maritalStatus', 'is not a marital status we know and was left out')
}

function readContact(at: e.Element): Contact | undefined {
  const parts = e.objectOf(at, 'name')
  const { text, prefix, given = [], family, suffix } = parts ? readName(parts) : {}
  const name = text ?? [prefix, ...given, family, suffix].filter((part) => part !== undefined).join(' ')
  const { phones, emails } = readTelecom(at)
  if (name === '') return e.warning(at, '', 'has no name and was left out')
  const roles = readConcepts(at, 'relationship')
  const codings = roles.flatMap((role) => role.codings)
  const emergency = codings.some(({ code }) => code === 'C')
  const words =
    roles.find((role) => role.text !== undefined)?.text ?? codings.find(({ code }) => code !== 'C')?.display
  return e.defined({ name, relationship: words, emergency, phones, emails })
}

const writeContact = ({ name, relationship, emergency, phones, emails }: Contact): Json => ({
  relationship: [
    {
      coding: emergency ? [{ system: contactRole, code: 'C', display: 'Emergency Contact' }] : [],
      text: relationship,
    },
  ],
  name: { text: name },
  telecom: writeTelecom(phones, emails),
})
