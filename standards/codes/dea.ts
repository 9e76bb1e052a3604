/**
 * Whether the text is a DEA registration number: registrant type, initial of the surname (or 9), six digits and a
 * check digit: (d1 + d3 + d5) + 2 (d2 + d4 + d6), last digit of the sum.
 */
export function isDea(text: string): boolean {
  if (!/^[A-HJ-NP-UX][A-Z9]\d{7}$/.test(text)) return false
  const [a, b, c, d, e, f, check] = Array.from(text.slice(2), Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return (a + c + e + 2 * (b + d + f)) % 10 === check
}
