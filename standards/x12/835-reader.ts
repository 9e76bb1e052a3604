/**
 * Reads 835s by stream, as typed claims whose balance is checked, one by one as they come. Nothing of the file is held
 * beyond the claim at hand, so a file may be of any size; what a claim holds are its own strings and numbers.
 *
 *   for await (const event of readRemittances(createReadStream(path)))
 *     if (event.kind === 'claim') ...  // stage it: it is not to be posted yet
 *     if (event.kind === 'end')   ...  // post what was staged if, and only if, event.end.postable
 *
 * For each ST/SE there is one 'remittance', then its claims, then one 'end', also when the file breaks off in the middle.
 */
import type { Cents } from '#kernel/cents.ts'
import { inWords, remittanceDifference } from './835-balance.ts'
import { ClaimBuilder } from './835-claim.ts'
import { RemittanceHeader } from './835-header.ts'
import { providerAdjustmentsOf } from './835-segments.ts'
import type {
  ProviderAdjustment,
  Remittance,
  RemittanceClaim,
  RemittanceEnd,
  RemittanceEvent,
} from './835-types.ts'
import { EnvelopeReader, type TransactionHeader } from './envelope.ts'
import { type ProblemCode, ProblemList, type X12Problem } from './problem.ts'
import { segmentId, type SegmentView } from './segment-view.ts'

export type RemittanceListener = {
  onRemittance: (remittance: Remittance) => void
  onClaim: (claim: RemittanceClaim, remittance: Remittance) => void
  onEnd: (end: RemittanceEnd, remittance: Remittance) => void
  /** Of an envelope, or of a transaction set that is no 835. */
  onProblem: (problem: X12Problem) => void
}

const ST = segmentId('ST')
const SE = segmentId('SE')
const LX = segmentId('LX')
const TS2 = segmentId('TS2')
const TS3 = segmentId('TS3')
const CLP = segmentId('CLP')
const PLB = segmentId('PLB')

/** Problems that cannot hide money. Any other keeps the remittance from being posted. */
const harmless: ReadonlySet<ProblemCode> = new Set(['bad-date', 'bad-value'])

/** A payer's PLB has a few hundred at most. */
const mostProviderAdjustments = 20_000

/** The 835 at hand, from ST to SE. */
class OpenRemittance {
  header: RemittanceHeader | undefined
  remittance: Remittance | undefined
  claim: ClaimBuilder | undefined
  /** After a PLB no claim may come. */
  closing = false
  blocked = false
  readonly problems = new ProblemList()
  readonly providerAdjustments: ProviderAdjustment[] = []
  claims = 0
  lines = 0
  charge = 0
  paid = 0
  patientResponsibility = 0
  providerAdjustmentTotal = 0
  unbalancedClaims = 0
  unbalancedLines = 0
  /** No amount was unreadable so far. */
  readable = true
  /** Every claim counted as balanced so far. */
  sound = true

  constructor(reader: EnvelopeReader, transaction: TransactionHeader) {
    this.header = new RemittanceHeader(reader, transaction)
  }
}

/** The push side of `readRemittances`: bytes in, the listener called while `push` runs. */
export class RemittanceReader {
  readonly #listener: RemittanceListener
  readonly #reader: EnvelopeReader
  #open: OpenRemittance | undefined

