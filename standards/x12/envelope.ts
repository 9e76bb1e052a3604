/**
 * ISA/IEA, GS/GE and ST/SE: who sent what, and whether the trailers agree (X12.5, X12.6; control numbers and counts).
 * It says what happens to a listener, in order, and reads on whatever is missing.
 */
import type { ProblemCode, X12Problem } from './problem.ts'
import { type Delimiters, SegmentScanner } from './segment-scanner.ts'
import { segmentId, type SegmentView } from './segment-view.ts'

export type InterchangeHeader = {
  /** ISA13, nine digits as written. */
  readonly control: string
  /** ISA15: "P" production, "T" test. */
  readonly usage: string
  /** ISA05 and ISA06, ISA07 and ISA08, without their padding. */
  readonly sender: { readonly qualifier: string; readonly id: string }
  readonly receiver: { readonly qualifier: string; readonly id: string }
  /** ISA09 as YYMMDD and ISA10 as HHMM. */
  readonly date: string
  readonly time: string
  /** ISA12, "00501". */
  readonly version: string
  /** ISA14 is "1": the sender asks for a TA1. */
  readonly acknowledgmentRequested: boolean
  readonly delimiters: Delimiters
}

export type GroupHeader = {
  /** GS01: HP for 835, HC for 837, HB for 271 … */
  readonly functionalCode: string
  readonly sender: string
  readonly receiver: string
  /** GS04 as CCYYMMDD and GS05 as HHMM[SS]. */
  readonly date: string
  readonly time: string
  /** GS06. */
  readonly control: string
  /** GS08: "005010X221A1". */
  readonly version: string
}

export type TransactionHeader = {
  /** ST01: "835". */
  readonly type: string
  /** ST02. */
  readonly control: string
  /** ST03 where written, otherwise GS08. */
  readonly implementation: string
  readonly interchange: InterchangeHeader
  readonly group: GroupHeader
  /** Where its ST stands: number in the file and byte offset. */
  readonly segment: number
  readonly offset: number
}

export type EnvelopeListener = {
  onInterchange: (header: InterchangeHeader) => void
  /** `complete` only when its IEA was there. `segments` counts ISA and IEA too. */
  onInterchangeEnd: (complete: boolean, segments: number) => void
  onGroup: (header: GroupHeader) => void
  onTransaction: (header: TransactionHeader) => void
  /** Every segment of a transaction set, ST and SE included. */
  onSegment: (view: SegmentView, position: number) => void
  /** `complete` only when its SE was there. `segments` counts ST and SE too, as SE01 does. */
  onTransactionEnd: (complete: boolean, segments: number) => void
  /** TA1, and any other segment that stands outside of a transaction set. */
  onOutside: (view: SegmentView) => void
  /** Comes while the transaction set, group or interchange it belongs to is still open. */
  onProblem: (problem: X12Problem) => void
}

const ST = segmentId('ST')
const SE = segmentId('SE')
const GS = segmentId('GS')
const GE = segmentId('GE')
const IEA = segmentId('IEA')
const TA1 = segmentId('TA1')
const noGroup: GroupHeader = {
  functionalCode: '',
  sender: '',
  receiver: '',
  date: '',
  time: '',
  control: '',
  version: '',
}

export class EnvelopeReader {
  readonly #listener: EnvelopeListener
  readonly #scanner: SegmentScanner
  #interchange: InterchangeHeader | undefined
  #group: GroupHeader | undefined
  #transaction: TransactionHeader | undefined
  #groups = 0
  #transactions = 0
  #firstSegment = 0
  #interchanges = 0
  #position = 0

