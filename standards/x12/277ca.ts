/**
 * Claim acknowledgements (277CA, 005010X214): did the payer take each claim in. Acceptance is A2 alone: A1 and A0 say that
 * a claim came or was passed on. A3, A6, A7 and A8 say it never entered adjudication: correct it and send it as new
 * (frequency 1), there is no appeal, and the filing clock runs on (005010X214, STC01).
 */
import type { Cents } from '#kernel/cents.ts'
import type { Name, Procedure } from './837p-claim.ts'
import { nameOf, procedureFrom } from './837p-read-parts.ts'
import { Interpreter, all, compact, find, loops } from './interpret.ts'
import type { X12Problem } from './problem.ts'
import type { Segment, Transaction } from './reader.ts'

export type Outcome = 'accepted' | 'received' | 'rejected' | 'unknown'

/** One composite of an STC: category A1 ..., status code, and whom it is about (PR payer, 82 rendering ...). */
export type StatusCode = {
  readonly category: string
  readonly status: string
  readonly entity?: string | undefined
}

/** STC. */
export type Status = {
  /** STC01, STC10, STC11. */
  readonly codes: readonly StatusCode[]
  readonly on?: Temporal.PlainDate | undefined
  /** STC03: WQ accept, U reject. */
  readonly action: string
  readonly chargeCents?: Cents | undefined
  readonly paidCents?: Cents | undefined
  /** STC12, free text of the payer. */
  readonly message?: string | undefined
}

export type AcknowledgedLine = {
  readonly procedure: Procedure
  readonly chargeCents?: Cents | undefined
  /** REF*FJ: our line control number. */
  readonly control?: string | undefined
  readonly statuses: readonly Status[]
}

export type AcknowledgedClaim = {
  /** TRN02: CLM01 as we sent it. */
  readonly claimId: string
  readonly patient: Name
  readonly memberId?: string | undefined
  readonly statuses: readonly Status[]
  /** REF*1K: the payer's claim control number, the proof of timely filing. */
  readonly payerClaimControl?: string | undefined
  /** REF*D9. */
  readonly clearinghouseTrace?: string | undefined
  readonly serviceFrom?: Temporal.PlainDate | undefined
  readonly serviceTo?: Temporal.PlainDate | undefined
  readonly lines: readonly AcknowledgedLine[]
  readonly outcome: Outcome
  /** What to do now, one sentence. */
  readonly advice: string
}

/** Loop 2200B or 2200C: what happened to the batch, or to the claims of one provider. */
export type BatchStatus = {
  readonly name: Name
  readonly id: string
  readonly trace?: string | undefined
  readonly statuses: readonly Status[]
  readonly acceptedCount?: number | undefined
  readonly rejectedCount?: number | undefined
  readonly acceptedCents?: Cents | undefined
  readonly rejectedCents?: Cents | undefined
  readonly outcome: Outcome
}

export type Read277CA = {
  readonly reference: string
  /** Who answers, and the trace of this answer. */
  readonly source: BatchStatus | undefined
  readonly receiver: BatchStatus | undefined
  readonly providers: readonly BatchStatus[]
  readonly claims: readonly AcknowledgedClaim[]
  readonly problems: readonly X12Problem[]
}

const rejects = new Set(['A3', 'A6', 'A7', 'A8'])

/** The worst word counts: one rejection, of the claim or a line, outweighs every acceptance. */
function outcomeOf(statuses: readonly Status[]): Outcome {
  const categories = statuses.flatMap(({ codes }) => codes.map(({ category }) => category))
  if (categories.some((category) => rejects.has(category))) return 'rejected'
  if (categories.includes('A4')) return 'unknown'
  if (statuses.some(({ action }) => action === 'U')) return 'rejected'
  if (categories.includes('A2')) return 'accepted'
  return ['A0', 'A1', 'A5'].some((category) => categories.includes(category)) ? 'received' : 'unknown'
}

const advice: Readonly<Record<Outcome, string>> = {
  accepted: 'The payer has the claim: wait for payment.',
  received: 'The claim arrived but is not yet accepted: wait for the next answer.',
  rejected: 'The payer never took the claim in: correct it and send it again as a new claim (frequency 1).',
  unknown: 'The payer did not find the claim or does not say: ask for its status.',
}

