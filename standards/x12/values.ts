/** Amounts, quantities and dates straight from the bytes of a segment, without a string in between. */
import type { Cents } from '#kernel/cents.ts'

/** One hundred thousand million dollars: more is no payment, and sums of less stay exact. */
const mostCents = 1e13

/**
 * An X12 decimal (type R) as whole cents, exactly: "52.6", "-3.10", ".5", "100". NaN for anything else: nothing at all,
 * a plus sign, an exponent, a separator of thousands, a fraction of a cent other than zero.
 */
export function centsIn(bytes: Uint8Array, from: number, to: number): Cents {
  let at = from
  const negative = bytes[at] === 45
  if (negative) at += 1
  let value = 0
  let digits = 0
  let decimals = -1
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit >= 0 && digit <= 9) {
      digits += 1
      if (decimals < 2) value = value * 10 + digit
      else if (digit !== 0) return NaN as Cents
      if (decimals >= 0) decimals += 1
    } else if (digit === -2 && decimals < 0) decimals = 0
    else return NaN as Cents
  }
  if (digits === 0 || digits > 18) return NaN as Cents
  if (decimals <= 0) value *= 100
  else if (decimals === 1) value *= 10
  if (value > mostCents) return NaN as Cents
  return (negative && value !== 0 ? -value : value) as Cents
}

/** A count that is not money (units, days); NaN when it is none. */
export function quantityIn(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  const negative = bytes[at] === 45
  if (negative) at += 1
  let value = 0
  let digits = 0
  let scale = 0
  for (; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      digits += 1
      scale *= 10
    } else if (digit === -2 && scale === 0) scale = 1
    else return NaN
  }
  if (digits === 0 || digits > 15) return NaN
  const size = scale > 1 ? value / scale : value
  return negative && size !== 0 ? -size : size
}

const known = new Map<number, Temporal.PlainDate>()

/** Most dates of a file repeat the one before: its eight digits, and the date. */
let lastHigh = 0
let lastLow = 0
let last: Temporal.PlainDate | undefined

/** A date written CCYYMMDD (format D8), or undefined. A file has few distinct ones: each is made once and shared. */
export function dateIn(bytes: Uint8Array, from: number, to: number): Temporal.PlainDate | undefined {
  if (to - from !== 8) return undefined
  const high = fourBytes(bytes, from)
  const low = fourBytes(bytes, from + 4)
  if (high === lastHigh && low === lastLow) return last
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = bytes[at]! - 48
    if (digit < 0 || digit > 9) return undefined
    number = number * 10 + digit
  }
  const date = known.get(number) ?? makeDate(number)
  if (!date) return undefined
  lastHigh = high
  lastLow = low
  last = date
  return date
}

const fourBytes = (bytes: Uint8Array, at: number) =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!

function makeDate(number: number): Temporal.PlainDate | undefined {
  const parts = {
    year: Math.trunc(number / 10_000),
    month: Math.trunc(number / 100) % 100,
    day: number % 100,
  }
  if (parts.year < 1800 || parts.month < 1 || parts.month > 12 || parts.day < 1) return undefined
  const date = Temporal.PlainDate.from(parts)
  if (date.day !== parts.day) return undefined
  if (known.size >= 5000) known.clear()
  known.set(number, date)
  return date
}
