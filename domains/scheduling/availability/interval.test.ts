import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Interval, holds, intersect, meets, subtract, union } from './interval.ts'

const size = 48
const intervals = fc.array(fc.record({ from: fc.nat(size), until: fc.nat(size) }), { maxLength: 12 })
/** The plain model: which of 48 moments belong to the set. */
const moments = (set: readonly Interval[]) =>
  Array.from({ length: size }, (_, at) => set.some(({ from, until }) => from <= at && at < until))

const isProper = (set: readonly Interval[]) =>
  set.every(({ from, until }, i) => from < until && (i === 0 || set[i - 1]!.until < from))

describe('sets of time', () => {
  it('join into sorted, disjoint pieces with the same moments', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const joined = union(a, b)
        assert.ok(isProper(joined))
        assert.deepEqual(moments(joined), moments([...a, ...b]))
      }),
    )
  })

  it('intersect and subtract moment by moment', () => {
    fc.assert(
      fc.property(intervals, intervals, (x, y) => {
        const [a, b] = [union(x), union(y)]
        const [inA, inB] = [moments(a), moments(b)]
        const both = intersect(a, b)
        const rest = subtract(a, b)
        assert.ok(isProper(both) && isProper(rest))
        assert.deepEqual(
          moments(both),
          inA.map((is, at) => is && inB[at]),
        )
        assert.deepEqual(
          moments(rest),
          inA.map((is, at) => is && !inB[at]),
        )
      }),
    )
  })

  it('know what they hold and what they meet', () => {
    const some = fc.record({ from: fc.nat(size - 2), length: fc.integer({ min: 1, max: 12 }) })
    fc.assert(
      fc.property(intervals, some, (x, { from, length }) => {
        const set = union(x)
        const until = Math.min(size, from + length)
        const within = moments(set).slice(from, until)
        assert.equal(holds(set, { from, until }), within.every(Boolean))
        assert.equal(meets(set, { from, until }), within.some(Boolean))
      }),
    )
  })
})
