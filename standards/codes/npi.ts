/**
 * Whether the ten digits are a National Provider Identifier: the Luhn check of ISO/IEC 7812 over "80840" + NPI
 * (45 CFR 162.406). The prefix 80840 always adds 24 to the sum. Says nothing about whether the number was issued.
 */
export function isNpi(text: string): boolean {
  if (!/^[12]\d{9}$/.test(text)) return false
  let total = 24
  for (let i = 0; i < 10; i++) {
    const digit = Number(text[i])
    // Counted from the check digit leftwards, every second digit is doubled: positions 0, 2, 4, 6, 8.
    const doubled = digit * 2
    total += i % 2 === 1 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return total % 10 === 0
}
