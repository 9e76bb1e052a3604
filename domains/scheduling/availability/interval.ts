/**
 * Sets of time: half-open intervals of epoch milliseconds, sorted, disjoint and never touching. Everything about free
 * time is made of these three operations. Pure.
 */
export type Interval = { readonly from: number; readonly until: number }
/** Sorted, disjoint, not touching, none empty. */
export type Times = readonly Interval[]

/** Any intervals, in any order, as a set of time. Empty and reversed ones are dropped. */
export function union(...sets: readonly (readonly Interval[])[]): Times {
  const sorted = sets
    .flat()
    .filter(({ from, until }) => from < until)
    .toSorted((a, b) => a.from - b.from)
  const joined: Interval[] = []
  for (const next of sorted) {
    const last = joined.at(-1)
    if (last && next.from <= last.until)
      joined[joined.length - 1] = { from: last.from, until: Math.max(last.until, next.until) }
    else joined.push(next)
  }
  return joined
}

/** What lies in both. */
export function intersect(a: Times, b: Times): Times {
  const both: Interval[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x, y] = [a[i]!, b[j]!]
    const from = Math.max(x.from, y.from)
    const until = Math.min(x.until, y.until)
    if (from < until) both.push({ from, until })
    if (x.until < y.until) i += 1
    else j += 1
  }
  return both
}

/** What lies in `a` and not in `b`. */
export function subtract(a: Times, b: Times): Times {
  const rest: Interval[] = []
  let j = 0
  for (const { from, until } of a) {
    let at = from
    while (j > 0 && b[j - 1]!.until > from) j -= 1
    for (; j < b.length && b[j]!.from < until; j++) {
      const taken = b[j]!
      if (taken.until <= at) continue
      if (taken.from > at) rest.push({ from: at, until: taken.from })
      at = taken.until
    }
    if (at < until) rest.push({ from: at, until })
  }
  return rest
}

/** Whether the whole interval lies within the set. Binary search: called for each candidate slot. */
export function holds(set: Times, { from, until }: Interval): boolean {
  let low = 0
  let high = set.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const one = set[middle]!
    if (one.from > from) high = middle - 1
    else if (one.until <= from) low = middle + 1
    else return until <= one.until
  }
  return false
}

/** Whether any part of the interval lies within the set. */
export function meets(set: Times, { from, until }: Interval): boolean {
  let low = 0
  let high = set.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const one = set[middle]!
    if (one.from >= until) high = middle - 1
    else if (one.until <= from) low = middle + 1
    else return true
  }
  return false
}
