/** The words for codes, as pages show them. */
import type { Tone } from '#web/ui/Status.tsx'
import type { State } from '../registration/patient.ts'

export const stateWords: Readonly<Record<State, { readonly label: string; readonly tone: Tone }>> = {
  inquiry: { label: 'Inquiry', tone: 'neutral' },
  'pre-registered': { label: 'Pre-registered', tone: 'soon' },
  registered: { label: 'Registered', tone: 'active' },
  verified: { label: 'Verified', tone: 'good' },
  inactive: { label: 'Inactive', tone: 'neutral' },
  deceased: { label: 'Deceased', tone: 'harm' },
  merged: { label: 'Merged', tone: 'neutral' },
}

export const sexWords = { F: 'Female', M: 'Male', U: 'Unknown' } as const

export const phoneKinds = { mobile: 'Mobile', home: 'Home', work: 'Work' } as const

export const roleWords = {
  guarantor: 'Guarantor (who pays)',
  emergency: 'Emergency contact',
  representative: 'Personal representative',
} as const

export const contactByWords = {
  phone: 'Phone',
  text: 'Text message',
  email: 'Email',
  mail: 'Mail',
  portal: 'Patient portal',
} as const

export const maritalWords: Readonly<Record<string, string>> = {
  S: 'Never married',
  M: 'Married',
  T: 'Domestic partner',
  D: 'Divorced',
  L: 'Legally separated',
  W: 'Widowed',
  U: 'Unmarried',
  A: 'Annulled',
  C: 'Common law',
  I: 'Interlocutory',
  P: 'Polygamous',
  UNK: 'Unknown',
}

const languages = new Intl.DisplayNames(['en'], { type: 'language' })
/** "es" is "Spanish". */
export const languageName = (code: string) => languages.of(code) ?? code

/** What is spoken most in the United States beside English (Census Bureau, ACS table B16001), and sign language. */
export const commonLanguages = [
  'en',
  'es',
  'zh',
  'tl',
  'vi',
  'ar',
  'fr',
  'ko',
  'ru',
  'pt',
  'ht',
  'hi',
  'de',
  'pl',
  'it',
  'ur',
  'fa',
  'ja',
  'gu',
  'bn',
  'te',
  'pa',
  'so',
  'am',
  'uk',
  'hmn',
  'nv',
  'ase',
] as const

export const choices = <K extends string>(words: Readonly<Record<K, string>>) =>
  Object.entries<string>(words).map(([value, label]) => ({ value, label }))
