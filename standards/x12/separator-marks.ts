/**
 * Where the separators of a piece of an X12 file are. Looking at every byte is most of the work of reading a large 835, and
 * sixteen bytes at once is four times as fast as one (38 against 160 ms for 100 MB): hence a hundred and fifty instructions of
 * WebAssembly SIMD, written out below, which every engine we run on has. The plain loop it replaces is in the test beside
 * this file, and both are held to agree.
 */

/** Reused from piece to piece. Positions are those in the bytes given. */
export type SeparatorMarks = {
  /** Every element separator and terminator, in order; one place more than there can be, for the caller's use. */
  readonly marks: Int32Array
  /** Which of `marks` are terminators. */
  readonly ends: Int32Array
  markCount: number
  endCount: number
  /** How many bytes are line ends (and not separators) or beyond ASCII. */
  odd: number
}

/** The longest piece: positions up to this. */
export const longestPiece = 66_560

export const emptyMarks = (): SeparatorMarks => ({
  marks: new Int32Array(longestPiece + 1),
  ends: new Int32Array(longestPiece + 1),
  markCount: 0,
  endCount: 0,
  odd: 0,
})

/**
 * The module's memory: the bytes at 0, then three results (odd, number of ends), then the marks, then the ends. The lists
 * have room for eight places more than bytes, because four places are written at once.
 */
const resultsAt = 98_288
const marksAt = 98_304
const endsAt = marksAt + 4 * (longestPiece + 8)
const pages = Math.ceil((endsAt + 4 * (longestPiece + 8)) / 65_536)

/** Instructions, by what they do; nested as they are written, flattened at the end. */
type Code = number | readonly Code[]
const flat = (code: Code): number[] => (typeof code === 'number' ? [code] : code.flatMap(flat))
const unsigned = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...unsigned(n >>> 7)])
const signed = (n: number): number[] =>
  n >= -64 && n < 64 ? [n & 127] : [(n & 127) | 128, ...signed(n >> 7)]
const get = (local: number): Code => [0x20, local]
const set = (local: number): Code => [0x21, local]
const constant = (n: number): Code => [0x41, signed(n)]
const store = (offset: number): Code => [0x36, 2, unsigned(offset)]
const branch = (depth: number): Code => [0x0c, depth]
const branchIf = (depth: number): Code => [0x0d, depth]
const [block, loop, when, end]: Code[] = [[0x02, 0x40], [0x03, 0x40], [0x04, 0x40], 0x0b]
const [isZero, isBelow, ctz, popcnt] = [0x45, 0x49, 0x68, 0x69]
const [plus, minus, and, xor, shiftLeft, shiftRight] = [0x6a, 0x6b, 0x71, 0x73, 0x74, 0x76]
const vector = (opcode: number, ...operands: number[]): Code => [0xfd, unsigned(opcode), operands]
const load = vector(0, 0, 0)
const [splat, equal, isNegative, either, bits] = [vector(15), vector(35), vector(37), vector(80), vector(100)]

/** Parameters and locals. The masks have a bit for each of the sixteen bytes at hand. */
const [at, to, separator, terminator] = [0, 1, 2, 3]
const [out, endOut, mask, endMask, oddMask, odd, next] = [4, 5, 6, 7, 8, 9, 10]
const [separators, terminators, feeds, returns, zeros, sixteen] = [11, 12, 13, 14, 15, 16]

const advance = (local: number, by: number): Code => [get(local), constant(by), plus, set(local)]
const lowest: Code = [get(at), get(mask), ctz, plus]
const dropLowest = (of: number): Code => [get(of), constant(1), minus, get(of), and, set(of)]
/** All bits below bit n, n being what the code given leaves. */
const below = (n: Code): Code => [constant(1), n, shiftLeft, constant(1), minus]
const matches = (wanted: number): Code => [get(sixteen), get(wanted), equal]
const left: Code = [get(to), get(at), minus]
const marksSoFar: Code = [get(out), constant(marksAt), minus, constant(2), shiftRight]

