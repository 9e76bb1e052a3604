/** One claim of an 835 with its lines, from CLP to whatever ends it. */
import type { Cents } from '#kernel/cents.ts'
import { difference, inWords } from './835-balance.ts'
import {
  added,
  adjustmentsOf,
  amountOf,
  dateOf,
  none,
  optionalAmountOf,
  partyOf,
  procedureOf,
  quantityOf,
} from './835-segments.ts'
import type { RemittanceClaim, RemittanceLine } from './835-types.ts'
import type { EnvelopeReader } from './envelope.ts'
import type { X12Problem } from './problem.ts'
import { segmentId, type SegmentView } from './segment-view.ts'

const CAS = segmentId('CAS')
const NM1 = segmentId('NM1')
const MIA = segmentId('MIA')
const MOA = segmentId('MOA')
const REF = segmentId('REF')
const DTM = segmentId('DTM')
const PER = segmentId('PER')
const AMT = segmentId('AMT')
const QTY = segmentId('QTY')
const SVC = segmentId('SVC')
const LQ = segmentId('LQ')

type Open<T> = { -readonly [K in keyof T]: T[K] }

/** The guide allows 999 lines a claim. A claim of more parts than this is an attack on our memory. */
const mostParts = 50_000
const mostProblems = 100

const miaRemarks = [5, 20, 21, 22, 23]
const moaRemarks = [3, 4, 5, 6, 7]

export class ClaimBuilder {
  readonly #reader: EnvelopeReader
  readonly #position: number
  readonly #claim: Open<RemittanceClaim>
  #line: Open<RemittanceLine> | undefined
  #linePosition = 0
  #lineOffset = 0
  #lineAdjusted = 0
  #adjusted = 0
  #parts = 0
  #spoiled = false

