/**
 * Reading X12: the comfortable layer, for files whose transactions are small (270, 271, 276, 277, 837, 999, TA1).
 *
 *   const file = readX12(bytes)                              // or: await readX12Stream(chunks)
 *   for (const interchange of file.interchanges)
 *     for (const group of interchange.groups)
 *       for (const transaction of group.transactions)        // or: transactionsOf(file, '271')
 *         for (const segment of transaction.segments)        // ST first, SE last
 *           if (segment.id === 'NM1') segment.elements[1]    // NM101; elements[0] is the id, absent is undefined
 *
 * Separators come from each ISA; a byte order mark, line ends after or instead of terminators, lines wrapped at a
 * fixed width and several interchanges with different separators are all understood. Nothing throws: what is off is in
 * `problems` (problem.ts) with segment, element and byte offset, and reading goes on. `complete` is false for whatever
 * lacks its trailer, and nothing incomplete may be acted upon. Components and repetitions stay inside the element:
 * `element.split(interchange.delimiters.component)`.
 *
 * Everything read is kept, up to `limit` bytes of memory (an estimate); beyond it segments are dropped, the transaction is
 * incomplete and 'too-large' is reported. An 835 may be far larger: read it with 835-reader.ts, which streams
 * on `EnvelopeReader` (envelope.ts) and `SegmentView` (segment-view.ts) and keeps nothing.
 */
import {
  EnvelopeReader,
  type GroupHeader,
  type InterchangeHeader,
  type TransactionHeader,
} from './envelope.ts'
import { ProblemList, type X12Problem } from './problem.ts'
import type { SegmentView } from './segment-view.ts'

export type Segment = {
  readonly id: string
  /** elements[0] is the id, elements[1] is NM101; what is not written is '' or beyond the end. */
  readonly elements: readonly string[]
  /** Number in the file, the first ISA being 1. */
  readonly index: number
  /** Number in the transaction set, ST being 1 (IK304 of a 999); 0 outside of one. */
  readonly position: number
  /** Bytes from the start of the file. */
  readonly offset: number
}

export type Transaction = TransactionHeader & {
  /** ST to SE, both included. */
  readonly segments: readonly Segment[]
  /** Also when segments were dropped for size. */
  readonly segmentCount: number
  /** It has its SE and none of its segments was dropped. Trailers may still disagree: see problems. */
  readonly complete: boolean
  readonly problems: readonly X12Problem[]
}

export type Group = GroupHeader & { readonly transactions: readonly Transaction[] }

export type Interchange = InterchangeHeader & {
  readonly groups: readonly Group[]
  /** TA1 segments, and strays outside of any transaction set. */
  readonly outside: readonly Segment[]
  /** ISA to IEA, both included. */
  readonly segmentCount: number
  readonly complete: boolean
}

export type X12File = {
  readonly interchanges: readonly Interchange[]
  /** Every problem of the file in order, those of transactions too. At most 1,000 are kept ... */
  readonly problems: readonly X12Problem[]
  /** ... and this many there were. */
  readonly problemCount: number
}

const defaultLimit = 64 * 1024 * 1024

type Open<T> = { -readonly [K in keyof T]: T[K] }

class Collector {
  readonly #interchanges: (Open<Interchange> & { groups: Group[]; outside: Segment[] })[] = []
  readonly #problems = new ProblemList()
  readonly #reader: EnvelopeReader
  #transactions: Transaction[] = []
  #transaction: (Open<Transaction> & { segments: Segment[]; problems: X12Problem[] }) | undefined
  #left: number
  #dropped = false

  constructor(limit: number) {
    this.#left = limit
    this.#reader = new EnvelopeReader({
      onInterchange: (header) =>
        this.#interchanges.push({ ...header, groups: [], outside: [], segmentCount: 0, complete: false }),
      onInterchangeEnd: (complete, segments) => {
        const open = this.#interchanges.at(-1)!
        open.complete = complete
        open.segmentCount = segments
      },
      onGroup: (header) => this.#group(header),
      onTransaction: (header) => this.#open(header),
      onSegment: (view, position) => this.#segment(view, position),
      onTransactionEnd: (complete, segments) => {
        const open = this.#transaction!
        open.complete = complete && !this.#dropped
        open.segmentCount = segments
        this.#transaction = undefined
      },
      onOutside: (view) => {
        const segment = this.#keep(view, 0)
        if (segment) this.#interchanges.at(-1)?.outside.push(segment)
      },
      onProblem: (problem) => {
        this.#problems.add(problem)
        if (this.#transaction && this.#transaction.problems.length < 1000)
          this.#transaction.problems.push(problem)
      },
    })
  }

  push(chunk: Uint8Array) {
    this.#reader.push(chunk)
  }

  end(): X12File {
    this.#reader.end()
    const { kept, total } = this.#problems
    return { interchanges: this.#interchanges, problems: kept, problemCount: total }
  }

  #group(header: GroupHeader) {
    this.#left -= 500
    this.#transactions = []
    if (this.#left > 0)
      this.#interchanges.at(-1)!.groups.push({ ...header, transactions: this.#transactions })
  }

  #open(header: TransactionHeader) {
    // A transaction set outside of any group is kept in a nameless one, with the problem the envelope reports.
    if (header.group.control === '' && this.#interchanges.at(-1)!.groups.length === 0)
      this.#group(header.group)
    this.#left -= 500
    this.#dropped = false
    this.#transaction = { ...header, segments: [], segmentCount: 0, complete: false, problems: [] }
    if (this.#left > 0) this.#transactions.push(this.#transaction)
  }

  #segment(view: SegmentView, position: number) {
    const segment = this.#keep(view, position)
    if (segment) this.#transaction!.segments.push(segment)
  }

  #keep(view: SegmentView, position: number): Segment | undefined {
    // Strings and arrays in V8: about 24 bytes a value beside the text itself.
    this.#left -= view.to(view.last) - view.start + 24 * (view.last + 5)
    if (this.#left > 0) {
      const elements = view.elements()
      return { id: elements[0]!, elements, index: view.index, position, offset: view.offset }
    }
    if (!this.#dropped)
      this.#reader.problem(
        view,
        'too-large',
        'The file is too large for its kind; the rest of it is not read.',
      )
    this.#dropped = true
    return undefined
  }
}

export function readX12(bytes: Uint8Array, limit = defaultLimit): X12File {
  const collector = new Collector(limit)
  collector.push(bytes)
  return collector.end()
}

export async function readX12Stream(
  source: AsyncIterable<Uint8Array>,
  limit = defaultLimit,
): Promise<X12File> {
  const collector = new Collector(limit)
  for await (const chunk of source) collector.push(chunk)
  return collector.end()
}

/** The transaction sets of one kind ("271"), whatever interchange and group they stand in. */
export function transactionsOf(file: X12File, type: string): Transaction[] {
  return file.interchanges
    .flatMap(({ groups }) => groups.flatMap(({ transactions }) => transactions))
    .filter((transaction) => transaction.type === type)
}
