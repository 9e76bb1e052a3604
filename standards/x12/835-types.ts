/**
 * The Health Care Claim Payment/Advice (835, 005010X221A1) as typed values. Comments name the element each value comes
 * from. Money is whole cents with the payer's sign; an optional element that is not written is undefined or ''.
 */
import type { Cents } from '#kernel/cents.ts'
import type { TransactionHeader } from './envelope.ts'
import type { X12Problem } from './problem.ts'

export type Reference = { readonly qualifier: string; readonly value: string }
export type Amount = { readonly qualifier: string; readonly amount: Cents }

/** One of the up to six triplets of a CAS. */
export type Adjustment = {
  /** CAS01: CO contractual, PR patient or next payer, OA other, PI payer initiated. */
  readonly group: string
  /** CARC, CAS02: "45". What to do follows from group and code together, never from the group alone. */
  readonly code: string
  readonly amount: Cents
  readonly quantity: number | undefined
}

/** NM1 of a claim. */
export type Party = {
  /** NM101. */
  readonly role: string
  /** NM102: "1" a person, "2" an organisation. */
  readonly kind: string
  /** NM103: last name, or the organisation's name. */
  readonly name: string
  readonly first: string
  readonly middle: string
  readonly suffix: string
  /** NM108 and NM109: MI member id, XX NPI, PI payer id … */
  readonly idQualifier: string
  readonly id: string
}

/** N1 of the payer or the payee, with what follows it. */
export type Organisation = {
  readonly name: string
  /** N103 and N104: XX NPI, FI tax id, XV plan id. */
  readonly idQualifier: string
  readonly id: string
  /** N3, N4: lines, city, state, postal code. */
  readonly address: readonly string[]
  readonly references: readonly Reference[]
}

export type Procedure = {
  /** "HC" for HCPCS/CPT, "AD" dental, "N4" NDC, "NU" revenue code … */
  readonly qualifier: string
  readonly code: string
  readonly modifiers: readonly string[]
}

/** An SVC and what belongs to it (loop 2110). */
export type RemittanceLine = {
  /** Where its SVC stands: number in the file. */
  readonly segment: number
  /** SVC01. */
  readonly procedure: Procedure
  /** SVC02, SVC03. */
  readonly charge: Cents
  readonly paid: Cents
  /** SVC04. */
  readonly revenueCode: string
  /** SVC05; the guide takes 1 when it is not written. */
  readonly units: number
  /** SVC06 and SVC07: what was billed, where the payer changed the code or the count. */
  readonly original: Procedure | undefined
  readonly originalUnits: number | undefined
  /** DTM*472 (both), or 150 and 151. */
  readonly servedFrom: Temporal.PlainDate | undefined
  readonly servedTo: Temporal.PlainDate | undefined
  readonly adjustments: readonly Adjustment[]
  /** REF*6R: the number our 837 gave this line (2400 REF*6R). */
  readonly controlNumber: string
  readonly references: readonly Reference[]
  /** AMT*B6. */
  readonly allowed: Cents | undefined
  readonly amounts: readonly Amount[]
  /** LQ*HE and LQ*RX. */
  readonly remarks: readonly string[]
  /** Identity of the line: SVC02 − ΣCAS − SVC03. Anything but 0 is an error of the payer's or the file's. */
  readonly difference: Cents
}

