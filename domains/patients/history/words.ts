/** The audit log of one record told as the office would tell it. Pure. */

type Json = Readonly<Record<string, unknown>> | null
export type Entry = {
  readonly kind: string
  readonly subject: string
  readonly before: Json
  readonly after: Json
}
export type FieldChange = {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

/** Columns a reader knows, by the word for them. What is not listed is machinery and is not told. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'patients.patient': {
    mrn: 'MRN',
    state: 'Record',
    last_name: 'Last name',
    first_name: 'First name',
    middle_name: 'Middle name',
    suffix: 'Suffix',
    preferred_name: 'Preferred name',
    former_last_names: 'Former last names',
    born_on: 'Birth date',
    deceased_on: 'Date of death',
    sex: 'Sex',
    marital_status: 'Marital status',
    address: 'Address',
    address2: 'Address, second line',
    city: 'City',
    state_code: 'State',
    zip: 'ZIP',
    email: 'Email',
    language: 'Language',
    needs_interpreter: 'Interpreter',
    race: 'Race',
    ethnicity: 'Ethnicity',
    ssn_last4: 'Social security number',
    primary_care_provider: 'Primary care provider',
    referrer: 'Referred by',
    contact_by: 'Preferred contact',
    contact_instructions: 'Contact instructions',
    verified_on: 'Demographics verified',
  },
  'patients.phone': {
    number: 'Number',
    kind: 'Kind',
    may_leave_voicemail: 'Voicemail',
    may_text: 'Texts',
  },
  'patients.contact': {
    role: 'Role',
    name: 'Name',
    relationship: 'Relationship',
    phone: 'Phone',
    email: 'Email',
    address: 'Address',
    authority: 'Authority',
  },
  'patients.restriction': {
    kind: 'Kind',
    wish: 'Wish',
    requested_on: 'Requested',
    decision: 'Decision',
    decided_on: 'Decided',
    ended_on: 'Ended',
  },
}

const nouns: Readonly<Record<string, string>> = {
  'patients.phone': 'Phone',
  'patients.contact': 'Contact',
  'patients.restriction': 'Restriction request',
}
const verbs: Readonly<Record<string, string>> = { create: 'added', update: 'changed', delete: 'removed' }

export const toldSubjects = Object.keys(words)

/** The fields of an entry that changed and that a reader knows; new records tell only what they hold. */
export function fieldChanges({ kind, subject, before, after }: Entry): FieldChange[] {
  return (
    Object.entries(words[subject] ?? {})
      .filter(([column]) => column in (before ?? {}) || column in (after ?? {}))
      .map(([column, name]) => ({
        name,
        before: shown(column, before?.[column]),
        after: shown(column, after?.[column]),
      }))
      .filter((change) => change.before !== change.after)
      // A fresh record tells what it holds, not what it does not.
      .filter(({ after }) => kind !== 'create' || after !== 'no')
      .filter(({ name }) => kind !== 'create' || subject !== 'patients.patient' || name !== 'Record')
  )
}

export function sentence(entry: Entry): string {
  const { kind, subject } = entry
  if (subject !== 'patients.patient') return `${nouns[subject] ?? subject} ${verbs[kind] ?? kind}`
  if (kind === 'create') return made(entry.after?.['source'], entry.after?.['state'])
  if (kind === 'delete') return 'Record removed'
  const fields = fieldChanges(entry)
  const state = entry.after?.['state']
  if (typeof state === 'string' && state in become) return become[state]!
  if (fields.some(({ name }) => name === 'Demographics verified')) return become['verified']!
  return fields.length === 1 ? `${fields[0]!.name} changed` : 'Demographics changed'
}

const made = (source: unknown, state: unknown) =>
  `${state === 'inquiry' ? 'Inquiry noted' : 'Registered'}${typeof source !== 'string' || source === 'desk' ? '' : ` from ${source}`}`

const become: Readonly<Record<string, string>> = {
  verified: 'Demographics verified',
  registered: 'Registration complete',
  'pre-registered': 'Registration incomplete',
  inactive: 'Made inactive',
  deceased: 'Marked as deceased',
}

function shown(column: string, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.length === 0 ? null : value.join(', ')
  if (typeof value === 'object') return JSON.stringify(value)
  const text = String(value as string | number)
  return column === 'ssn_last4' ? `ends in ${text}` : text
}
