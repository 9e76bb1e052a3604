/**
 * Acknowledgements of syntax: 999 (005010X231A1) read and written, its older brother 997 read. They say that a file can be
 * read, never that a claim was accepted: that is the 277CA.
 */
import { Interpreter, all, compact, find, loops } from './interpret.ts'
import type { X12Problem } from './problem.ts'
import type { Segment, Transaction } from './reader.ts'
import { type Envelope, type Row, writeInterchange } from './writer.ts'

/** IK4 (AK4): an element in error. */
export type ElementError = {
  readonly position: number
  readonly component?: number | undefined
  readonly repetition?: number | undefined
  /** IK402, the number of the element in the data dictionary. */
  readonly reference?: string | undefined
  /** IK403. */
  readonly code: string
}

/** IK3 (AK3): a segment in error. What was wrong (IK404) may name a patient and is not kept. */
export type SegmentError = {
  readonly segment: string
  /** Counted from ST, which is 1. */
  readonly position: number
  readonly loop?: string | undefined
  /** IK304; '' where the payer says it by its elements only. */
  readonly code: string
  /** The claim it happened in (CTX*CLM01), our own claim number. */
  readonly claimId?: string | undefined
  readonly elements: readonly ElementError[]
}

/** AK2 to IK5: one transaction set of the file we sent. */
export type SetAcknowledgement = {
  /** ST01 and ST02 of ours. */
  readonly set: string
  readonly control: string
  readonly version?: string | undefined
  /** IK501: A accepted, E accepted with errors, R, M, W, X rejected. */
  readonly status: string
  /** IK502 to IK506. */
  readonly codes: readonly string[]
  readonly errors: readonly SegmentError[]
}

export type GroupAcknowledgement = {
  /** GS01, GS06 and GS08 of ours (AK1). */
  readonly functionalId: string
  readonly control: string
  readonly version?: string | undefined
  /** AK901: A accepted, E accepted with errors, P only some sets accepted, R rejected. */
  readonly status: string
  /** AK902 to AK904: sets we said were inside, that came, that were accepted. */
  readonly included: number
  readonly received: number
  readonly accepted: number
  /** AK905 to AK909. */
  readonly codes: readonly string[]
  readonly sets: readonly SetAcknowledgement[]
}

export type Read999 = {
  /** Undefined when the file acknowledges nothing (no AK1). */
  readonly group: GroupAcknowledgement | undefined
  readonly problems: readonly X12Problem[]
}

/** Whether a status lets the claims through: A and E do, anything else does not. */
export const isAccepted = (status: string): boolean => status === 'A' || status === 'E'

/** The sets to be queued again: all when the group was rejected, otherwise those not accepted (AK9 "P": some). */
export const rejectedSets = ({ sets, status }: GroupAcknowledgement): readonly SetAcknowledgement[] =>
  status === 'R' ? sets : sets.filter((set) => !isAccepted(set.status))

/** Reads a 999 or a 997. Nothing throws; what is off is in `problems`. */
export function read999(transaction: Transaction): Read999 {
  const x = new Interpreter(transaction.interchange.delimiters)
  const [head, ...parts] = loops(transaction.segments, 'AK2')
  const [st] = transaction.segments
  const ak1 = find(head, 'AK1')
  const ak9 = find(transaction.segments, 'AK9')
  const done = (group?: GroupAcknowledgement): Read999 => ({
    group,
    problems: [...transaction.problems, ...x.problems],
  })
  if (st && !ak1)
    x.report(st, 'missing-segment', 'The acknowledgement does not say which group it answers (AK1).')
  if (st && ak1 && !ak9)
    x.report(st, 'missing-segment', 'The acknowledgement has no result for the group (AK9).')
  for (const stray of head.filter(({ id }) => id === 'IK5' || id === 'AK5'))
    x.report(stray, 'unexpected-segment', 'A result (IK5) without the transaction set it is about (AK2).')
  if (!ak1) return done()
  const count = (n: number) => (ak9 && x.decimal(ak9, n)) ?? 0
  return done(
    compact({
      functionalId: x.text(ak1, 1),
      control: x.text(ak1, 2),
      version: x.optional(ak1, 3),
      status: x.text(ak9, 1),
      included: count(2),
      received: count(3),
      accepted: count(4),
      codes: [5, 6, 7, 8, 9].map((n) => x.text(ak9, n)).filter(Boolean),
      sets: parts.map((part) => setOf(x, part)),
    }),
  )
}

