/** What an import is and how its rows may end. Pure. */
import { reason, refuse } from '#kernel/refusal.ts'

export const NotReadable = reason('not-readable', 422, 'This file cannot be read as patients.')
export const SameFile = reason('same-file', 409, 'This very file was read before.')
export const NotWaiting = reason('not-waiting', 409, 'This import does not wait for a decision any more.')
export const InUse = reason(
  'import-in-use',
  409,
  'Something was done with patients of this import already, so it cannot be taken back as a whole.',
)

export type ImportState = 'previewed' | 'applied' | 'discarded' | 'undone'

/** How a row stands before anything is written, and how it ended. */
export const outcomes = {
  new: 'New',
  possible: 'Possibly here already',
  probable: 'Probably here already',
  here: 'Here already',
  repeated: 'Twice in the file',
  refused: 'Cannot be used',
  added: 'Added',
} as const
export type Outcome = keyof typeof outcomes
export const outcomeNames = Object.keys(outcomes) as Outcome[]

export type Counts = Partial<Record<Outcome, number>>

export function countOf(rows: readonly { readonly outcome: Outcome }[]): Counts {
  const counts: Counts = {}
  for (const { outcome } of rows) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

export function addCounts(one: Counts, other: Counts): Counts {
  const sum: Counts = { ...one }
  for (const outcome of outcomeNames) if (other[outcome]) sum[outcome] = (sum[outcome] ?? 0) + other[outcome]
  return sum
}

/** Who is probably here is never added: a person opens the record and decides. */
export const isToBeAdded = (outcome: Outcome, withPossible: boolean) =>
  outcome === 'new' || (outcome === 'possible' && withPossible)

export function mustBeWaiting(state: ImportState) {
  if (state !== 'previewed')
    refuse(
      NotWaiting,
      `This import was ${state === 'applied' ? 'applied' : state === 'undone' ? 'taken back' : 'discarded'} already.`,
    )
}
