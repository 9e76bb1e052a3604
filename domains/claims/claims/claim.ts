/** The life of a claim: its states, its lists, and what a person does next with each. Pure. */
import { reason } from '#kernel/refusal.ts'

export const CannotHold = reason(
  'claim-is-away',
  409,
  'The claim has left the office: only a claim that nobody else holds can be changed.',
)
export const CannotReplace = reason(
  'cannot-replace',
  409,
  "Only a claim that the payer settled or accepted is replaced or taken back, with the payer's number for it.",
)
export const NotPrintable = reason(
  'not-printable',
  409,
  'The claim cannot be written yet: mend what the check found first.',
)

export const states = [
  'draft',
  'failed',
  'ready',
  'held',
  'batched',
  'sent',
  'received',
  'rejected',
  'accepted',
  'paid',
  'partial',
  'denied',
  'reversed',
  'closed',
  'void',
] as const
export type State = (typeof states)[number]

/** Nobody outside has it: it may be changed, checked again and voided. A rejected claim never reached the payer's files. */
export const isUnsent = (state: State) => ['draft', 'failed', 'ready', 'held', 'rejected'].includes(state)

/** The payer has taken it in or settled it: what is wrong now is corrected by a replacement (frequency 7) or a void (8). */
export const isWithPayer = (state: State) => ['accepted', 'paid', 'partial', 'denied'].includes(state)

/** The lists of the worklist. Those of states, and three by the clock. */
export const listOf = {
  work: ['draft', 'failed', 'rejected', 'reversed'],
  ready: ['ready'],
  held: ['held'],
  out: ['batched', 'sent', 'received', 'accepted'],
  denied: ['denied'],
  settled: ['paid', 'partial', 'closed'],
  all: states,
} as const satisfies Record<string, readonly State[]>
export const shows = [
  'work',
  'ready',
  'held',
  'out',
  'silent',
  'filing',
  'waiting',
  'denied',
  'settled',
  'all',
] as const
export type Show = (typeof shows)[number]

/** No word from the payer for so many business days after sending (277CA), or from the clearinghouse (999). */
export const silentDays = { claim: 5, file: 2 } as const
/** The filing limit comes near. */
export const filingWarningDays = 30

/** The last day the payer takes a claim: Medicare one calendar year (42 CFR 424.44), others by contract. */
export const filingLimit = (
  payer: { readonly filingCode: string; readonly timelyFilingDays: number },
  serviceOn: Temporal.PlainDate,
): Temporal.PlainDate =>
  payer.filingCode === 'MB' ? serviceOn.add({ years: 1 }) : serviceOn.add({ days: payer.timelyFilingDays })
