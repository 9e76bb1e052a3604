/**
 * Eligibility answers (271, 005010X279A1), as the payer said them. What they mean for the desk is 271-summary.ts.
 * Lenient: nothing throws, what is off is in `problems`.
 */
import type { Cents } from '#kernel/cents.ts'
import { type Rejection, followUp, rejection } from '#standards/codes/aaa.ts'
import type { Trace } from './270.ts'
import type { Address, Contact, Name, OtherId, Sex } from './837p-claim.ts'
import { addressOf, contactOf, demographicsOf, nameOf, otherIdsOf } from './837p-read-parts.ts'
import { Interpreter, all, compact, find, loops } from './interpret.ts'
import type { X12Problem } from './problem.ts'
import type { Segment, Transaction } from './reader.ts'

export type Level = 'source' | 'receiver' | 'subscriber' | 'dependent' | 'benefit'

/** AAA: the payer did not answer a question. */
export type AnsweredRejection = Rejection & {
  readonly level: Level
  /** AAA01: false when the request itself was not valid. */
  readonly requestValid: boolean
  /** AAA04, and what it allows in words. */
  readonly followUpCode: string
  readonly followUp: string | undefined
}

/** DTP: 346 plan begin, 347 plan end, 291 plan, 307 eligibility, 356/357 eligibility begin and end ... */
export type DateEntry = {
  readonly qualifier: string
  readonly from: Temporal.PlainDate
  readonly to?: Temporal.PlainDate
}

/** NM1 with what follows it: payer, provider, or a 2120 entity (P3 primary care provider, PR other payer ...). */
export type Entity = {
  /** NM101. */
  readonly role: string
  readonly name: Name
  readonly idQualifier?: string | undefined
  readonly id?: string | undefined
  readonly address?: Address | undefined
  readonly contact?: Contact | undefined
}

/** One EB with all that belongs to it (2110). */
export type Benefit = {
  /** EB01: 1 to 5 active, 6 to 8 inactive, A coinsurance, B copay, C deductible, G out-of-pocket, I non-covered ... */
  readonly info: string
  /** EB02: IND, FAM, EMP ... */
  readonly coverageLevel: string
  /** EB03. */
  readonly serviceTypes: readonly string[]
  /** EB04. */
  readonly insuranceType: string
  /** EB05. */
  readonly plan: string
  /** EB06: 23 calendar year, 24 year to date, 27 visit, 29 remaining ... */
  readonly period: string
  /** EB07. Undefined is unknown, never zero. */
  readonly amountCents?: Cents | undefined
  /** EB08 in basis points: .2 is 2000. */
  readonly percentBp?: number | undefined
  /** EB09 and EB10, e.g. VS visits. */
  readonly quantityKind?: string | undefined
  readonly quantity?: number | undefined
  /** EB11 and EB12: Y, N, U unknown, W not applicable; '' when not said. */
  readonly authorisation: string
  readonly inNetwork: string
  /** EB13, e.g. HC:99213, components joined by ":". */
  readonly procedure?: string | undefined
  readonly references: readonly OtherId[]
  readonly dates: readonly DateEntry[]
  readonly messages: readonly string[]
  readonly rejections: readonly AnsweredRejection[]
  readonly entities: readonly Entity[]
}

export type Member = {
  readonly level: 'subscriber' | 'dependent'
  readonly name: Name
  /** NM109 under MI; '' for most dependents. */
  readonly memberId: string
  readonly address?: Address | undefined
  readonly bornOn?: Temporal.PlainDate | undefined
  readonly sex?: Sex | undefined
  /** INS02. */
  readonly relationship?: string | undefined
  readonly traces: readonly Trace[]
  readonly references: readonly OtherId[]
  readonly dates: readonly DateEntry[]
  readonly rejections: readonly AnsweredRejection[]
  readonly benefits: readonly Benefit[]
}

export type EligibilityResponse = {
  /** BHT03 of the inquiry. */
  readonly reference: string
  readonly source: Entity | undefined
  readonly receiver: Entity | undefined
  /** Subscribers, each followed by its dependents. */
  readonly members: readonly Member[]
  /** All levels, in order. */
  readonly rejections: readonly AnsweredRejection[]
  /** False when the file is cut off: then it says nothing about coverage. */
  readonly complete: boolean
  readonly problems: readonly X12Problem[]
}

const levels: ReadonlyMap<string, Level> = new Map([
  ['20', 'source'],
  ['21', 'receiver'],
  ['22', 'subscriber'],
  ['23', 'dependent'],
])