const body: Code = [
  [get(separator), splat, set(separators), get(terminator), splat, set(terminators)],
  [constant(10), splat, set(feeds), constant(13), splat, set(returns)],
  [constant(marksAt), set(out), constant(endsAt), set(endOut)],
  [block, loop, get(at), get(to), isBelow, isZero, branchIf(1)],
  [get(at), load, set(sixteen)],
  [matches(terminators), bits, set(endMask)],
  [matches(separators), matches(terminators), either, bits, set(mask)],
  [
    matches(feeds),
    matches(returns),
    either,
    get(sixteen),
    get(zeros),
    isNegative,
    either,
    bits,
    set(oddMask),
  ],
  // Fewer than sixteen bytes are left: forget what lies beyond.
  [left, constant(16), isBelow, when],
  [mask, endMask, oddMask].map((of) => [below(left), get(of), and, set(of)]),
  end,
  [get(mask), constant(-1), xor, get(oddMask), and, popcnt, get(odd), plus, set(odd)],
  // For each terminator: how many marks there are before it.
  [block, loop, get(endMask), isZero, branchIf(1)],
  [get(endOut), marksSoFar, get(mask), below([get(endMask), ctz]), and, popcnt, plus, store(0)],
  [advance(endOut, 4), dropLowest(endMask), branch(0), end, end],
  [get(out), get(mask), popcnt, constant(2), shiftLeft, plus, set(next)],
  // Four marks are written whether there are as many or not, and then any more: nearly always there are none.
  [0, 4, 8, 12].map((offset) => [get(out), lowest, store(offset), dropLowest(mask)]),
  [block, loop, get(mask), isZero, branchIf(1)],
  [get(out), lowest, store(16), advance(out, 4), dropLowest(mask), branch(0), end, end],
  [get(next), set(out), advance(at, 16), branch(0), end, end],
  [constant(resultsAt), get(odd), store(0)],
  [constant(resultsAt), get(endOut), constant(endsAt), minus, constant(2), shiftRight, store(4)],
  [marksSoFar, end],
] as Code

/** One function of four numbers and one result, with seven more numbers and six vectors; it and its memory exported. */
const [i32, v128] = [0x7f, 0x7b]
const sized = (content: Code): Code => [unsigned(flat(content).length), content]
const module = new WebAssembly.Module(
  Uint8Array.from(
    flat([
      [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      [1, sized([1, 0x60, 4, i32, i32, i32, i32, 1, i32])],
      [3, sized([1, 0])],
      [5, sized([1, 0, pages])],
      [7, sized([2, 1, 0x6d, 2, 0, 1, 0x66, 0, 0])],
      [10, sized([1, sized([2, 7, i32, 6, v128, body])])],
    ] as Code),
  ),
)
const { m: memory, f: find } = new WebAssembly.Instance(module).exports as {
  m: WebAssembly.Memory
  f: (from: number, to: number, separator: number, terminator: number) => number
}
const input = new Uint8Array(memory.buffer, 0, resultsAt)
const results = new Int32Array(memory.buffer, resultsAt, 2)
const foundMarks = new Int32Array(memory.buffer, marksAt, longestPiece)
const foundEnds = new Int32Array(memory.buffer, endsAt, longestPiece)

/** Marks `bytes` from `from` up to `to` (at most `longestPiece`). The memory is shared, what is found is copied out. */
export function markSeparators(
  bytes: Uint8Array,
  from: number,
  to: number,
  separatorByte: number,
  terminatorByte: number,
  into: SeparatorMarks,
) {
  input.set(bytes.subarray(from, to), from)
  into.markCount = find(from, to, separatorByte, terminatorByte)
  into.odd = results[0]!
  into.endCount = results[1]!
  into.marks.set(foundMarks.subarray(0, into.markCount))
  into.ends.set(foundEnds.subarray(0, into.endCount))
}
