/**
 * Finds segments and elements in the bytes of an X12 file, without a copy of the file and without strings.
 * Chunks of any size go in; `onSegment` gets one reused `SegmentView` for each segment.
 */
import type { ProblemCode } from './problem.ts'

export type Delimiters = {
  readonly element: string
  readonly component: string
  /** Undefined where ISA11 is no separator: 004010 and older have the standards identifier "U" there. */
  readonly repetition: string | undefined
  readonly terminator: string
}

/** A guard, not a rule of X12: the longest segment of the guides used here is far below 2 KB. */
export const longestSegment = 32 * 1024
const window = 64 * 1024
const mostElements = 512
/** 106 characters, plus room for elements that were not padded right and for line ends inside. */
const longestIsa = 512

const data = 0
const elementSeparator = 1
const terminator = 2
const lineEnd = 3
const notAscii = 4

const isLetterOrDigit = (byte: number) =>
  (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122)

/** A segment id ("CLP") as `SegmentView.id` has it. */
export function segmentId(id: string): number {
  let number = 0
  for (let at = 0; at < id.length; at++) number = (number << 8) | id.charCodeAt(at)
  return number
}

/** One segment, seen in place. Valid only until the callback returns: read what you need, keep nothing of it. */
export class SegmentView {
  bytes: Buffer = Buffer.alloc(0)
  /** The same bytes as latin1 text, one character a byte, so that positions are shared. */
  text = ''
  /** marks[n] is the position of the separator before element n + 1; the last one is the segment's end. */
  readonly marks = new Int32Array(mostElements + 1)
  start = 0
  /** The last element's number: 4 for "CLP*1*2*3*4". */
  last = 0
  ascii = true
  /** Number in the file, the first ISA being 1. */
  index = 0
  /** Bytes from the start of the file. */
  offset = 0
  /** The component separator (ISA16) as a byte. */
  component = 58
  /** The segment id as one number (see `segmentId`); 0 for what cannot be an id. */
  id = 0

  from(element: number): number {
    return element === 0 ? this.start : this.marks[element - 1]! + 1
  }

  to(element: number): number {
    return this.marks[element]!
  }

  has(element: number): boolean {
    return element <= this.last && this.marks[element]! > this.marks[element - 1]! + 1
  }

  /** An element as text; empty when absent. */
  element(element: number): string {
    return element > this.last ? '' : this.slice(this.from(element), this.to(element))
  }

  slice(from: number, to: number): string {
    if (!this.ascii) return decode(this.bytes, from, to)
    // V8 copies substrings of up to 12 characters; longer ones would keep the whole window's text alive.
    return to - from <= 12 ? this.text.substring(from, to) : this.bytes.toString('latin1', from, to)
  }

  elements(): string[] {
    const all = Array<string>(this.last + 1)
    for (let element = 0; element <= this.last; element++)
      all[element] = this.slice(this.from(element), this.to(element))
    return all
  }
}

/** X12 names no encoding. UTF-8 where it is valid UTF-8, otherwise latin1: never a replacement character. */
function decode(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to)
  return text.includes('\uFFFD') ? bytes.toString('latin1', from, to) : text
}

export type ScannerEvents = {
  /** An ISA was read: `view` holds its elements, the delimiters are in force from here on. */
  onInterchange: (view: SegmentView, delimiters: Delimiters) => void
  onSegment: (view: SegmentView) => void
  onProblem: (code: ProblemCode, message: string, segment: number, offset: number) => void
}

export class SegmentScanner {
  readonly #events: ScannerEvents
  readonly #view = new SegmentView()
  readonly #work = Buffer.allocUnsafeSlow(window + longestSegment + 1024)
  readonly #scratch = Buffer.allocUnsafeSlow(longestSegment + 1024)
  readonly #kinds = new Uint8Array(256)
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

  #scan(size: number, final: boolean) {
    const work = this.#work
    const view = this.#view
    const text = work.toString('latin1', 0, size)
    let at = 0
    while (at < size) {
      view.bytes = work
      view.text = text
      const next = this.#seeking ? this.#seek(at, size, final) : this.#segment(at, size, final)
      if (next < 0) break
      at = next
    }
    this.#held = size - at
    this.#base += at
    if (this.#held > 0) work.copyWithin(0, at, size)
  }

  /** Skips to the next ISA. Returns where to go on, or -1 when more bytes are needed. */
  #seek(start: number, size: number, final: boolean): number {
    const work = this.#work
    let at = start
    while (at < size && isBlank(work[at]!)) at += 1
    if (at > start) return at
    if (isByteOrderMark(work, at)) return at + 3
    const found = work.indexOf('ISA', at, 'latin1')
    if (found === at && at + 3 < size) return this.#interchange(at, size, final)
    const junkEnd = found >= at && found < size ? found : final ? size : Math.max(at, size - 3)
    if (junkEnd === at) return -1
    if (!this.#stray) this.#report('stray-text', 'There is text that belongs to no interchange.', at)
    this.#stray = true
    return junkEnd
  }

