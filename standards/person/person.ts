/**
 * A person as the outside world describes one: what a FHIR Patient, a CSV row or an ADT message can tell us. Plain
 * values, none of them our tables. What the source did not say is absent, never an empty string.
 */

/** Administrative sex as claims take it (X12 DMG03). */
export type Sex = 'M' | 'F' | 'U'

/** `type` is a code of HL7 table 0203: MR medical record, SS social security, DL driver's licence, MB member ... */
export type Identifier = { readonly system?: string; readonly value: string; readonly type?: string }

export type PersonName = {
  readonly family: string
  /** First name, then middle names. */
  readonly given: readonly string[]
  readonly prefix?: string
  readonly suffix?: string
  /** What the person wants to be called, where that is not the first name. */
  readonly preferred?: string
}

export type Address = {
  readonly use?: 'home' | 'work' | 'temp' | 'old' | 'billing'
  readonly lines: readonly string[]
  readonly city?: string
  /** Two letters for the United States, otherwise as written. */
  readonly state?: string
  /** ZIP or ZIP+4 ("02720", "02720-1234"), otherwise as written. */
  readonly postalCode?: string
  readonly country?: string
}

export type Phone = {
  /** E.164 ("+18125550101") where it is a North American number, otherwise as written. */
  readonly number: string
  readonly extension?: string
  readonly use?: 'home' | 'work' | 'mobile' | 'temp' | 'old'
}

export type Contact = {
  readonly name: string
  readonly relationship?: string
  readonly emergency: boolean
  readonly phones: readonly Phone[]
  readonly emails: readonly string[]
}

/** OMB categories and detailed codes of CDC race and ethnicity (2.16.840.1.113883.6.238), with the words for them. */
export type Heritage = { readonly codes: readonly string[]; readonly text: string }

/** Codes of HL7 v3 MaritalStatus, and UNK. */
export const maritalStatuses = ['A', 'C', 'D', 'I', 'L', 'M', 'P', 'S', 'T', 'U', 'W', 'UNK'] as const
export type MaritalStatus = (typeof maritalStatuses)[number]

export type PersonFacts = {
  readonly identifiers: readonly Identifier[]
  readonly name: PersonName
  /** Last names the person had before. */
  readonly formerFamilyNames: readonly string[]
  readonly birthDate?: Temporal.PlainDate
  readonly sex: Sex
  /** Sex assigned at birth, where the source tells it apart. */
  readonly birthSex?: Sex
  /** The date of death, or true where only the fact is known. */
  readonly deceased?: true | Temporal.PlainDate
  readonly addresses: readonly Address[]
  readonly phones: readonly Phone[]
  readonly emails: readonly string[]
  /** Preferred language, BCP 47 ("es", "pt-BR"). */
  readonly language?: string
  readonly interpreter?: boolean
  readonly race?: Heritage
  readonly ethnicity?: Heritage
  readonly maritalStatus?: MaritalStatus
  readonly contacts: readonly Contact[]
  /** The primary care provider: a reference within the source, words for a reader, or both. */
  readonly generalPractitioner?: { readonly reference?: string; readonly display?: string }
}
