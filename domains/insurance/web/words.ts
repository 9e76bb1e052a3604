import type { Reply } from '#kernel/contract.ts'
import type { Tone } from '#web/ui/Status.tsx'
import type { readCoverages } from '../coverages/contract.ts'
import type { Check } from '../eligibility/contract.ts'
import { type Standing, standing } from '../eligibility/eligibility.ts'

export type Card = Reply<typeof readCoverages>['coverages'][number]

export const rankWords = { primary: 'Primary', secondary: 'Secondary', tertiary: 'Tertiary' } as const
export const relationWords = {
  self: 'The patient',
  spouse: 'Spouse',
  child: 'Parent (the patient is the child)',
  other: 'Somebody else',
} as const

type Said = { readonly tone: Tone; readonly label: string; readonly advice: string | null }

/** What the desk may say about a card, and what to do when it may not say "active". */
export const standingWords: Readonly<Record<Standing, Said>> = {
  eligible: { tone: 'good', label: 'Active', advice: null },
  ineligible: {
    tone: 'harm',
    label: 'Not active',
    advice:
      'Ask the patient for a new card. Without one the visit is self-pay, and an estimate is due first.',
  },
  unknown: {
    tone: 'soon',
    label: 'Unknown',
    advice: 'The payer gave no usable answer: this is not a no. Ask again, or by telephone.',
  },
  stale: {
    tone: 'soon',
    label: 'Ask again',
    advice:
      'The last answer is older than a week, of an earlier month, or from before the card was corrected.',
  },
  never: { tone: 'soon', label: 'Not asked yet', advice: 'Ask the payer before the visit.' },
}

/** How a card stands on a day. The server knows when the card was corrected; the day is ours. */
export const standingOn = (
  check: Check | undefined,
  serviceOn: Temporal.PlainDate,
  timeZone: string,
): Standing => (check?.standing === 'stale' ? 'stale' : standing(check, { serviceOn, timeZone }))

export const sourceWords = {
  '271': 'by the payer’s file (271)',
  phone: 'by telephone',
  portal: 'on the payer’s web site',
  gateway: 'by the clearinghouse',
} as const