function setOf(x: Interpreter, part: readonly Segment[]): SetAcknowledgement {
  const ak2 = part[0]!
  const results = part.filter(({ id }) => id === 'IK5' || id === 'AK5')
  const result = results.at(-1)
  if (!result) x.report(ak2, 'missing-segment', 'The transaction set has no result (IK5).')
  for (const extra of results.slice(0, -1))
    x.report(extra, 'unexpected-segment', 'The transaction set has two results (IK5); the last one counts.')
  const [, ...errors] = loops(part, 'IK3', 'AK3')
  return compact({
    set: x.text(ak2, 1),
    control: x.text(ak2, 2),
    version: x.optional(ak2, 3),
    status: x.text(result, 1),
    codes: [2, 3, 4, 5, 6].map((n) => x.text(result, n)).filter(Boolean),
    errors: errors.map((segments) => segmentErrorOf(x, segments)),
  })
}

function segmentErrorOf(x: Interpreter, segments: readonly Segment[]): SegmentError {
  const ik3 = segments[0]!
  const claimId = all(segments, 'CTX')
    .map((ctx) => x.components(ctx, 1))
    .find(([what]) => what === 'CLM01')?.[1]
  return compact({
    segment: x.text(ik3, 1),
    position: x.decimal(ik3, 2) ?? 0,
    loop: x.optional(ik3, 3),
    code: x.text(ik3, 4),
    claimId: claimId || undefined,
    elements: segments
      .filter(({ id }) => id === 'IK4' || id === 'AK4')
      .map((ik4) => {
        const [position = '', component, repetition] = x.components(ik4, 1)
        return compact({
          position: numberOf(position) ?? 0,
          component: numberOf(component),
          repetition: numberOf(repetition),
          reference: x.optional(ik4, 2),
          code: x.text(ik4, 3),
        })
      }),
  })
}

const numberOf = (text: string | undefined) => (text && /^\d{1,4}$/.test(text) ? Number(text) : undefined)

export const version999 = '005010X231A1'

/** Writes a 999 for a group we received. Throws X12WriteError. */
export function write999(envelope: Envelope, group: GroupAcknowledgement): string {
  const { accepted, codes, control, functionalId, included, received, sets, status, version } = group
  const rows: Row[] = [
    ['AK1', functionalId, control, version],
    ...sets.flatMap(setRows),
    ['AK9', status, String(included), String(received), String(accepted), ...codes],
  ]
  return writeInterchange(envelope, {
    functionalId: 'FA',
    set: '999',
    version: version999,
    transactions: [rows],
  })
}

const setRows = ({ codes, control, errors, set, status, version }: SetAcknowledgement): Row[] => [
  ['AK2', set, control, version],
  ...errors.flatMap(({ code, elements, loop, position, segment }): Row[] => [
    ['IK3', segment, String(position), loop, code],
    ...elements.map((element): Row => [
      'IK4',
      [element.position, element.component, element.repetition].map((n) =>
        n === undefined ? '' : String(n),
      ),
      element.reference,
      element.code,
    ]),
  ]),
  ['IK5', status, ...codes],
]

const segmentCodes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '1': 'The segment is not known.',
    '2': 'The segment does not belong there.',
    '3': 'A required segment is missing.',
    '4': 'The loop occurs too often.',
    '5': 'The segment occurs too often.',
    '6': 'The segment is not in this transaction set.',
    '7': 'The segment is not in its place.',
    '8': 'The segment has elements in error.',
    I4: 'The guide does not use this segment.',
    I6: 'A segment that depends on others is missing.',
    I7: 'The loop occurs too seldom.',
    I8: 'The segment occurs too seldom.',
    I9: 'The segment may not be used here.',
  }),
)
const elementCodes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '1': 'A required element is missing.',
    '2': 'An element that depends on another is missing.',
    '3': 'There are too many elements.',
    '4': 'The element is too short.',
    '5': 'The element is too long.',
    '6': 'The element has a character that is not allowed.',
    '7': 'The code is not valid.',
    '8': 'The date is not valid.',
    '9': 'The time is not valid.',
    '10': 'Elements that exclude each other are both there.',
    '12': 'The element is repeated too often.',
    '13': 'The element has too many components.',
    I6: 'The guide does not use this code.',
    I9: 'An element the guide asks for here is missing.',
    I10: 'The guide does not use this element.',
    I11: 'The element is repeated too seldom.',
    I12: 'The element does not have the form the guide asks for.',
    I13: 'The element may not be used here.',
  }),
)

/** What is wrong, in words, with its place: "SV1 element 2 (segment 22): A required element is missing." */
export function errorMeanings({ code, elements, position, segment }: SegmentError): string[] {
  const unknown = 'An error that is not in the code list.'
  if (elements.length === 0) return [`${segment} (segment ${position}): ${segmentCodes.get(code) ?? unknown}`]
  return elements.map(
    (element) =>
      `${segment} element ${element.position} (segment ${position}): ${elementCodes.get(element.code) ?? unknown}`,
  )
}