  constructor(listener: RemittanceListener) {
    this.#listener = listener
    this.#reader = new EnvelopeReader({
      onInterchange: () => {},
      onInterchangeEnd: () => {},
      onGroup: () => {},
      onTransaction: (transaction) => this.#begin(transaction),
      onSegment: (view, position) => this.#segment(view, position),
      onTransactionEnd: (complete, segments) => this.#end(complete, segments),
      onOutside: () => {},
      onProblem: (problem) => this.#problem(problem),
    })
  }

  push(chunk: Uint8Array) {
    this.#reader.push(chunk)
  }

  end() {
    this.#reader.end()
  }

  #begin(transaction: TransactionHeader) {
    this.#open = transaction.type === '835' ? new OpenRemittance(this.#reader, transaction) : undefined
  }

  #segment(view: SegmentView, position: number) {
    const open = this.#open
    if (!open) return this.#checkKind(view, open)
    if (open.claim?.segment(view)) return
    switch (view.id) {
      case CLP:
        this.#between(open, view)
        open.claim = new ClaimBuilder(this.#reader, view, position)
        return open.claim.begin(view)
      case LX:
      case TS2:
      case TS3:
        return this.#between(open, view)
      case PLB:
        this.#closeHeader(open, view)
        this.#closeClaim(open)
        open.closing = true
        return this.#adjustProvider(open, view)
      case ST:
        return this.#checkKind(view, open)
      case SE:
        this.#closeHeader(open, view)
        return this.#closeClaim(open)
    }
    if (open.header) open.header.segment(view)
    else this.#misplaced(view)
  }

  #checkKind(view: SegmentView, open: OpenRemittance | undefined) {
    if (!open && view.id !== ST) return
    if (!open)
      return this.#reader.problem(view, 'unsupported', 'This transaction set is not a remittance (835).', 1)
    const { implementation } = open.header!
    if (!implementation.startsWith('005010X221'))
      this.#reader.problem(view, 'unsupported', 'This 835 does not follow the guide 005010X221A1.')
  }

  /** LX, TS2, TS3 and CLP stand before or between claims, never after a PLB. */
  #between(open: OpenRemittance, view: SegmentView) {
    this.#closeHeader(open, view)
    this.#closeClaim(open)
    if (open.closing) this.#misplaced(view)
  }

  #misplaced(view: SegmentView) {
    this.#reader.problem(view, 'unexpected-segment', 'This segment does not belong at this place of an 835.')
  }

  #closeHeader(open: OpenRemittance, view: SegmentView | undefined) {
    if (!open.header) return
    const remittance = open.header.finish(view)
    open.header = undefined
    open.remittance = remittance
    this.#listener.onRemittance(remittance)
  }

  #closeClaim(open: OpenRemittance) {
    if (!open.claim) return
    const claim = open.claim.finish()
    open.claim = undefined
    open.claims += 1
    open.lines += claim.lines.length
    open.charge += claim.charge
    open.paid += claim.paid
    open.patientResponsibility += claim.patientResponsibility
    if (claim.difference !== 0) open.unbalancedClaims += 1
    open.unbalancedLines += claim.unbalancedLines
    if (!claim.balanced) open.sound = false
    this.#listener.onClaim(claim, open.remittance!)
  }

  #adjustProvider(open: OpenRemittance, view: SegmentView) {
    for (const adjustment of providerAdjustmentsOf(this.#reader, view)) {
      open.providerAdjustmentTotal += adjustment.amount
      if (open.providerAdjustments.length < mostProviderAdjustments) open.providerAdjustments.push(adjustment)
      else if (!open.blocked)
        this.#reader.problem(view, 'too-large', 'The remittance has too many provider adjustments (PLB).')
    }
  }

  #end(complete: boolean, segments: number) {
    const open = this.#open
    if (!open) return
    this.#closeHeader(open, undefined)
    this.#closeClaim(open)
    const remittance = open.remittance!
    const missing = remittanceDifference(open.paid, open.providerAdjustmentTotal, remittance.amount)
    if (missing !== 0)
      this.#reader.report({
        code: 'unbalanced',
        message: `Claims less provider adjustments are not the payment (BPR02): ${inWords(missing)} was paid.`,
        segmentId: 'BPR',
        segment: remittance.segment,
        position: 1,
        offset: remittance.offset,
      })
    const exact = Number.isSafeInteger(open.charge) && Number.isSafeInteger(open.paid)
    const balanced = complete && open.sound && missing === 0 && exact && open.readable
    this.#open = undefined
    this.#listener.onEnd(
      {
        claims: open.claims,
        lines: open.lines,
        charge: open.charge as Cents,
        paid: open.paid as Cents,
        patientResponsibility: open.patientResponsibility as Cents,
        providerAdjustments: open.providerAdjustments,
        providerAdjustmentTotal: open.providerAdjustmentTotal as Cents,
        segmentCount: segments,
        difference: missing,
        unbalancedClaims: open.unbalancedClaims,
        unbalancedLines: open.unbalancedLines,
        balanced,
        complete,
        postable: balanced && !open.blocked,
        problems: open.problems.kept,
        problemCount: open.problems.total,
      },
      remittance,
    )
  }

  #problem(problem: X12Problem) {
    const open = this.#open
    if (!open) return this.#listener.onProblem(problem)
    const blocks = !harmless.has(problem.code)
    if (blocks) open.blocked = true
    if (problem.code === 'bad-amount') open.readable = false
    open.problems.add(problem)
    open.claim?.problem(problem, blocks)
  }
}

/**
 * Reads the chunks of a file; see above. Holds the events of 64 KB at a time. A chunk may be overwritten by its owner as
 * soon as the next one is asked for. Written out instead of an async generator, which costs thrice as much an event.
 */
export function readRemittances(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncIterableIterator<RemittanceEvent> {
  let events: RemittanceEvent[] = []
  let next = 0
  let ended = false
  const pieces = piecesOf(source)
  const reader = new RemittanceReader({
    onRemittance: (remittance) => events.push({ kind: 'remittance', remittance }),
    onClaim: (claim, remittance) => events.push({ kind: 'claim', claim, remittance }),
    onEnd: (end, remittance) => events.push({ kind: 'end', end, remittance }),
    onProblem: (problem) => events.push({ kind: 'problem', problem }),
  })
  const readOn = async (): Promise<IteratorResult<RemittanceEvent, undefined>> => {
    events = []
    next = 0
    while (events.length === 0 && !ended) {
      const piece = await pieces.next()
      if (piece.done) {
        ended = true
        reader.end()
      } else reader.push(piece.value)
    }
    const value = events[next++]
    return value ? { done: false, value } : { done: true, value: undefined }
  }
  return {
    next: () => (next < events.length ? Promise.resolve({ done: false, value: events[next++]! }) : readOn()),
    return: async () => {
      ended = true
      events = []
      await pieces.return(undefined)
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}

async function* piecesOf(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  for await (const chunk of source)
    for (let at = 0; at < chunk.length; at += 65_536) yield chunk.subarray(at, at + 65_536)
}
