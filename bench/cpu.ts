/** CPU seconds of PostgreSQL, from Linux's own books. */
import { readFileSync, readdirSync } from 'node:fs'

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Ended since it was listed.
    return ''
  }
}

/** Milliseconds of CPU of the postmaster and each of its children so far, by process. */
export function postgresCpu(postmaster: number): Map<string, number> {
  const found = new Map<string, number>()
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ')[1]
    if (pid !== String(postmaster) && parent !== String(postmaster)) continue
    const [nanoseconds] = read(`/proc/${pid}/schedstat`).split(' ')
    found.set(pid, Number(nanoseconds) / 1e6)
  }
  return found
}

/** What was used between two looks. A process that has come in between counts from nought. */
export const usedBetween = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>) =>
  [...after].reduce((total, [pid, cpu]) => total + cpu - (before.get(pid) ?? 0), 0)

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