  /** The ISA is read by counting its separators, so that one with badly padded elements is still understood. */
  #interchange(start: number, size: number, final: boolean): number {
    const work = this.#work
    const separator = work[start + 3]!
    const limit = Math.min(size, start + longestIsa)
    let seen = 0
    let at = start + 3
    for (; at < limit && seen < 16; at++) if (work[at] === separator) seen += 1
    while (at < limit && isLineEnd(work[at]!)) at += 1
    // The component separator, the terminator, and up to two bytes that tell a line end from a terminator after one.
    if (at + 4 > size && !final && limit < start + longestIsa) return -1
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
      isLetterOrDigit(separator) ||
      separator <= 32 ||
      isLetterOrDigit(ends) ||
      ends === separator ||
      component === separator ||
      component === ends
    ) {
      this.#report(
        'bad-isa',
        'An interchange header (ISA) cannot be read; what follows it is skipped.',
        start,
      )
      this.#stray = true
      return start + 3
    }
    this.#setDelimiters(separator, ends)
    this.#seeking = false
    this.#stray = false
    this.#segments += 1
    const view = this.#view
    this.#markWrapped(start, end)
    view.offset = this.#base + start
    view.index = this.#segments
    view.component = component
    if (view.marks[16]! - view.start !== 105)
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

  #setDelimiters(separator: number, ends: number) {
    this.#kinds.fill(data)
    this.#kinds.fill(notAscii, 128)
    this.#kinds[10] = lineEnd
    this.#kinds[13] = lineEnd
    this.#kinds[separator] = elementSeparator
    this.#kinds[ends] = terminator
  }

  #segment(from: number, size: number, final: boolean): number {
    const work = this.#work
    const kinds = this.#kinds
    const view = this.#view
    const marks = view.marks
    let start = from
    while (start < size && isBlank(work[start]!)) start += 1
    if (start > from) return start
    if (work[start] === 73 && !this.#skipping) {
      if (start + 4 > size && !final) return -1
      if (isIsa(work, start, size)) {
        this.#seeking = true
        return start
      }
    }
    let count = 0
    let wrapped = false
    let ascii = true
    let at = start
    for (; at < size; at++) {
      const kind = kinds[work[at]!]!
      if (kind === data) continue
      if (kind === elementSeparator) {
        if (count < mostElements) marks[count++] = at
      } else if (kind === terminator) break
      else if (kind === lineEnd) wrapped = true
      else ascii = false
    }
    if (at === size && !final) {
      if (size - start < longestSegment) return -1
      this.#tooLong(start)
      return size
    }
    if (at === size) {
      // Cut off in the middle. A last trailer without its terminator is complete all the same.
      if (!this.#skipping && work.toString('latin1', start, start + 4).startsWith('IEA')) this.#segments += 1
      else {
        if (!this.#skipping) this.#report('truncated', 'The file ends in the middle of a segment.', start)
        return size
      }
    } else if (this.#skipping) {
      this.#skipping = false
      return at + 1
    } else if (at - start > longestSegment) {
      this.#tooLong(start)
      this.#skipping = false
      return at + 1
    } else this.#segments += 1
    view.start = start
    if (wrapped) this.#markWrapped(start, at)
    else {
      marks[count] = at
      view.last = count
      view.ascii = ascii
    }
    view.index = this.#segments
    view.offset = this.#base + start
    view.id = idOf(view)
    if (count >= mostElements) this.#report('segment-too-long', 'A segment has too many elements.', start)
    this.#events.onSegment(view)
    return at + 1
  }

  #tooLong(start: number) {
    if (!this.#skipping) {
      this.#segments += 1
      this.#report(
        'segment-too-long',
        'A segment is far longer than any the guides know; it is skipped.',
        start,
      )
    }
    this.#skipping = true
  }

  /** Line ends inside of a segment (files wrapped at a fixed width) are no data: take them out, then mark anew. */
  #markWrapped(start: number, end: number) {
    const { marks } = this.#view
    const scratch = this.#scratch
    let size = 0
    let count = 0
    let ascii = true
    for (let at = start; at < end; at++) {
      const byte = this.#work[at]!
      const kind = this.#kinds[byte]!
      if (kind === lineEnd) continue
      if (kind === elementSeparator && count < mostElements) marks[count++] = size
      if (kind === notAscii) ascii = false
      scratch[size++] = byte
    }
    marks[count] = size
    const view = this.#view
    view.bytes = scratch
    view.text = scratch.toString('latin1', 0, size)
    view.start = 0
    view.last = count
    view.ascii = ascii
  }

  #report(code: ProblemCode, message: string, at: number) {
    this.#events.onProblem(code, message, this.#seeking ? 0 : this.#segments, this.#base + at)
  }
}

const isLineEnd = (byte: number) => byte === 10 || byte === 13
/** Line ends, padding and stray control characters (an old end-of-file mark) between segments. */
const isBlank = (byte: number) => byte <= 32
const isByteOrderMark = (bytes: Buffer, at: number) =>
  bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf
const isIsa = (bytes: Buffer, at: number, size: number) =>
  at + 3 < size && bytes[at + 1] === 83 && bytes[at + 2] === 65 && !isLetterOrDigit(bytes[at + 3]!)

function idOf(view: SegmentView): number {
  const { bytes, start } = view
  const length = view.marks[0]! - start
  if (length < 2 || length > 3) return 0
  const two = (bytes[start]! << 8) | bytes[start + 1]!
  return length === 2 ? two : (two << 8) | bytes[start + 2]!
}
