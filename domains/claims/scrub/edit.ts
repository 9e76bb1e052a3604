/** What an edit is: a rule about a claim, with its words. Pure. */
import type { Claim } from '#standards/x12/837p-claim.ts'
import type { Known } from '../claims/rows.ts'

export type Finding = {
  readonly edit: string
  readonly severity: 'error' | 'warn'
  readonly message: string
  readonly fix: string
}

/** What the claim itself does not say. Lines in the order of the claim's lines. */
export type Facts = {
  readonly claim: Claim
  readonly today: Temporal.PlainDate
  readonly serviceOn: Temporal.PlainDate
  readonly deceasedOn: Temporal.PlainDate | null
  readonly coverage: {
    readonly effectiveOn: Temporal.PlainDate
    readonly terminatesOn: Temporal.PlainDate | null
  }
  readonly payer: { readonly active: boolean; readonly filingCode: string; readonly timelyFilingDays: number }
  readonly diagnoses: readonly { readonly code: string; readonly known: Known }[]
  readonly lines: readonly {
    readonly known: Known
    readonly expectedCents: number | null
    readonly isDuplicate: boolean
    readonly seenBefore: boolean
    readonly isVoided: boolean
  }[]
}

export type Edit = {
  readonly id: string
  readonly severity: 'error' | 'warn'
  readonly fix: string
  /** Only for payers of these kinds (SBR09); every payer where it is left out. */
  readonly filingCodes?: readonly string[]
  /** Dates of service the edit is in force for; open where left out. */
  readonly from?: string
  readonly to?: string
  /** One sentence for each time it applies. */
  readonly find: (facts: Facts) => readonly string[]
}

export const isBefore = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) < 0
export const treated = ({ patient, subscriber }: Claim) => patient ?? subscriber