/** A CLP and what belongs to it (loop 2100). */
export type RemittanceClaim = {
  /** Where its CLP stands: number in the file and byte offset. */
  readonly segment: number
  readonly offset: number
  /** CLP01: the number our 837 gave the claim (CLM01). */
  readonly id: string
  /** CLP02: 1, 2, 3 primary, secondary, tertiary; 4 denied; 19 to 21 forwarded; 22 reversal. */
  readonly status: string
  /** CLP03, CLP04, CLP05 (0 when not written). */
  readonly charge: Cents
  readonly paid: Cents
  readonly patientResponsibility: Cents
  /** CLP06: 12 PPO, MB Medicare Part B … */
  readonly filingIndicator: string
  /** CLP07: the payer claim control number (ICN). */
  readonly payerControlNumber: string
  /** CLP08 and CLP09. */
  readonly facilityType: string
  readonly frequency: string
  /** Adjustments of the whole claim; those of its lines stand there. */
  readonly adjustments: readonly Adjustment[]
  /** NM1*QC, IL, 74, 82, TT, PR, GB, in order. */
  readonly parties: readonly Party[]
  /** DTM*232 and 233, 036 and 050. */
  readonly servedFrom: Temporal.PlainDate | undefined
  readonly servedTo: Temporal.PlainDate | undefined
  readonly coverageEndedOn: Temporal.PlainDate | undefined
  readonly receivedOn: Temporal.PlainDate | undefined
  readonly references: readonly Reference[]
  /** AMT: AU coverage amount, I interest, D8 discount … */
  readonly amounts: readonly Amount[]
  /** Remark codes (RARC) of MIA and MOA. */
  readonly remarks: readonly string[]
  readonly lines: readonly RemittanceLine[]
  /** Identity of the claim: CLP03 − ΣCAS of claim and lines − CLP04. */
  readonly difference: Cents
  readonly unbalancedLines: number
  /** Both identities hold, every amount was readable and nothing was dropped. A claim that is not is never posted. */
  readonly balanced: boolean
  readonly problems: readonly X12Problem[]
}

/** One of the up to six adjustments of a PLB: between payer and provider, of no claim of this remittance. */
export type ProviderAdjustment = {
  /** PLB01 and PLB02. */
  readonly provider: string
  readonly fiscalPeriodEnds: Temporal.PlainDate | undefined
  /** PLB03-1: WO overpayment recovery, L6 interest, FB forwarding balance, 72 authorised return … */
  readonly reason: string
  /** PLB03-2. */
  readonly reference: string
  /** PLB04: positive reduces the payment, negative raises it. */
  readonly amount: Cents
}

/** What stands before the first claim of an ST/SE: one payment (or none) of one payer to one payee. */
export type Remittance = TransactionHeader & {
  /** BPR01: I remittance information only, H notification only, C with payment … */
  readonly handling: string
  /** BPR02. Never negative: what exceeds the payment goes forward by PLB FB. */
  readonly amount: Cents
  /** BPR03: "C" credit, "D" debit. */
  readonly creditDebit: string
  /** BPR04: ACH, CHK, NON, FWT, BOP. */
  readonly method: string
  /** BPR16; undefined (with a problem) when it is no date. */
  readonly paidOn: Temporal.PlainDate | undefined
  /** BPR16 as written, also when it is no date: part of what tells one remittance from another. */
  readonly paidOnWritten: string
  /** TRN02, the check or EFT number, and TRN03, "1" and the payer's tax id. */
  readonly trace: string
  readonly originator: string
  /** DTM*405. */
  readonly producedOn: Temporal.PlainDate | undefined
  readonly payer: Organisation
  readonly payee: Organisation
  /** REF before the payer: EV receiver, F2 version. */
  readonly references: readonly Reference[]
}

/** Known only after the last segment of the ST/SE. Until then nothing of it may be posted. */
export type RemittanceEnd = {
  readonly claims: number
  readonly lines: number
  /** ΣCLP03, ΣCLP04, ΣCLP05. */
  readonly charge: Cents
  readonly paid: Cents
  readonly patientResponsibility: Cents
  readonly providerAdjustments: readonly ProviderAdjustment[]
  /** ΣPLB. */
  readonly providerAdjustmentTotal: Cents
  /** ST to SE, both included. */
  readonly segmentCount: number
  /** Identity of the remittance: ΣCLP04 − ΣPLB − BPR02. */
  readonly difference: Cents
  readonly unbalancedClaims: number
  readonly unbalancedLines: number
  /** All three identities hold everywhere, every amount was readable and the SE was there. */
  readonly balanced: boolean
  /** Its SE was there. */
  readonly complete: boolean
  /** Balanced, and nothing else wrong that could hide money: only then may it be posted. */
  readonly postable: boolean
  /** The first problems; `problemCount` says how many there were. */
  readonly problems: readonly X12Problem[]
  readonly problemCount: number
}

export type RemittanceEvent =
  | { readonly kind: 'remittance'; readonly remittance: Remittance }
  | { readonly kind: 'claim'; readonly claim: RemittanceClaim; readonly remittance: Remittance }
  | { readonly kind: 'end'; readonly end: RemittanceEnd; readonly remittance: Remittance }
  /** Of an envelope, or of a transaction set that is no 835. */
  | { readonly kind: 'problem'; readonly problem: X12Problem }
