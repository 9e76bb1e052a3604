/** What a reader may find wrong. Reading goes on after every one of them; the caller decides what it may still use. */
export type ProblemCode =
  // The file and its envelopes
  | 'not-x12'
  | 'bad-isa'
  | 'stray-text'
  | 'unexpected-segment'
  | 'missing-trailer'
  | 'count-mismatch'
  | 'control-mismatch'
  | 'truncated'
  | 'segment-too-long'
  | 'too-large'
  // The content of a transaction set
  | 'missing-segment'
  | 'missing-element'
  | 'bad-amount'
  | 'bad-date'
  | 'bad-value'
  | 'unsupported'
  | 'unbalanced'

/**
 * Something off in a file, at the place where a person can look it up. Messages never quote what the file says
 * (it may name a patient): they say where it stands and what should stand there.
 */
export type X12Problem = {
  readonly code: ProblemCode
  /** A sentence for the biller who has to call the payer or the clearinghouse. */
  readonly message: string
  /** "CLP"; empty when the problem is not at a segment. */
  readonly segmentId: string
  /** The segment's number in the file, the first ISA being 1; 0 when the problem is not at a segment. */
  readonly segment: number
  /** The segment's number in its transaction set, ST being 1 (as 999 IK304 counts); 0 outside of one. */
  readonly position: number
  /** 3 for CLP03. */
  readonly element?: number
  /** Bytes from the start of the file to the start of the segment. */
  readonly offset: number
}

/** Keeps the first problems and counts the rest, so that a hostile file cannot fill the memory with complaints. */
export class ProblemList {
  readonly kept: X12Problem[] = []
  total = 0
  readonly #limit: number

  constructor(limit = 1000) {
    this.#limit = limit
  }

  add(problem: X12Problem) {
    this.total += 1
    if (this.kept.length < this.#limit) this.kept.push(problem)
  }
}
