import { newId } from '#kernel/id.ts'
import { stateCode } from '#standards/person/address.ts'
import { plainEmail } from '#standards/person/normalise.ts'
import type { Identifier, PersonFacts } from '#standards/person/person.ts'
import type { NewPatient } from './create.ts'
import { phoneNumber, ssnDigits, zipDigits } from './patient.ts'

/** Numbers that say more about a person than this office needs to know (HL7 table 0203), and the member id, which is coverage. */
const notKept = new Set(['SS', 'DL', 'PPN', 'MB', 'BC', 'NI', 'PRC', 'CZ'])
const ssnSystem = 'http://hl7.org/fhir/sid/us-ssn'
const isSsn = ({ type, system }: Identifier) => type === 'SS' || system === ssnSystem

/** What other systems call this person. Without a system of its own a number means nothing here: `from` stands in. */
export const keptIdentifiers = (person: PersonFacts, from: string) =>
  person.identifiers
    .filter((one) => !isSsn(one) && !notKept.has(one.type ?? '') && one.value.trim() !== '')
    .map(({ system, value }) => ({ system: system ?? from, value: value.trim() }))
    .filter(
      (one, index, all) =>
        all.findIndex((other) => other.system === one.system && other.value === one.value) === index,
    )

/**
 * A patient from what a file or message told about a person. What does not fit its field (a foreign ZIP, half a phone
 * number) is left out; the caller says so. `from` names the source for identifiers without a system.
 */
export function patientFrom(
  person: PersonFacts & { readonly birthDate: Temporal.PlainDate },
  from: string,
): NewPatient {
  const { name, contacts, race, ethnicity, deceased } = person
  const home = person.addresses.find(({ use }) => use !== 'old' && use !== 'temp') ?? person.addresses[0]
  const numbers = person.phones.filter(({ use }) => use !== 'old')
  const phones = numbers.flatMap((phone, index) => {
    const number = phoneNumber(phone.number)
    const repeated = numbers.slice(0, index).some((other) => phoneNumber(other.number) === number)
    if (number === undefined || repeated) return []
    const kind = phone.use === 'mobile' || phone.use === 'work' ? phone.use : ('home' as const)
    // Nobody has consented to anything by being in a file.
    return [{ id: newId<'Phone'>(), number, kind, mayLeaveVoicemail: false, mayText: false }]
  })
  const ssn = person.identifiers.find(isSsn)?.value
  return {
    id: newId(),
    lastName: name.family,
    firstName: name.given[0] ?? '',
    middleName: name.given.slice(1).join(' ') || null,
    suffix: name.suffix ?? null,
    preferredName: name.preferred ?? null,
    formerLastNames: [...person.formerFamilyNames],
    bornOn: person.birthDate,
    sex: person.sex,
    maritalStatus: person.maritalStatus ?? null,
    address: home?.lines[0] ?? null,
    address2: home?.lines.slice(1).join(', ') || null,
    city: home?.city ?? null,
    stateCode: (home?.state && stateCode(home.state)) || null,
    zip: home?.postalCode && zipDigits(home.postalCode) ? home.postalCode : null,
    email: person.emails.find((email) => plainEmail(email)) ?? null,
    language: person.language ?? 'en',
    needsInterpreter: person.interpreter ?? false,
    race: race?.text ?? null,
    ethnicity: ethnicity?.text ?? null,
    primaryCareProvider: person.generalPractitioner?.display ?? null,
    ssn: ssn && ssnDigits(ssn) ? ssn : null,
    phones: phones.slice(0, 10),
    contacts: contacts.slice(0, 20).map((contact) => ({
      id: newId<'Contact'>(),
      role: /guarant/i.test(contact.relationship ?? '') ? ('guarantor' as const) : ('emergency' as const),
      name: contact.name,
      relationship: contact.relationship ?? null,
      phone: contact.phones.map(({ number }) => phoneNumber(number)).find((number) => number) ?? null,
      email: contact.emails.find((email) => plainEmail(email)) ?? null,
      address: null,
      authority: null,
    })),
    ...(deceased === true && { state: 'deceased' as const }),
    deceasedOn: deceased === true || deceased === undefined ? null : deceased,
    identifiers: keptIdentifiers(person, from),
  }
}
