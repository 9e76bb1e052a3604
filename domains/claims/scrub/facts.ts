import { today } from '#domains/practice/practice.ts'
import { billOf } from '../claims/bill.ts'
import type { ClaimRow, ClaimRows } from '../claims/rows.ts'
import type { Facts } from './edit.ts'

/** What the edits look at. "Today" is the day at the site of the visit. */
export function factsOf(rows: ClaimRows, head: ClaimRow, now: Temporal.Instant): Facts {
  return {
    claim: billOf(rows, head),
    today: today(now, head.timeZone),
    serviceOn: head.serviceOn,
    deceasedOn: head.deceasedOn,
    coverage: { effectiveOn: head.effectiveOn, terminatesOn: head.terminatesOn },
    payer: {
      active: head.payerActive,
      filingCode: head.filingCode,
      timelyFilingDays: head.timelyFilingDays,
    },
    diagnoses: rows.diagnoses.get(head.id) ?? [],
    lines: (rows.lines.get(head.id) ?? []).map((line) => ({
      known: line.known,
      expectedCents: line.expectedCents,
      isDuplicate: line.isDuplicate,
      seenBefore: line.seenBefore,
      isVoided: line.voidedAt !== null,
    })),
  }
}
