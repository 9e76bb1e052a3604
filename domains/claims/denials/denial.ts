/** Denials: the time there is to win the money back. Pure. */

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
