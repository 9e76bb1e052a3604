/** Money: an integer number of cents. There is no other representation of money in this system. */
export type Cents = number & { readonly unit: 'cents' }

export function cents(value: number): Cents {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number of cents: ${value}`)
  return (value === 0 ? 0 : value) as Cents
}

export const zero = cents(0)

export function sum(amounts: Iterable<number>): Cents {
  let total = 0
  for (const amount of amounts) total += amount
  return cents(total)
}

export const negate = (amount: Cents): Cents => cents(-amount)

/** A percentage of an amount, in basis points (2,000 = 20 %), rounded half-up (away from zero) to the cent. */
export function portion(amount: Cents, basisPoints: number): Cents {
  if (!Number.isSafeInteger(basisPoints)) throw new RangeError(`not whole basis points: ${basisPoints}`)
  const exact = BigInt(Math.abs(amount)) * BigInt(Math.abs(basisPoints))
  const rounded = Number((exact + 5_000n) / 10_000n)
  return cents(amount < 0 !== basisPoints < 0 ? -rounded : rounded)
}

/** Splits an amount by whole-number weights without losing or inventing a cent: the largest remainders get the spare cents. */
export function allocate(amount: Cents, weights: readonly number[]): Cents[] {
  const whole = weights.reduce((a, b) => a + b, 0)
  if (!(whole > 0) || weights.some((w) => w < 0 || !Number.isSafeInteger(w)))
    throw new RangeError('weights must be whole, not negative, and positive in sum')
  const size = BigInt(Math.abs(amount))
  const parts = weights.map((weight, index) => {
    const exact = size * BigInt(weight)
    return { index, share: Number(exact / BigInt(whole)), remainder: Number(exact % BigInt(whole)) }
  })
  let spare = Number(size) - parts.reduce((total, { share }) => total + share, 0)
  const shares = parts.map(({ share }) => share)
  for (const { index } of parts.toSorted((a, b) => b.remainder - a.remainder || a.index - b.index))
    if (spare-- > 0) shares[index]! += 1
  return shares.map((share) => cents(amount < 0 ? -share : share))
}

/** "1,234.50"; negative amounts in parentheses, as the books write credits. */
export function money(amount: number): string {
  const whole = Math.trunc(Math.abs(amount) / 100).toLocaleString('en-US')
  const text = `${whole}.${String(Math.abs(amount) % 100).padStart(2, '0')}`
  return amount < 0 ? `(${text})` : text
}

/** Reads "1,234.5", "$12", "12.34", "(5.00)" as cents; undefined when the text is not an amount of money. */
export function parseMoney(text: string): Cents | undefined {
  const match = /^\(?\s*(-?)\$?\s*(\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d{1,2}))?\s*\)?$/.exec(text.trim())
  if (!match || (match[2] === undefined && match[3] === undefined)) return undefined
  const size = Number((match[2] ?? '0').replaceAll(',', '')) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  if (!Number.isSafeInteger(size)) return undefined
  return cents(match[1] || text.trim().startsWith('(') ? -size : size)
}