  constructor(reader: EnvelopeReader, view: SegmentView, position: number) {
    this.#reader = reader
    this.#position = position
    this.#claim = {
      segment: view.index,
      offset: view.offset,
      id: view.element(1),
      status: view.code(2),
      charge: 0 as Cents,
      paid: 0 as Cents,
      patientResponsibility: 0 as Cents,
      filingIndicator: view.code(6),
      payerControlNumber: view.element(7),
      facilityType: view.code(8),
      frequency: view.code(9),
      adjustments: none,
      parties: none,
      servedFrom: undefined,
      servedTo: undefined,
      coverageEndedOn: undefined,
      receivedOn: undefined,
      references: none,
      amounts: none,
      remarks: none,
      lines: none,
      difference: 0 as Cents,
      unbalancedLines: 0,
      balanced: false,
      problems: none,
    }
  }

  /** Apart from the constructor, so that the problems of the CLP itself find the claim open. */
  begin(view: SegmentView) {
    const claim = this.#claim
    claim.charge = amountOf(this.#reader, view, 3)
    claim.paid = amountOf(this.#reader, view, 4)
    claim.patientResponsibility = optionalAmountOf(this.#reader, view, 5)
    if (claim.id === '') this.#reader.problem(view, 'missing-element', 'The claim has no number (CLP01).', 1)
    if (claim.status === '')
      this.#reader.problem(view, 'missing-element', 'The claim has no status (CLP02).', 2)
  }

  /** False for what does not belong to a claim: it may end it. */
  segment(view: SegmentView): boolean {
    const keep = this.#parts++ < mostParts
    if (this.#parts === mostParts)
      this.#reader.problem(view, 'too-large', 'The claim has far more parts than a claim can have.')
    switch (view.id) {
      case DTM:
        this.#date(view)
        return true
      case CAS:
        this.#adjust(view, keep)
        return true
      case SVC:
        this.#openLine(view, keep)
        return true
      case REF:
        if (keep) this.#reference(view)
        return true
      case AMT:
        if (keep) this.#amount(view)
        return true
      case NM1:
        if (this.#line) this.#misplaced(view)
        else if (keep) this.#claim.parties = added(this.#claim.parties, partyOf(view))
        return true
      case LQ:
        if (!this.#line) this.#misplaced(view)
        else if (keep) this.#line.remarks = added(this.#line.remarks, view.code(2))
        return true
      case MIA:
        if (keep) this.#remarks(view, miaRemarks)
        return true
      case MOA:
        if (keep) this.#remarks(view, moaRemarks)
        return true
      case PER:
      case QTY:
        return true
    }
    return false
  }

  /** `spoils`: money may be hidden by it, so the claim does not count as balanced whatever its sums say. */
  problem(problem: X12Problem, spoils: boolean) {
    const claim = this.#claim
    if (spoils) this.#spoiled = true
    if (claim.problems.length < mostProblems) claim.problems = added(claim.problems, problem)
  }

  finish(): RemittanceClaim {
    this.#closeLine()
    const claim = this.#claim
    claim.difference = difference(claim.charge, this.#adjusted, claim.paid)
    if (claim.difference !== 0)
      this.#reader.report({
        code: 'unbalanced',
        message: `Charge less adjustments is not what was paid: ${inWords(claim.difference)} was paid or adjusted.`,
        segmentId: 'CLP',
        segment: claim.segment,
        position: this.#position,
        offset: claim.offset,
      })
    claim.balanced = !this.#spoiled && claim.difference === 0 && claim.unbalancedLines === 0
    return claim
  }

  #openLine(view: SegmentView, keep: boolean) {
    this.#closeLine()
    const reader = this.#reader
    this.#linePosition = reader.position
    this.#lineOffset = view.offset
    this.#lineAdjusted = 0
    const procedure = procedureOf(view, 1)
    if (procedure.code === '') reader.problem(view, 'bad-value', 'The service line names no procedure.', 1)
    this.#line = {
      segment: view.index,
      procedure,
      charge: amountOf(reader, view, 2),
      paid: amountOf(reader, view, 3),
      revenueCode: view.code(4),
      units: quantityOf(reader, view, 5) ?? 1,
      original: view.has(6) ? procedureOf(view, 6) : undefined,
      originalUnits: quantityOf(reader, view, 7),
      servedFrom: undefined,
      servedTo: undefined,
      adjustments: none,
      controlNumber: '',
      references: none,
      allowed: undefined,
      amounts: none,
      remarks: none,
      difference: 0 as Cents,
    }
    if (keep) this.#claim.lines = added(this.#claim.lines, this.#line)
  }

  #closeLine() {
    const line = this.#line
    if (!line) return
    line.difference = difference(line.charge, this.#lineAdjusted, line.paid)
    this.#line = undefined
    if (line.difference === 0) return
    this.#claim.unbalancedLines += 1
    this.#reader.report({
      code: 'unbalanced',
      message: `Charge less adjustments is not what was paid: ${inWords(line.difference)} was paid or adjusted.`,
      segmentId: 'SVC',
      segment: line.segment,
      position: this.#linePosition,
      offset: this.#lineOffset,
    })
  }

  #adjust(view: SegmentView, keep: boolean) {
    const sum = adjustmentsOf(this.#reader, view, this.#line ?? this.#claim, keep)
    this.#adjusted += sum
    if (this.#line) this.#lineAdjusted += sum
  }

  #date(view: SegmentView) {
    const { bytes } = view
    const from = view.from(1)
    const qualifier = view.to(1) - from === 3 ? segmentNumber(bytes, from) : 0
    const to = this.#line ?? this.#claim
    switch (qualifier) {
      case 472:
        to.servedFrom = to.servedTo = dateOf(this.#reader, view, 2)
        return
      case 150:
      case 232:
        to.servedFrom = dateOf(this.#reader, view, 2)
        return
      case 151:
      case 233:
        to.servedTo = dateOf(this.#reader, view, 2)
        return
      case 36:
        this.#claim.coverageEndedOn = dateOf(this.#reader, view, 2)
        return
      case 50:
        this.#claim.receivedOn = dateOf(this.#reader, view, 2)
    }
  }

  #reference(view: SegmentView) {
    const qualifier = view.code(1)
    const value = view.element(2)
    if (!this.#line) this.#claim.references = added(this.#claim.references, { qualifier, value })
    else if (qualifier === '6R') this.#line.controlNumber = value
    else this.#line.references = added(this.#line.references, { qualifier, value })
  }

  #amount(view: SegmentView) {
    const qualifier = view.code(1)
    const amount = amountOf(this.#reader, view, 2)
    if (!this.#line) this.#claim.amounts = added(this.#claim.amounts, { qualifier, amount })
    else if (qualifier === 'B6') this.#line.allowed = amount
    else this.#line.amounts = added(this.#line.amounts, { qualifier, amount })
  }

  #remarks(view: SegmentView, elements: readonly number[]) {
    if (this.#line) return this.#misplaced(view)
    for (const element of elements)
      if (view.has(element)) this.#claim.remarks = added(this.#claim.remarks, view.code(element))
  }

  #misplaced(view: SegmentView) {
    this.#reader.problem(view, 'unexpected-segment', 'This segment does not belong at this place of a claim.')
  }
}

/** Three digits as a number; anything else as one that is no date qualifier. */
function segmentNumber(bytes: Uint8Array, at: number): number {
  return (bytes[at]! - 48) * 100 + (bytes[at + 1]! - 48) * 10 + bytes[at + 2]! - 48
}
