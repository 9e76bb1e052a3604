/**
 * Finds segments and elements in the bytes of an X12 file, without a copy of the file and without strings.
 * Chunks of any size go in; `onSegment` gets one reused `SegmentView` for each segment.
 */
import type { ProblemCode } from './problem.ts'
import { SegmentView } from './segment-view.ts'
import { emptyMarks, longestPiece, markSeparators } from './separator-marks.ts'

export type Delimiters = {
  readonly element: string
  readonly component: string
  /** Undefined where ISA11 is no separator: 004010 and older have the standards identifier "U" there. */
  readonly repetition: string | undefined
  readonly terminator: string
}

/** A guard, not a rule of X12: the longest segment of the guides used here is far below 2 KB. */
const longestSegment = 32 * 1024
const window = 32 * 1024
const room = longestPiece
/** 106 characters, plus room for elements that were not padded right and for line ends inside. */
const longestIsa = 512
/** How far #read looks at first: a file of tiny interchanges would otherwise be looked through again and again. */
const firstSpan = 2048

/** Kinds of bytes, for the rare segments that are looked at byte by byte. */
const data = 0
const separates = 1
const lineEnd = 2
const notAscii = 3

export type ScannerEvents = {
  /** An ISA was read: `view` holds its elements, the delimiters are in force from here on. */
  onInterchange: (view: SegmentView, delimiters: Delimiters) => void
  onSegment: (view: SegmentView) => void
  onProblem: (code: ProblemCode, message: string, segment: number, offset: number) => void
}

export class SegmentScanner {
  readonly #events: ScannerEvents
  readonly #view = new SegmentView()
  readonly #work = Buffer.allocUnsafeSlow(room)
  readonly #scratch = Buffer.allocUnsafeSlow(longestSegment + 1)
  readonly #kinds = new Uint8Array(256)
  readonly #found = emptyMarks()
  /** Line ends inside of segments and bytes beyond ASCII, where there are any. */
  #odd: Int32Array = new Int32Array(0)
  readonly #scratchMarks = new Int32Array(longestSegment + 1)
  #oddCount = 0
  #nextOdd = 0
  #span = firstSpan
  #separator = 42
  #terminator = 126
  /** Bytes of an unfinished segment at the start of #work. */
  #held = 0
  /** File offset of the first byte of #work. */
  #base = 0
  #seeking = true
  #skipping = false
  #stray = false
  #segments = 0

  constructor(events: ScannerEvents) {
    this.#events = events
  }

  /** How many segments were seen so far. */
  get segments(): number {
    return this.#segments
  }

  /** Where the segment last seen starts, in bytes from the start of the file. */
  get offset(): number {
    return this.#view.offset
  }

  push(chunk: Uint8Array) {
    for (let at = 0; at < chunk.length; at += window) {
      const part = chunk.subarray(at, at + window)
      this.#work.set(part, this.#held)
      this.#scan(this.#held + part.length, false)
    }
  }

  /** The file is over: what is left is a truncated segment. */
  end() {
    this.#scan(this.#held, true)
  }

  /** After an IEA nothing but another ISA may follow. */
  expectInterchange() {
    this.#seeking = true
  }

  /** Both readers return where to go on, or ~where when more bytes are needed from there. */
  #scan(size: number, final: boolean) {
    const work = this.#work
    const text = work.toString('latin1', 0, size)
    let at = 0
    while (at >= 0 && at < size)
      at = this.#seeking ? this.#seek(at, size, final) : this.#read(at, size, final, text)
    if (at < 0) at = ~at
    this.#held = final ? 0 : size - at
    this.#base += at
    if (this.#held > 0) work.copyWithin(0, at, size)
  }

  /** Skips to the next ISA. */
  #seek(start: number, size: number, final: boolean): number {
    const work = this.#work
    let at = start
    while (at < size && isBlank(work[at]!)) at += 1
    if (at > start) return at
    if (isByteOrderMark(work, at)) return at + 3
    const found = work.indexOf('ISA', at, 'latin1')
    if (found === at && at + 3 < size) return this.#interchange(at, size, final)
    const junkEnd = final ? size : found >= at && found < size ? found : Math.max(at, size - 3)
    if (junkEnd === at) return ~at
    if (!this.#stray) this.#report('stray-text', 'There is text that belongs to no interchange.', at)
    this.#stray = true
    return junkEnd
  }

