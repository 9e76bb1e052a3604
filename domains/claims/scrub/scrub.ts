/** The first edits of the office on a claim: what is wrong, how bad it is and how to mend it. Pure. */
import { writeIssues } from '#standards/x12/837p-write.ts'
import { claimEdits } from './claim-edits.ts'
import type { Edit, Facts, Finding } from './edit.ts'
import { lineEdits } from './line-edits.ts'

const edits: readonly Edit[] = [...claimEdits, ...lineEdits]

/** Everything found, errors first. A claim with an error is not sent. */
export function scrub(facts: Facts, table: readonly Edit[] = edits): Finding[] {
  const on = facts.serviceOn.toString()
  const found = table
    .filter(({ filingCodes }) => filingCodes?.includes(facts.payer.filingCode) ?? true)
    .filter(({ from, to }) => (from ?? on) <= on && on <= (to ?? on))
    .flatMap(({ id, severity, fix, find }) =>
      find(facts).map((message): Finding => ({ edit: id, severity, message, fix })),
    )
  const errors = found.filter(({ severity }) => severity === 'error')
  return [
    ...(errors.length > 0 ? errors : whatCannotBeWritten(facts)),
    ...found.filter(({ severity }) => severity === 'warn'),
  ]
}

/** The strict writer has the last word: what it refuses is never left for the day of sending. */
const whatCannotBeWritten = ({ claim, today }: Facts): Finding[] =>
  writeIssues(claim, today).map(({ element, message }) => ({
    edit: `837P-${element}`,
    severity: 'error',
    message: /^[a-z]/.test(message) ? `${element} ${message}` : message,
    fix: 'Correct this part of the patient, the insurance card, the practice or the charges.',
  }))
