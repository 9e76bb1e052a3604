/** Numbers that pass every check and belong to nobody. */
import type { Random } from './random.ts'

/**
 * An NPI with a right check digit (Luhn over "80840" and the number, 45 CFR 162.406). All NPIs issued so far begin
 * with 1; these begin with 29999, so they are fictional at sight. `serial` 0 to 9999 gives a different one each.
 */
export function demoNpi(serial: number): string {
  if (!Number.isSafeInteger(serial) || serial < 0 || serial > 9999)
    throw new RangeError(`no such serial: ${serial}`)
  const nine = `29999${String(serial).padStart(4, '0')}`
  return nine + luhnDigit(`80840${nine}`)
}

/** The digit that makes the text and itself pass the Luhn test. */
function luhnDigit(digits: string): number {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return (10 - (sum % 10)) % 10
}

const mbiLetters = 'ACDEFGHJKMNPQRTUVWXY'.split('')
const mbiPatterns = [
  /^[1-9]$/,
  /^[A-Z]$/,
  /^[A-Z0-9]$/,
  /^\d$/,
  /^[A-Z]$/,
  /^[A-Z0-9]$/,
  /^\d$/,
  /^[A-Z]$/,
  /^[A-Z]$/,
  /^\d$/,
  /^\d$/,
]
const mbiSigns = [...mbiLetters, ...'0123456789'.split('')]
const mbiChoices = mbiPatterns.map((pattern) => mbiSigns.filter((sign) => pattern.test(sign)))

/** A Medicare beneficiary identifier in the form CMS gives it: eleven signs, never S, L, O, I, B or Z. */
export const demoMbi = (random: Random): string => mbiChoices.map((choices) => random.pick(choices)).join('')

/** A commercial member id: three letters of the plan and nine digits. */
export const demoMemberId = (random: Random, prefix = 'WRN'): string => `${prefix}${random.digits(9)}`

/** A social security number that cannot exist: none begins with 000, 666 or 9. */
export const demoSsn = (random: Random): string =>
  `9${random.digits(2)}-${String(random.integer(1, 99)).padStart(2, '0')}-${String(random.integer(1, 9999)).padStart(4, '0')}`