export function read271(transaction: Transaction): EligibilityResponse {
  const x = new Interpreter(transaction.interchange.delimiters)
  const [head, ...parts] = loops(transaction.segments, 'HL')
  const members: Member[] = []
  const rejections: AnsweredRejection[] = []
  let source: Entity | undefined
  let receiver: Entity | undefined
  for (const part of parts) {
    const hl = part[0]!
    const level = levels.get(x.text(hl, 3))
    const [own, ...benefits] = loops(part, 'EB')
    const nm1 = find(own, 'NM1')
    if (!level)
      x.report(hl, 'bad-value', 'The level is neither payer, provider, subscriber nor dependent.', 3)
    if (!nm1) x.report(hl, 'missing-segment', 'The level has no name (NM1).')
    if (level === 'source') source = nm1 && entityOf(x, own)
    if (level === 'receiver') receiver = nm1 && entityOf(x, own)
    if (level === 'subscriber' || level === 'dependent') {
      const member = memberOf(x, level, own, benefits)
      members.push(member)
      for (const rejected of member.rejections) rejections.push(rejected)
      for (const benefit of member.benefits)
        for (const rejected of benefit.rejections) rejections.push(rejected)
    } else if (level) for (const rejected of rejectionsOf(x, level, own)) rejections.push(rejected)
  }
  return {
    reference: x.text(find(head, 'BHT'), 3),
    source,
    receiver,
    members,
    rejections,
    complete: transaction.complete,
    problems: [...transaction.problems, ...x.problems],
  }
}

function entityOf(x: Interpreter, segments: readonly Segment[]): Entity | undefined {
  const nm1 = find(segments, 'NM1')
  if (!nm1) return undefined
  return compact<Entity>({
    role: x.text(nm1, 1),
    name: nameOf(x, nm1),
    idQualifier: x.optional(nm1, 8),
    id: x.optional(nm1, 9),
    address: addressOf(x, segments),
    contact: contactOf(x, segments),
  })
}

function memberOf(
  x: Interpreter,
  level: Member['level'],
  own: readonly Segment[],
  benefits: readonly Segment[][],
): Member {
  const nm1 = find(own, 'NM1')
  return compact<Member>({
    level,
    name: nm1 ? nameOf(x, nm1) : { kind: 'person', last: '' },
    memberId: x.text(nm1, 9),
    address: addressOf(x, own),
    ...demographicsOf(x, own),
    relationship: x.optional(find(own, 'INS'), 2),
    traces: all(own, 'TRN').map((trn) => compact({ number: x.text(trn, 2), originator: x.optional(trn, 3) })),
    references: otherIdsOf(x, own) ?? [],
    dates: datesOf(x, own),
    rejections: rejectionsOf(x, level, own),
    benefits: benefits.map((segments) => benefitOf(x, segments)),
  })
}

const rejectionsOf = (x: Interpreter, level: Level, segments: readonly Segment[]): AnsweredRejection[] =>
  all(segments, 'AAA').map((aaa) => ({
    ...rejection(x.text(aaa, 3)),
    level,
    requestValid: x.text(aaa, 1) !== 'N',
    followUpCode: x.text(aaa, 4),
    followUp: followUp(x.text(aaa, 4)),
  }))

const datesOf = (x: Interpreter, segments: readonly Segment[]): DateEntry[] =>
  all(segments, 'DTP').flatMap((dtp) => {
    const period = x.period(dtp, 3)
    return period ? [{ qualifier: x.text(dtp, 1), ...period }] : []
  })

function benefitOf(x: Interpreter, segments: readonly Segment[]): Benefit {
  const eb = segments[0]!
  // LS and LE enclose the entities; some payers leave them out, so NM1 alone begins one.
  const [own, ...entities] = loops(
    segments.filter(({ id }) => id !== 'LS' && id !== 'LE'),
    'NM1',
  )
  const share = x.decimal(eb, 8)
  // A share above the whole is a payer writing 20 for 20 %: money is never guessed from it.
  if (share !== undefined && (share < 0 || share > 1))
    x.report(eb, 'bad-value', 'The percentage is not a share of one (.2 for 20 %).', 8)
  return compact<Benefit>({
    info: x.required(eb, 1, 'The kind of benefit information'),
    coverageLevel: x.text(eb, 2),
    serviceTypes: x.repetitions(eb, 3),
    insuranceType: x.text(eb, 4),
    plan: x.text(eb, 5),
    period: x.text(eb, 6),
    amountCents: x.cents(eb, 7),
    percentBp: share === undefined || share < 0 || share > 1 ? undefined : Math.round(share * 10_000),
    quantityKind: x.optional(eb, 9),
    quantity: x.decimal(eb, 10),
    authorisation: x.text(eb, 11),
    inNetwork: x.text(eb, 12),
    procedure: x.components(eb, 13).join(':') || undefined,
    references: otherIdsOf(x, own) ?? [],
    dates: datesOf(x, own),
    messages: all(own, 'MSG').map((msg) => x.text(msg, 1)),
    rejections: rejectionsOf(x, 'benefit', own),
    entities: entities.flatMap((group) => entityOf(x, group) ?? []),
  })
}
