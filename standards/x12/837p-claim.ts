/**
 * A professional claim as the office thinks of it, complete in itself: the 837P (005010X222A1) and the CMS-1500 are two
 * ways to write it down. Codes are those of the implementation guide; the reader fills '' where a required text is
 * missing and says so, the writer refuses it. Absent and undefined mean the same.
 */
import type { Cents } from '#kernel/cents.ts'

export type Address = {
  readonly line1: string
  readonly line2?: string | undefined
  readonly city: string
  readonly state: string
  /** Five or nine digits, without hyphen. Billing provider and service facility need nine. */
  readonly zip: string
}

export type Name =
  | {
      readonly kind: 'person'
      readonly last: string
      readonly first?: string | undefined
      readonly middle?: string | undefined
      readonly suffix?: string | undefined
    }
  | { readonly kind: 'organisation'; readonly name: string }

export type Contact = {
  readonly name?: string | undefined
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly fax?: string | undefined
}

/** A further number (REF): "G2" the payer's own provider number, "0B" state licence, "1G" UPIN, "2U" payer id ... */
export type OtherId = { readonly qualifier: string; readonly id: string }

export type Provider = {
  readonly name: Name
  readonly npi?: string | undefined
  /** NUCC taxonomy, ten characters (PRV03). */
  readonly taxonomy?: string | undefined
  readonly otherIds?: readonly OtherId[] | undefined
}

export type BillingProvider = Provider & {
  /** A street, never a post office box; nine-digit ZIP. */
  readonly address: Address
  /** Nine digits: REF*EI, or REF*SY for a sole proprietor billing under a social security number. */
  readonly taxId: string
  readonly taxIdIsSsn?: boolean | undefined
  readonly contact?: Contact | undefined
  /** Where payment goes, when elsewhere (2010AB). */
  readonly payTo?: Address | undefined
}

export type Facility = {
  readonly name: string
  readonly npi?: string | undefined
  readonly address: Address
  readonly otherIds?: readonly OtherId[] | undefined
}

export type Sex = 'M' | 'F' | 'U'

export type Subscriber = {
  readonly name: Name
  readonly memberId: string
  /** Address, birth date and sex are required when the subscriber is the patient. */
  readonly address?: Address | undefined
  readonly bornOn?: Temporal.PlainDate | undefined
  readonly sex?: Sex | undefined
}

/** The patient, only where not the subscriber (2000C). */
export type Patient = {
  readonly name: Name
  /** PAT01 to the subscriber: 01 spouse, 19 child, 20 employee, 21 unknown, 39, 40, 53 life partner, G8 other. */
  readonly relationship: string
  readonly address: Address
  readonly bornOn?: Temporal.PlainDate | undefined
  readonly sex?: Sex | undefined
}

export type Payer = {
  readonly name: string
  readonly id: string
  /** PI the payer's own id (default), XV the national plan id. */
  readonly idKind?: 'PI' | 'XV' | undefined
  readonly address?: Address | undefined
  readonly otherIds?: readonly OtherId[] | undefined
}

/** SBR: what coverage the claim is sent under. SBR02 follows from whether there is a separate patient. */
export type Coverage = {
  /** SBR01: P primary, S secondary, T tertiary, A to H further, U unknown. */
  readonly priority: string
  readonly groupNumber?: string | undefined
  readonly planName?: string | undefined
  /** SBR05: why Medicare is secondary ("12" working aged ...). */
  readonly insuranceType?: string | undefined
  /** SBR09: MB Medicare Part B, MC Medicaid, CI commercial, BL Blue Cross, 12 PPO, HM HMO, AM auto, WC workers ... */
  readonly filingCode?: string | undefined
}

/** One CAS reason: group CO, PR, OA, PI; positive amounts reduce what was paid. */
export type Adjustment = {
  readonly group: string
  readonly reason: string
  readonly amountCents: Cents
  readonly quantity?: number | undefined
}

/** What another payer did with the claim (2320, 2330A, 2330B). */
export type OtherPayer = {
  readonly coverage: Coverage
  /** SBR02 of the patient to that subscriber. */
  readonly relationship?: string | undefined
  readonly subscriber: Pick<Subscriber, 'name' | 'memberId' | 'address'>
  readonly payer: Payer
  /** CAS at claim level. */
  readonly adjustments?: readonly Adjustment[] | undefined
  /** AMT*D. */
  readonly paidCents?: Cents | undefined
  /** AMT*A8, when that payer covers nothing. */
  readonly nonCoveredCents?: Cents | undefined
  /** AMT*EAF: what remains for the patient at claim level. */
  readonly remainingCents?: Cents | undefined
  /** OI03, OI04, OI06. */
  readonly benefitsAssigned: string
  readonly patientSignatureSource?: string | undefined
  readonly release: string
  /** DTP*573. */
  readonly adjudicatedOn?: Temporal.PlainDate | undefined
  /** REF*F8. */
  readonly claimControl?: string | undefined
}

export type Procedure = {
  /** CPT or HCPCS. */
  readonly code: string
  /** SV101-1; HC unless said otherwise. */
  readonly qualifier?: string | undefined
  readonly modifiers?: readonly string[] | undefined
  readonly description?: string | undefined
}