  constructor(listener: EnvelopeListener) {
    this.#listener = listener
    this.#scanner = new SegmentScanner({
      onInterchange: (view, delimiters) => this.#openInterchange(view, delimiters),
      onSegment: (view) => this.#segment(view),
      onProblem: (code, message, segment, offset) =>
        listener.onProblem({ code, message, segmentId: '', segment, position: this.position, offset }),
    })
  }

  /** The number of the segment in its transaction set, ST being 1; 0 outside of one. */
  get position(): number {
    return this.#transaction ? this.#position : 0
  }

  push(chunk: Uint8Array) {
    this.#scanner.push(chunk)
  }

  end() {
    this.#scanner.end()
    this.#closeInterchange(undefined)
    if (this.#interchanges === 0)
      this.#listener.onProblem({
        code: 'not-x12',
        message: 'This is not an X12 file: it has no interchange header (ISA).',
        segmentId: '',
        segment: 0,
        position: 0,
        offset: 0,
      })
  }

  /** A problem at a segment that is being read. */
  problem(view: SegmentView, code: ProblemCode, message: string, element?: number) {
    const segmentId = view.element(0).slice(0, 3)
    const { index: segment, offset } = view
    const place = { code, message, segmentId, segment, position: this.position, offset }
    this.#listener.onProblem(element === undefined ? place : { ...place, element })
  }

  /** A problem found later, at a place remembered. */
  report(problem: X12Problem) {
    this.#listener.onProblem(problem)
  }

  #segment(view: SegmentView) {
    // Nearly all ids of a body have three letters, those of envelopes two.
    if (view.id > 0xffff && view.id !== IEA && this.#transaction)
      return this.#listener.onSegment(view, ++this.#position)
    switch (view.id) {
      case ST:
        return this.#openTransaction(view)
      case SE:
        return this.#closeTransaction(view)
      case GS:
        return this.#openGroup(view)
      case GE:
        return this.#closeGroup(view)
      case IEA:
        return this.#closeInterchange(view)
      default:
        if (this.#transaction) return this.#listener.onSegment(view, ++this.#position)
        if (view.id !== TA1 || this.#group)
          this.problem(view, 'unexpected-segment', 'This segment stands outside of a transaction set.')
        return this.#listener.onOutside(view)
    }
  }

  #openInterchange(view: SegmentView, delimiters: Delimiters) {
    this.#closeInterchange(undefined, view)
    const element = (n: number) => view.element(n).trim()
    this.#interchanges += 1
    this.#groups = 0
    this.#firstSegment = view.index
    this.#interchange = {
      control: element(13),
      usage: element(15),
      sender: { qualifier: element(5), id: element(6) },
      receiver: { qualifier: element(7), id: element(8) },
      date: element(9),
      time: element(10),
      version: element(12),
      acknowledgmentRequested: element(14) === '1',
      delimiters,
    }
    this.#listener.onInterchange(this.#interchange)
  }

  /** By its IEA, or without one: by the next ISA (`next`) or the end of the file. */
  #closeInterchange(iea: SegmentView | undefined, next?: SegmentView) {
    const open = this.#interchange
    if (!open) return
    this.#dropTransaction()
    this.#dropGroup()
    if (iea) {
      this.#compare(iea, 1, this.#groups, 'IEA01 does not say how many groups there are.')
      this.#match(iea, 2, open.control, 'IEA02 is not the control number of the interchange header (ISA13).')
      this.#scanner.expectInterchange()
    } else this.#missing('IEA', 'The interchange has no trailer (IEA): the file may be cut off.')
    const last = this.#scanner.segments - (next ? 1 : 0)
    this.#listener.onInterchangeEnd(iea !== undefined, last - this.#firstSegment + 1)
    this.#interchange = undefined
  }

  #openGroup(view: SegmentView) {
    this.#dropTransaction()
    this.#dropGroup()
    this.#groups += 1
    this.#transactions = 0
    this.#group = {
      functionalCode: view.element(1),
      sender: view.element(2).trim(),
      receiver: view.element(3).trim(),
      date: view.element(4),
      time: view.element(5),
      control: view.element(6),
      version: view.element(8).trim(),
    }
    this.#listener.onGroup(this.#group)
  }

  #closeGroup(view: SegmentView) {
    this.#dropTransaction()
    const group = this.#group
    if (!group)
      return this.problem(view, 'unexpected-segment', 'A group trailer (GE) without a group header.')
    this.#compare(view, 1, this.#transactions, 'GE01 does not say how many transaction sets there are.')
    this.#match(view, 2, group.control, 'GE02 is not the control number of the group header (GS06).')
    this.#group = undefined
  }

  #openTransaction(view: SegmentView) {
    this.#dropTransaction()
    this.#transactions += 1
    this.#position = 1
    const group = this.#group ?? noGroup
    this.#transaction = {
      type: view.element(1),
      control: view.element(2).trim(),
      implementation: view.element(3).trim() || group.version,
      interchange: this.#interchange!,
      group,
      segment: view.index,
      offset: view.offset,
    }
    this.#listener.onTransaction(this.#transaction)
    if (!this.#group)
      this.problem(view, 'unexpected-segment', 'The transaction set (ST) stands outside of a group (GS).')
    this.#listener.onSegment(view, 1)
  }

  #closeTransaction(view: SegmentView) {
    const open = this.#transaction
    if (!open)
      return this.problem(view, 'unexpected-segment', 'A transaction set trailer (SE) without a header (ST).')
    this.#position += 1
    this.#listener.onSegment(view, this.#position)
    this.#compare(view, 1, this.#position, 'SE01 does not say how many segments there are.')
    this.#match(view, 2, open.control, 'SE02 is not the control number of the header (ST02).')
    this.#listener.onTransactionEnd(true, this.#position)
    this.#transaction = undefined
  }

  #dropTransaction() {
    if (!this.#transaction) return
    this.#missing('SE', 'The transaction set has no trailer (SE): part of it may be lost.')
    this.#listener.onTransactionEnd(false, this.#position)
    this.#transaction = undefined
  }

  #dropGroup() {
    if (this.#group) this.#missing('GE', 'The group has no trailer (GE).')
    this.#group = undefined
  }

  #compare(view: SegmentView, element: number, counted: number, message: string) {
    const text = view.element(element).trim()
    if (!/^\d{1,12}$/.test(text) || Number(text) !== counted)
      this.problem(view, 'count-mismatch', message, element)
  }

  #match(view: SegmentView, element: number, control: string, message: string) {
    if (view.element(element).trim() !== control) this.problem(view, 'control-mismatch', message, element)
  }

  #missing(segmentId: string, message: string) {
    this.#listener.onProblem({
      code: 'missing-trailer',
      message,
      segmentId,
      segment: this.#scanner.segments,
      position: this.position,
      offset: this.#scanner.offset,
    })
  }
}
