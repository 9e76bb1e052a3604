/** A record as its form holds it: text where people type, and back to what the contract takes. */
import { newId } from '#kernel/id.ts'
import type { Changes, Record as PatientRecord } from '../registration/contract.ts'

export type PhoneEntry = NonNullable<Changes['phones']>[number]
export type ContactEntry = NonNullable<Changes['contacts']>[number]

export type Demographics = {
  lastName: string
  firstName: string
  middleName: string
  suffix: string
  preferredName: string
  bornOn: Temporal.PlainDate | null
  sex: 'F' | 'M' | 'U' | null
  ssn: string
  address: string
  address2: string
  city: string
  stateCode: string
  zip: string
  email: string
  phones: readonly PhoneEntry[]
  contactBy: Changes['contactBy'] | null
  contactInstructions: string
  language: string
  needsInterpreter: boolean
  maritalStatus: string | null
  race: string
  ethnicity: string
  primaryCareProvider: string
  referrer: string
  contacts: readonly ContactEntry[]
}

export const newPhone = (): PhoneEntry => ({
  id: newId(),
  number: '',
  kind: 'mobile',
  mayLeaveVoicemail: false,
  mayText: false,
})

export const newContact = (role: ContactEntry['role']): ContactEntry => ({
  id: newId(),
  role,
  name: '',
  relationship: null,
  phone: null,
  email: null,
  address: null,
  authority: null,
})

export const blank = (): Demographics => ({
  lastName: '',
  firstName: '',
  middleName: '',
  suffix: '',
  preferredName: '',
  bornOn: null,
  sex: null,
  ssn: '',
  address: '',
  address2: '',
  city: '',
  stateCode: '',
  zip: '',
  email: '',
  phones: [newPhone()],
  contactBy: null,
  contactInstructions: '',
  language: 'en',
  needsInterpreter: false,
  maritalStatus: null,
  race: '',
  ethnicity: '',
  primaryCareProvider: '',
  referrer: '',
  contacts: [],
})

export const fromRecord = (record: PatientRecord): Demographics => {
  const text = (value: string | null) => value ?? ''
  return {
    ...blank(),
    ...record,
    middleName: text(record.middleName),
    suffix: text(record.suffix),
    preferredName: text(record.preferredName),
    address: text(record.address),
    address2: text(record.address2),
    city: text(record.city),
    stateCode: text(record.stateCode),
    zip: zipWords(text(record.zip)),
    email: text(record.email),
    contactInstructions: text(record.contactInstructions),
    race: text(record.race),
    ethnicity: text(record.ethnicity),
    primaryCareProvider: text(record.primaryCareProvider),
    referrer: text(record.referrer),
    ssn: '',
  }
}

/** "627011234" as an envelope shows it. */
export const zipWords = (zip: string) => zip.replace(/^(\d{5})(\d{4})$/, '$1-$2')

/** What the form holds of these fields, as the contract takes it: nothing typed is nothing known. */
export function toChanges(values: Demographics, keys: readonly (keyof Demographics)[]): Changes {
  const changes: Record<string, unknown> = {}
  for (const key of keys) {
    const value = values[key]
    if (key === 'phones') changes[key] = values.phones.filter(({ number }) => number.trim() !== '')
    else if (key === 'contacts') changes[key] = values.contacts.filter(({ name }) => name.trim() !== '')
    // An empty field for the number is not a wish to forget the number that is kept.
    else if (key === 'ssn') Object.assign(changes, values.ssn.trim() && { ssn: values.ssn.trim() })
    else changes[key] = typeof value === 'string' ? value.trim() || null : value
  }
  return changes as Changes
}

export const nameKeys = [
  'lastName',
  'firstName',
  'middleName',
  'suffix',
  'preferredName',
  'bornOn',
  'sex',
  'ssn',
] as const
export const reachKeys = [
  'address',
  'address2',
  'city',
  'stateCode',
  'zip',
  'email',
  'phones',
  'contactBy',
  'contactInstructions',
] as const
export const backgroundKeys = [
  'language',
  'needsInterpreter',
  'maritalStatus',
  'race',
  'ethnicity',
  'primaryCareProvider',
  'referrer',
] as const
export const peopleKeys = ['contacts'] as const

/** What can be told without the server. */
export function check(values: Demographics) {
  return [
    ...(values.lastName.trim() ? [] : [{ pointer: '/lastName', message: 'Enter the last name.' }]),
    ...(values.firstName.trim() ? [] : [{ pointer: '/firstName', message: 'Enter the first name.' }]),
    ...(values.bornOn ? [] : [{ pointer: '/bornOn', message: 'Enter the birth date, such as 3/14/1975.' }]),
    ...(values.sex ? [] : [{ pointer: '/sex', message: 'Choose the sex the insurance has on file.' }]),
  ]
}