  /** The ISA is read by counting its separators, so that one with badly padded elements is still understood. */
  #interchange(start: number, size: number, final: boolean): number {
    const work = this.#work
    const separator = work[start + 3]!
    if (separator <= 32 || isLetterOrDigit(separator)) return this.#badIsa(start)
    const limit = Math.min(size, start + longestIsa)
    let seen = 0
    let at = start + 3
    for (; at < limit && seen < 16; at++) if (work[at] === separator) seen += 1
    while (at < limit && isLineEnd(work[at]!)) at += 1
    // The component separator, the terminator, and two bytes that tell a line end from a terminator after one.
    if (at + 4 > size && !final && limit < start + longestIsa) return ~start
    const component = work[at]!
    let end = at + 1
    let ends = work[end]!
    if (isLineEnd(ends)) {
      const line = ends === 13 && work[end + 1] === 10 ? 2 : 1
      const after = work[end + line]!
      // A wrapped file may break the line just before the terminator; otherwise the line end is the terminator.
      const wrapped = end + line < size && after > 32 && !isLetterOrDigit(after)
      end += wrapped ? line : line - 1
      ends = work[end]!
    }
    if (
      seen < 16 ||
      end >= size ||
      isLetterOrDigit(ends) ||
      ends === separator ||
      component === separator ||
      component === ends
    ) {
      return this.#badIsa(start)
    }
    this.#setDelimiters(separator, ends)
    this.#seeking = false
    this.#skipping = false
    this.#stray = false
    this.#span = firstSpan
    this.#segments += 1
    const view = this.#view
    this.#unwrap(start, end)
    view.offset = this.#base + start
    view.index = this.#segments
    view.component = component
    if (view.to(16) - view.start !== 105)
      this.#report('bad-isa', 'The interchange header (ISA) is not 106 characters long.', start)
    const repetition = view.has(11) ? view.bytes[view.from(11)]! : 32
    this.#events.onInterchange(view, {
      element: String.fromCharCode(separator),
      component: String.fromCharCode(component),
      repetition:
        isLetterOrDigit(repetition) || repetition <= 32 ? undefined : String.fromCharCode(repetition),
      terminator: String.fromCharCode(ends),
    })
    return end + 1
  }

  /** Once for each stretch of text that is no interchange, like stray text. */
  #badIsa(start: number): number {
    if (!this.#stray)
      this.#report(
        'bad-isa',
        'An interchange header (ISA) cannot be read; what follows it is skipped.',
        start,
      )
    this.#stray = true
    return start + 3
  }

  #setDelimiters(separator: number, ends: number) {
    this.#kinds.fill(data)
    this.#kinds.fill(notAscii, 128)
    this.#kinds[10] = lineEnd
    this.#kinds[13] = lineEnd
    this.#kinds[separator] = separates
    this.#kinds[ends] = separates
    this.#separator = separator
    this.#terminator = ends
  }

  /** Line ends between segments are the usual; only others, and bytes beyond ASCII, are noted one by one. */
  #markOdd(from: number, to: number) {
    this.#nextOdd = 0
    this.#oddCount = 0
    const { marks, ends, endCount, odd } = this.#found
    if (odd === 0) return
    const kinds = this.#kinds
    const work = this.#work
    let left = odd
    for (let at = from; at < to && kinds[work[at]!] === lineEnd; at++) left -= 1
    for (let end = 0; end < endCount; end++)
      for (let at = marks[ends[end]!]! + 1; at < to && kinds[work[at]!] === lineEnd; at++) left -= 1
    if (left === 0) return
    if (this.#odd.length === 0) this.#odd = new Int32Array(room)
    for (let at = from; at < to; at++) if (kinds[work[at]!]! > separates) this.#odd[this.#oddCount++] = at
  }

  #read(from: number, size: number, final: boolean, text: string): number {
    const to = Math.min(size, from + this.#span)
    this.#span = Math.min(room, this.#span * 2)
    const work = this.#work
    const view = this.#view
    markSeparators(work, from, to, this.#separator, this.#terminator, this.#found)
    this.#markOdd(from, to)
    const { marks, ends, endCount } = this.#found
    let start = from
    let first = 0
    view.bytes = work
    view.text = text
    view.marks = marks
    for (let segment = 0; segment < endCount; segment++) {
      const last = ends[segment]!
      const end = marks[last]!
      while (start < end && work[start]! <= 32) start += 1
      if (this.#skipping) this.#skipping = false
      else if (work[start] === 73 && isIsa(work, start, size)) {
        this.#seeking = true
        return start
      } else if (end - start > longestSegment) this.#tooLong(start)
      else if (end > start) {
        this.#emit(start, end, first, last)
        if (this.#seeking) return end + 1
        if (view.bytes !== work) {
          view.bytes = work
          view.text = text
          view.marks = marks
        }
      }
      first = last + 1
      start = end + 1
    }
    return to < size ? start : this.#rest(start, size, final, first)
  }

  #emit(start: number, end: number, first: number, last: number) {
    const view = this.#view
    view.first = first
    view.start = start
    view.last = last - first
    view.ascii = true
    if (this.#nextOdd < this.#oddCount) this.#readOdd(start, end)
    this.#segments += 1
    view.index = this.#segments
    view.offset = this.#base + start
    view.readId()
    this.#events.onSegment(view)
  }

  /** What stands after the last terminator: blanks, the ISA of another interchange, or an unfinished segment. */
  #rest(from: number, size: number, final: boolean, first: number): number {
    const work = this.#work
    let start = from
    while (start < size && isBlank(work[start]!)) start += 1
    if (start === size) return size
    if (work[start] === 73 && !this.#skipping) {
      if (start + 4 > size && !final) return ~start
      if (isIsa(work, start, size)) {
        this.#seeking = true
        return start
      }
    }
    if (!final && size - start < longestSegment) return ~start
    if (!final) {
      if (!this.#skipping) this.#tooLong(start)
      this.#skipping = true
    } else if (!this.#skipping && work.toString('latin1', start, size).startsWith('IEA')) {
      // A last trailer without its terminator is complete all the same.
      this.#found.marks[this.#found.markCount] = size
      this.#emit(start, size, first, this.#found.markCount)
    } else if (!this.#skipping) this.#report('truncated', 'The file ends in the middle of a segment.', start)
    return size
  }

  #tooLong(start: number) {
    this.#segments += 1
    this.#report(
      'segment-too-long',
      'A segment is far longer than any the guides know; it is skipped.',
      start,
    )
  }

  /** Line ends and bytes beyond ASCII are rare: only a segment that has some is looked at again. */
  #readOdd(start: number, end: number) {
    const odd = this.#odd
    while (this.#nextOdd < this.#oddCount && odd[this.#nextOdd]! < start) this.#nextOdd += 1
    const at = odd[this.#nextOdd]!
    if (this.#nextOdd >= this.#oddCount || at >= end) return
    this.#unwrap(start, end)
  }

  /** Line ends inside of a segment (files wrapped at a fixed width) are no data: take them out and mark anew. */
  #unwrap(start: number, end: number) {
    const scratch = this.#scratch
    const marks = this.#scratchMarks
    let size = 0
    let count = 0
    let ascii = true
    for (let at = start; at < end; at++) {
      const byte = this.#work[at]!
      const kind = this.#kinds[byte]!
      if (kind === lineEnd) continue
      if (kind === separates) marks[count++] = size
      if (kind === notAscii) ascii = false
      scratch[size++] = byte
    }
    marks[count] = size
    const view = this.#view
    view.bytes = scratch
    view.text = scratch.toString('latin1', 0, size)
    view.marks = marks
    view.first = 0
    view.start = 0
    view.last = count
    view.ascii = ascii
  }

  #report(code: ProblemCode, message: string, at: number) {
    this.#events.onProblem(code, message, this.#seeking ? 0 : this.#segments, this.#base + at)
  }
}

const isLetterOrDigit = (byte: number) =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)
const isLineEnd = (byte: number) => byte === 10 || byte === 13
/** Line ends, padding and stray control characters (an old end-of-file mark) between segments. */
const isBlank = (byte: number) => byte <= 32
const isByteOrderMark = (bytes: Buffer, at: number) =>
  bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf
const isIsa = (bytes: Buffer, at: number, size: number) =>
  at + 3 < size && bytes[at + 1] === 83 && bytes[at + 2] === 65 && !isLetterOrDigit(bytes[at + 3]!)
