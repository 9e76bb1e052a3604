/**
 * Chance from a seed: the same seed gives the same demo practice on every machine. sfc32 (C. Doty-Humphrey), 128 bits
 * of state, seeded from a text. Not for secrets.
 */
export type Random = {
  /** 0 up to, not including, 1; 32 bits. */
  readonly next: () => number
  /** A whole number from `min` to `max`, both included. */
  readonly integer: (min: number, max: number) => number
  /** True with this probability. */
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
  /** Picks by weight: `[['home', 3], ['work', 1]]`. */
  readonly weighted: <T>(from: readonly (readonly [T, number])[]) => T
  /** A normal draw, kept between the bounds where they are given. */
  readonly normal: (mean: number, deviation: number, min?: number, max?: number) => number
  /** A new list in chance order. */
  readonly shuffle: <T>(list: readonly T[]) => T[]
  /** `count` different elements, or all where there are fewer. */
  readonly sample: <T>(from: readonly T[], count: number) => T[]
  readonly digits: (count: number) => string
  /** A well-formed UUIDv7 whose time is `at`, so that demo rows keep the order of real ones. */
  readonly id: (at: Temporal.Instant) => string
  /**
   * An independent stream for one part of the practice. It depends on the seed and the name alone, not on what has
   * been drawn so far: a change in one part of the demo does not reshuffle the others.
   */
  readonly fork: (name: string) => Random
}

export function createRandom(seed: string): Random {
  const next = sfc32(seed)

  const integer = (min: number, max: number) => {
    if (max < min) throw new RangeError(`no whole number from ${min} to ${max}`)
    return min + Math.floor(next() * (max - min + 1))
  }
  const pick = <T>(from: readonly T[]): T => {
    if (from.length === 0) throw new RangeError('nothing to pick from')
    return from[integer(0, from.length - 1)]!
  }
  const shuffle = <T>(list: readonly T[]): T[] => {
    const shuffled = [...list]
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = integer(0, i)
      ;[shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!]
    }
    return shuffled
  }
  const hex = (count: number) => Array.from({ length: count }, () => integer(0, 15).toString(16)).join('')

  return {
    next,
    integer,
    pick,
    shuffle,
    chance: (probability) => next() < probability,
    weighted: (from) => {
      const total = from.reduce((sum, [, weight]) => sum + weight, 0)
      if (!(total > 0)) throw new RangeError('nothing to pick from')
      let left = next() * total
      for (const [value, weight] of from) if ((left -= weight) < 0) return value
      return from.findLast(([, weight]) => weight > 0)![0]
    },
    normal: (mean, deviation, min = -Infinity, max = Infinity) => {
      // Box and Muller; 1 - next() keeps the logarithm away from zero.
      const draw = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      return Math.min(max, Math.max(min, mean + deviation * draw))
    },
    sample: (from, count) => shuffle(from).slice(0, count),
    digits: (count) => Array.from({ length: count }, () => integer(0, 9)).join(''),
    id: (at) => {
      const time = at.epochMilliseconds.toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`
    },
    fork: (name) => createRandom(`${seed}/${name}`),
  }
}

function sfc32(seed: string): () => number {
  let [a, b, c, counter] = [hash(`${seed}:a`), hash(`${seed}:b`), hash(`${seed}:c`), 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }
  // The first draws still show the seed.
  for (let i = 0; i < 15; i++) next()
  return next
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}