/** Reads a 277CA. Nothing throws; other 277 files are read with one problem and nothing else. */
export function read277CA(transaction: Transaction): Read277CA {
  const x = new Interpreter(transaction.interchange.delimiters)
  const { implementation, segments } = transaction
  const [head, ...levels] = loops(segments, 'HL')
  const providers: BatchStatus[] = []
  const claims: AcknowledgedClaim[] = []
  let source: BatchStatus | undefined
  let receiver: BatchStatus | undefined
  const foreign = !implementation.includes('X214') && find(segments, 'BHT')?.elements[1] !== '0085'
  if (foreign && segments[0])
    x.report(segments[0], 'unsupported', 'This is not a claim acknowledgement (277CA, 005010X214).')
  for (const level of foreign ? [] : levels) {
    const kind = x.text(level[0], 3)
    if (kind === '20') source = batchOf(x, level)
    else if (kind === '21') receiver = batchOf(x, level)
    else if (kind === '19') providers.push(batchOf(x, level))
    else if (kind === 'PT') for (const claim of claimsOf(x, level)) claims.push(claim)
    else x.report(level[0]!, 'bad-value', 'The level is neither payer, receiver, provider nor patient.', 3)
  }
  const problems = [...transaction.problems, ...x.problems]
  return { reference: x.text(find(head, 'BHT'), 3), source, receiver, providers, claims, problems }
}

function batchOf(x: Interpreter, level: readonly Segment[]): BatchStatus {
  const nm1 = find(level, 'NM1')
  const trn = find(level, 'TRN')
  const statuses = statusesOf(x, level)
  const count = (qualifier: string) => {
    const qty = find(level, 'QTY', qualifier)
    return qty && x.decimal(qty, 2)
  }
  const money = (qualifier: string) => {
    const amt = find(level, 'AMT', qualifier)
    return amt && x.cents(amt, 2)
  }
  return compact({
    name: nm1 ? nameOf(x, nm1) : ({ kind: 'organisation', name: '' } as const),
    id: x.text(nm1, 9),
    trace: x.optional(trn, 2),
    statuses,
    // The receiver counts with 90 and AA, the provider with QA and QC.
    acceptedCount: count('90') ?? count('QA'),
    rejectedCount: count('AA') ?? count('QC'),
    acceptedCents: money('YU'),
    rejectedCents: money('YY'),
    outcome: outcomeOf(statuses),
  })
}

/** A patient's level holds one or more claims, each from its TRN on. */
function claimsOf(x: Interpreter, level: readonly Segment[]): AcknowledgedClaim[] {
  const [own, ...parts] = loops(level, 'TRN')
  const nm1 = find(own, 'NM1')
  if (parts.length === 0) x.report(level[0]!, 'missing-segment', 'The patient has no claim (TRN).')
  const patient = nm1 ? nameOf(x, nm1) : ({ kind: 'person', last: '' } as const)
  return parts.map((part) => {
    const [claim, ...lineParts] = loops(part, 'SVC')
    const dtp = find(claim, 'DTP', '472')
    const period = dtp && x.period(dtp, 3)
    const lines = lineParts.map((segments) => lineOf(x, segments))
    const statuses = statusesOf(x, claim)
    const outcome = outcomeOf([...statuses, ...lines.flatMap((line) => line.statuses)])
    return compact({
      claimId: x.required(part[0]!, 2, 'The claim number'),
      patient,
      memberId: x.optional(nm1, 9),
      statuses,
      payerClaimControl: x.optional(find(claim, 'REF', '1K'), 2),
      clearinghouseTrace: x.optional(find(claim, 'REF', 'D9'), 2),
      serviceFrom: period?.from,
      serviceTo: period?.to,
      lines,
      outcome,
      advice: advice[outcome],
    })
  })
}

function lineOf(x: Interpreter, segments: readonly Segment[]): AcknowledgedLine {
  const svc = segments[0]!
  return compact({
    procedure: procedureFrom(x, svc, 1),
    chargeCents: x.cents(svc, 2),
    control: x.optional(find(segments, 'REF', 'FJ'), 2),
    statuses: statusesOf(x, segments),
  })
}

const statusesOf = (x: Interpreter, segments: readonly Segment[]): Status[] =>
  all(segments, 'STC').map((stc) =>
    compact({
      codes: [1, 10, 11].flatMap((n) => {
        const [category = '', status = '', entity] = x.components(stc, n)
        return category ? [compact({ category, status, entity: entity || undefined })] : []
      }),
      on: x.date(stc, 2),
      action: x.text(stc, 3),
      chargeCents: x.cents(stc, 4),
      paidCents: x.cents(stc, 5),
      message: x.optional(stc, 12),
    }),
  )
