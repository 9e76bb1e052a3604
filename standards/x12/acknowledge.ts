/** What we answer to a file we received: TA1 for its envelope, 999 for each of its groups. */
import { type GroupAcknowledgement, type SetAcknowledgement, isAccepted } from './999.ts'
import type { ProblemCode } from './problem.ts'
import type { Group, Interchange, Transaction, X12File } from './reader.ts'
import type { Ta1 } from './ta1.ts'

export type Acknowledgement = {
  readonly interchange: Ta1
  readonly groups: readonly GroupAcknowledgement[]
}

/** IK502 by what the reader found wrong with the envelope of a transaction set. */
const setCodes: readonly (readonly [ProblemCode, string])[] = [
  ['missing-trailer', '2'],
  ['control-mismatch', '3'],
  ['count-mismatch', '4'],
]

/**
 * The acknowledgement of one interchange of a file. Only the envelope is judged: a set whose trailer is missing or
 * disagrees is rejected, for what it holds may be cut off; its content is for the reader of its kind to judge.
 */
export function acknowledge(file: X12File, interchange: Interchange): Acknowledgement {
  const groups = interchange.groups.map((group) => groupOf(group))
  const wrong = interchange.complete ? trailerNote(file) : '023'
  const rejected = wrong !== '000' || groups.some(({ status }) => status === 'R')
  return {
    interchange: {
      control: interchange.control,
      date: interchange.date,
      time: interchange.time,
      code: wrong === '023' ? 'R' : rejected ? 'E' : 'A',
      note: wrong,
    },
    groups,
  }
}

function trailerNote({ interchanges, problems }: X12File): string {
  // With several interchanges in a file a problem cannot be told apart; each is then judged by its own groups.
  const own = interchanges.length === 1 ? problems.filter(({ segmentId }) => segmentId === 'IEA') : []
  if (own.some(({ code }) => code === 'control-mismatch')) return '001'
  return own.some(({ code }) => code === 'count-mismatch') ? '021' : '000'
}

function groupOf({ control, functionalCode, transactions, version }: Group): GroupAcknowledgement {
  const sets = transactions.map((transaction) => setOf(transaction))
  const accepted = sets.filter(({ status }) => isAccepted(status)).length
  return {
    functionalId: functionalCode,
    control,
    version: version || undefined,
    status: accepted === sets.length ? 'A' : accepted === 0 ? 'R' : 'P',
    included: sets.length,
    received: sets.length,
    accepted,
    codes: [],
    sets,
  }
}

function setOf({ complete, control, implementation, problems, type }: Transaction): SetAcknowledgement {
  const found = new Set(problems.map(({ code }) => code))
  const codes = setCodes.flatMap(([problem, code]) => (found.has(problem) ? [code] : []))
  const rejected = codes.length > 0 || !complete
  return {
    set: type,
    control,
    version: implementation || undefined,
    status: rejected ? 'R' : 'A',
    codes: rejected && codes.length === 0 ? ['5'] : codes,
    errors: [],
  }
}
