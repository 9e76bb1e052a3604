/** Denials: the time there is to win the money back, and the ways they end. Pure. */
import { type Cents, cents, money } from '#kernel/cents.ts'
import { reason, refuse } from '#kernel/refusal.ts'

export const DenialClosed = reason('denial-closed', 409, 'This denial is settled already.')
export const NothingLeft = reason(
  'nothing-left',
  409,
  'Insurance owes nothing for this line any more: close the denial as recovered.',
)
export const AboveWriteOffLimit = reason(
  'above-write-off-limit',
  403,
  'That is above the limit for one person: the owner decides it.',
)
export const NotThePatients = reason(
  'not-the-patients',
  409,
  'The payer does not say that the patient owes this: the contract forbids to bill it to the patient.',
)
export const InsurancePending = reason(
  'insurance-pending',
  409,
  'A payer still has a claim for this service: wait for its answer.',
)
export const Resubmitted = reason('already-resubmitted', 409, 'This claim was sent again already.')

/** The lists of the worklist. All but the last are of denials nobody has settled. */
export const shows = ['open', 'mine', 'unassigned', 'overdue', 'deadline', 'closed'] as const
export type Show = (typeof shows)[number]

/** How an amount is given up; never "contractual", which only the payer's own CO-45 is (standards/codes/carc.ts). */
export const writeOffKinds = ['timely-filing', 'administrative'] as const
export const kindWords = { 'timely-filing': 'timely filing', administrative: 'administrative' } as const

/** An appeal or a new claim that nobody has heard of for so long is asked about. */
export const answerDays = 30
/** An appeal deadline is told so many days before. */
export const deadlineWarningDays = 30

/** A manager may give up so much; above it the owner decides. */
export const writeOffLimit = cents(25_000)

export function mustBeWithinLimit(amountCents: Cents, mayAny: boolean) {
  if (amountCents > writeOffLimit && !mayAny)
    refuse(
      AboveWriteOffLimit,
      `Above $${money(writeOffLimit)} the owner decides: assign the denial to the owner with a note.`,
    )
}

/**
 * After review, and never by itself: what the payer puts on the patient (PR), or where the patient was not the payer's
 * member on that day, so that no contract stands between. Every other CO, PI or OA denial is between payer and practice.
 */
export const mayBillPatient = ({
  groupCode,
  category,
}: {
  readonly groupCode: string
  readonly category: string
}): boolean => groupCode === 'PR' || category === 'eligibility'

/** What may still be won, given up or billed: never more than insurance owes for the line just now. */
export const leftOf = (amountCents: Cents, insuranceCents: Cents | null): Cents =>
  insuranceCents === null ? amountCents : cents(Math.max(0, Math.min(amountCents, insuranceCents)))

/** CLP06 of Medicare Part A and B. Advantage plans have their own time limits, by contract. */
const isMedicare = (filingIndicator: string) => filingIndicator === 'MA' || filingIndicator === 'MB'

/** A notice is presumed received five days after its date (42 CFR 405.942(a)(1)). */
const presumedDays = 5
/** 120 calendar days from receipt of the notice for a redetermination (42 CFR 405.942(a)). */
const redeterminationDays = 120

/** The last day for the first appeal where law sets it; null where the contract does. Notice 2026-11-02 → 2027-03-07. */
export const appealUntil = (
  filingIndicator: string,
  noticeOn: Temporal.PlainDate,
): Temporal.PlainDate | null =>
  isMedicare(filingIndicator) ? noticeOn.add({ days: presumedDays + redeterminationDays }) : null