/** How another payer settled one line (2430). */
export type LineAdjudication = {
  readonly payerId: string
  readonly paidCents: Cents
  readonly procedure: Procedure
  readonly units: number
  readonly adjustments?: readonly Adjustment[] | undefined
  readonly adjudicatedOn?: Temporal.PlainDate | undefined
  readonly remainingCents?: Cents | undefined
}

export type Drug = {
  /** Eleven digits, 5-4-2. */
  readonly ndc: string
  readonly quantity: number
  /** UN unit, ML millilitre, GR gram, ME milligram, F2 international unit. */
  readonly unit: string
  readonly prescription?: string | undefined
}

export type ServiceLine = {
  readonly procedure: Procedure
  readonly chargeCents: Cents
  readonly units: number
  /** UN units (default) or MJ minutes of anaesthesia. */
  readonly basis?: 'UN' | 'MJ' | undefined
  /** SV105, only where it differs from the claim. */
  readonly placeOfService?: string | undefined
  /** Into `diagnoses`, the first being 1. */
  readonly pointers: readonly number[]
  readonly emergency?: boolean | undefined
  readonly epsdt?: boolean | undefined
  readonly familyPlanning?: boolean | undefined
  /** DTP*472. Undefined only when read from a broken file. */
  readonly from: Temporal.PlainDate | undefined
  readonly to?: Temporal.PlainDate | undefined
  /** REF*6R: comes back in the 835 and names our line. */
  readonly control?: string | undefined
  readonly note?: string | undefined
  /** PS1: bought from an outside laboratory or provider. */
  readonly purchased?: { readonly providerId: string; readonly amountCents: Cents } | undefined
  readonly drug?: Drug | undefined
  /** Only where it differs from the claim (2420A). */
  readonly rendering?: Provider | undefined
  /** 2420E. */
  readonly ordering?: Provider | undefined
  readonly adjudications?: readonly LineAdjudication[] | undefined
}

/** Dates of the claim by the qualifier of their DTP. */
export const claimDates = {
  onset: '431',
  initialTreatment: '454',
  lastSeen: '304',
  acuteManifestation: '453',
  accident: '439',
  lastMenstrualPeriod: '484',
  lastXray: '455',
  prescribed: '471',
  disabledFrom: '360',
  disabledTo: '361',
  lastWorked: '297',
  returnToWork: '296',
  admitted: '435',
  discharged: '096',
  firstContact: '444',
} as const
export type ClaimDate = keyof typeof claimDates

/** Numbers of the claim by the qualifier of their REF. */
export const claimReferences = {
  priorAuthorisation: 'G1',
  referral: '9F',
  clia: 'X4',
  /** The payer's number of the claim that is replaced or voided: required with frequency 7 and 8. */
  payerClaimControl: 'F8',
  medicalRecord: 'EA',
  clearinghouseTrace: 'D9',
} as const
export type ClaimReference = keyof typeof claimReferences

/** What the illness or injury comes from (CLM11). */
export const causes = { auto: 'AA', employment: 'EM', other: 'OA' } as const
export type Cause = keyof typeof causes

export type Claim = {
  /** CLM01, comes back as CLP01: at most 20 characters. */
  readonly id: string
  readonly billing: BillingProvider
  readonly coverage: Coverage
  readonly payer: Payer
  readonly subscriber: Subscriber
  readonly patient?: Patient | undefined
  /** CLM02, the sum of the lines. */
  readonly chargeCents: Cents
  readonly placeOfService: string
  /** CLM05-3: 1 original, 7 replacement, 8 void. */
  readonly frequency: string
  readonly providerSignature: boolean
  /** CLM07: A assigned, B assigned for laboratory only, C not assigned. */
  readonly assignment: string
  /** CLM08: Y, N, W not applicable. */
  readonly benefitsAssigned: string
  /** CLM09: Y signed release, I informed consent by federal law. */
  readonly release: string
  /** CLM10: P when the provider signed for the patient. */
  readonly patientSignatureSource?: string | undefined
  readonly causes?: readonly Cause[] | undefined
  /** State of the automobile accident. */
  readonly accidentState?: string | undefined
  readonly dates?: { readonly [D in ClaimDate]?: Temporal.PlainDate | undefined } | undefined
  readonly references?: { readonly [R in ClaimReference]?: string | undefined } | undefined
  /** AMT*F5: what the patient paid towards this claim. */
  readonly patientPaidCents?: Cents | undefined
  /** NTE*ADD, 80 characters. */
  readonly note?: string | undefined
  /** Without the dot, the principal first; at most twelve. */
  readonly diagnoses: readonly string[]
  /** Read from claims before October 2015; never written. */
  readonly codedInIcd9?: boolean | undefined
  readonly referring?: Provider | undefined
  readonly rendering?: Provider | undefined
  readonly facility?: Facility | undefined
  readonly supervising?: Provider | undefined
  readonly otherPayers?: readonly OtherPayer[] | undefined
  readonly lines: readonly ServiceLine[]
}

export type Submission = {
  /** BHT03: our number of this file. */
  readonly reference: string
  /** BHT02: 00 original, 18 reissue. */
  readonly purpose: string
  /** BHT06: CH chargeable, RP reporting of encounters. */
  readonly kind: string
  readonly submitter: { readonly name: Name; readonly id: string; readonly contact: Contact }
  readonly receiver: { readonly name: string; readonly id: string }
  readonly claims: readonly Claim[]
}
