/** A segment seen in place, in the bytes of the file, and strings of it only where they are asked for. */

/** A segment id ("CLP") as `SegmentView.id` has it. */
export function segmentId(id: string): number {
  let number = 0
  for (let at = 0; at < id.length; at++) number = (number << 8) | id.charCodeAt(at)
  return number
}

/** Codes seen, each under its bytes as two numbers: a fixed number of places, the later code takes the place. */
const lows = new Int32Array(4096)
const highs = new Int32Array(4096)
const codes: string[] = Array.from({ length: 4096 }, () => '')

/** One segment. Valid only until the callback it was given to returns: read what you need, keep nothing of it. */
export class SegmentView {
  bytes: Buffer = Buffer.alloc(0)
  /** The same bytes as latin1 text, one character a byte, so that positions are shared. */
  text = ''
  /** Positions of separators: marks[first + n] stands before element n + 1, the last one is the segment's end. */
  marks: Int32Array = new Int32Array(0)
  first = 0
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

  /** Where an element starts and ends in `bytes`; only for elements up to `last`. */
  from(element: number): number {
    return element === 0 ? this.start : this.marks[this.first + element - 1]! + 1
  }

  to(element: number): number {
    return this.marks[this.first + element]!
  }

  /** Whether an element (not the id) is there and not empty. */
  has(element: number): boolean {
    const mark = this.first + element
    return element <= this.last && this.marks[mark]! > this.marks[mark - 1]! + 1
  }

  /** An element as text; empty when absent. */
  element(element: number): string {
    return element > this.last ? '' : this.slice(this.from(element), this.to(element))
  }

  /** An element that is a code (a qualifier, a reason, a procedure): its text is made once and then shared. */
  code(element: number): string {
    return element > this.last ? '' : this.sliceCode(this.from(element), this.to(element))
  }

  sliceCode(from: number, to: number): string {
    if (from === to) return ''
    if (to - from > 8 || !this.ascii) return this.slice(from, to)
    const { bytes } = this
    let low = 0
    let high = 0
    const middle = Math.min(to, from + 4)
    for (let at = from; at < middle; at++) low = (low << 8) | bytes[at]!
    for (let at = middle; at < to; at++) high = (high << 8) | bytes[at]!
    const slot = (Math.imul(low ^ Math.imul(high, 31), 0x9e3779b1) >>> 20) & 4095
    if (lows[slot] === low && highs[slot] === high) return codes[slot]!
    const code = this.text.substring(from, to)
    // With a zero byte in front a code would share its key with the shorter one without it.
    if (bytes[from] === 0 || bytes[middle] === 0) return code
    lows[slot] = low
    highs[slot] = high
    return (codes[slot] = code)
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

  /** To be called when everything else is set. */
  readId() {
    const { bytes, start } = this
    const length = this.to(0) - start
    if (length < 2 || length > 3) this.id = 0
    else {
      const two = (bytes[start]! << 8) | bytes[start + 1]!
      this.id = length === 2 ? two : (two << 8) | bytes[start + 2]!
    }
  }
}

/** X12 names no encoding. UTF-8 where it is valid UTF-8, otherwise latin1: never a replacement character. */
function decode(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to)
  return text.includes('\uFFFD') ? bytes.toString('latin1', from, to) : text
}
