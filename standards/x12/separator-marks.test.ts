import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyMarks, longestPiece, markSeparators } from './separator-marks.ts'

/** What the vector instructions must find, one byte at a time. */
function plainly(bytes: Uint8Array, from: number, to: number, separator: number, terminator: number) {
  const marks: number[] = []
  const ends: number[] = []
  let odd = 0
  for (let at = from; at < to; at++) {
    const byte = bytes[at]!
    if (byte === terminator) ends.push(marks.length)
    if (byte === separator || byte === terminator) marks.push(at)
    else if (byte === 10 || byte === 13 || byte > 127) odd += 1
  }
  return { marks, ends, odd }
}

const marks = emptyMarks()
function quickly(bytes: Uint8Array, from: number, to: number, separator: number, terminator: number) {
  markSeparators(bytes, from, to, separator, terminator, marks)
  return {
    marks: [...marks.marks.subarray(0, marks.markCount)],
    ends: [...marks.ends.subarray(0, marks.endCount)],
    odd: marks.odd,
  }
}

test('finds what a plain loop finds, whatever the bytes, the separators and the piece looked at', () => {
  const byte = fc.oneof(fc.constantFrom(42, 126, 10, 13, 65, 200), fc.integer({ min: 0, max: 255 }))
  const separators = fc.constantFrom([42, 126], [124, 10], [42, 13], [29, 28], [200, 255], [42, 0])
  fc.assert(
    fc.property(
      fc.array(byte, { maxLength: 100 }),
      fc.nat(100),
      fc.nat(100),
      separators,
      (all, one, other, [separator, terminator]) => {
        const bytes = Uint8Array.from(all)
        const from = Math.min(one, other, bytes.length)
        const to = Math.min(Math.max(one, other), bytes.length)
        assert.deepEqual(
          quickly(bytes, from, to, separator!, terminator!),
          plainly(bytes, from, to, separator!, terminator!),
        )
      },
    ),
    { numRuns: 3000, seed: 12 },
  )
})

test('finds what a plain loop finds in the longest piece, be it all separators', () => {
  for (const fill of [42, 126, 65, 10]) {
    const bytes = new Uint8Array(longestPiece).fill(fill)
    assert.deepEqual(
      quickly(bytes, 0, longestPiece, 42, 126),
      plainly(bytes, 0, longestPiece, 42, 126),
      String(fill),
    )
    assert.deepEqual(
      quickly(bytes, 3, longestPiece - 5, 42, 126),
      plainly(bytes, 3, longestPiece - 5, 42, 126),
    )
  }
})
