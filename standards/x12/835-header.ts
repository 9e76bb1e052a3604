/** What stands before the first claim of an 835: payment, trace, payer and payee. */
import type { Cents } from '#kernel/cents.ts'
import { added, amountOf, dateOf, none } from './835-segments.ts'
import type { Organisation, Reference, Remittance } from './835-types.ts'
import type { EnvelopeReader, TransactionHeader } from './envelope.ts'
import { segmentId, type SegmentView } from './segment-view.ts'

const BPR = segmentId('BPR')
const TRN = segmentId('TRN')
const CUR = segmentId('CUR')
const REF = segmentId('REF')
const DTM = segmentId('DTM')
const N1 = segmentId('N1')
const N3 = segmentId('N3')
const N4 = segmentId('N4')
const PER = segmentId('PER')
const RDM = segmentId('RDM')

type Open<T> = { -readonly [K in keyof T]: T[K] }

/** A header has a handful of these; more is no header. */
const mostReferences = 100

const nobody = (): Open<Organisation> => ({
  name: '',
  idQualifier: '',
  id: '',
  address: none,
  references: none,
})

export class RemittanceHeader {
  readonly #reader: EnvelopeReader
  readonly #remittance: Open<Remittance>
  readonly #payer = nobody()
  readonly #payee = nobody()
  /** Whom N3, N4 and REF belong to. */
  #at: Open<Organisation> | undefined
  #seen = new Set<number | string>()

  constructor(reader: EnvelopeReader, transaction: TransactionHeader) {
    this.#reader = reader
    this.#remittance = {
      ...transaction,
      handling: '',
      amount: 0 as Cents,
      creditDebit: '',
      method: '',
      paidOn: undefined,
      paidOnWritten: '',
      trace: '',
      originator: '',
      producedOn: undefined,
      payer: this.#payer,
      payee: this.#payee,
      references: none,
    }
  }

  get implementation(): string {
    return this.#remittance.implementation
  }

  segment(view: SegmentView) {
    const reader = this.#reader
    const to = this.#remittance
    switch (view.id) {
      case BPR:
        return this.#once(view, BPR) && this.#payment(view)
      case TRN:
        if (!this.#once(view, TRN)) return
        to.trace = view.element(2).trim()
        to.originator = view.element(3).trim()
        if (to.trace === '')
          reader.problem(view, 'missing-segment', 'The check or EFT trace number is missing.', 2)
        return
      case CUR:
        if (view.element(2) !== 'USD')
          reader.problem(view, 'unsupported', 'The remittance is not in US dollars.', 2)
        return
      case DTM:
        if (view.element(1) === '405') to.producedOn = dateOf(reader, view, 2)
        return
      case N1:
        return this.#organisation(view)
      case N3:
        return this.#address(view, 2)
      case N4:
        return this.#address(view, 3)
      case REF: {
        const owner = this.#at ?? to
        const reference: Reference = { qualifier: view.element(1), value: view.element(2) }
        if (owner.references.length < mostReferences) owner.references = added(owner.references, reference)
        return
      }
      case PER:
      case RDM:
        return
      default:
        reader.problem(view, 'unexpected-segment', 'This segment does not belong before the first claim.')
    }
  }

  /** The header is over, by the first claim or the end: what must have been there? */
  finish(view: SegmentView | undefined): Remittance {
    const missing = (id: number | string, what: string) => {
      if (view && !this.#seen.has(id))
        this.#reader.problem(view, 'missing-segment', `The remittance lacks ${what}.`)
    }
    missing(BPR, 'its payment (BPR)')
    missing(TRN, 'its trace number (TRN)')
    missing('PR', 'its payer (N1*PR)')
    missing('PE', 'its payee (N1*PE)')
    return this.#remittance
  }

  #once(view: SegmentView, id: number | string): boolean {
    if (this.#seen.has(id)) {
      this.#reader.problem(view, 'unexpected-segment', 'There can be only one of these in a remittance.')
      return false
    }
    this.#seen.add(id)
    return true
  }

  #payment(view: SegmentView) {
    const to = this.#remittance
    to.handling = view.element(1)
    to.amount = amountOf(this.#reader, view, 2)
    to.creditDebit = view.element(3)
    to.method = view.element(4)
    to.paidOnWritten = view.element(16).trim()
    to.paidOn = dateOf(this.#reader, view, 16)
    if (to.amount < 0)
      this.#reader.problem(
        view,
        'bad-amount',
        'A payment cannot be negative: the rest goes forward (PLB FB).',
        2,
      )
  }

  #organisation(view: SegmentView) {
    const role = view.element(1)
    this.#at = undefined
    if (role !== 'PR' && role !== 'PE')
      return this.#reader.problem(
        view,
        'unexpected-segment',
        'Only a payer (PR) and a payee (PE) belong here.',
        1,
      )
    if (!this.#once(view, role)) return
    this.#at = role === 'PR' ? this.#payer : this.#payee
    this.#at.name = view.element(2).trim()
    this.#at.idQualifier = view.element(3)
    this.#at.id = view.element(4).trim()
  }

  #address(view: SegmentView, parts: number) {
    if (!this.#at || this.#at.address.length > 8) return
    for (let element = 1; element <= parts; element++)
      if (view.has(element)) this.#at.address = added(this.#at.address, view.element(element))
  }
}
