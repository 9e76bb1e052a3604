/** What somebody means who types "lovelace 3/14/75" into the search. Pure. */
import { plainText } from '#standards/person/normalise.ts'

export type Sought = {
  /** Words of a name, in one spelling: "O’Brien" is OBRIEN, "García" is GARCIA. */
  readonly names: readonly string[]
  /** One birth date, or none. */
  readonly bornOn: Temporal.PlainDate | undefined
  /** Four digits or more: the beginning of an MRN, or the beginning or end of a phone number. */
  readonly digits: string | undefined
  /** The beginning of an email address, lower case. */
  readonly email: string | undefined
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

const patterns: readonly [
  RegExp,
  (parts: string[]) => readonly [year: string, month: number, day: number],
][] = [
  [/\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/, ([y, m, d]) => [y!, Number(m), Number(d)]],
  // As Americans write it; where the first number can be no month, as the rest of the world does.
  [
    /\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})\b/,
    ([a, b, y]) => (Number(a) > 12 ? [y!, Number(b), Number(a)] : [y!, Number(a), Number(b)]),
  ],
  [
    /\b(\d{1,2})\.?\s+([a-z]{3})[a-z]*\.?,?\s+'?(\d{4}|\d{2})\b/i,
    ([d, name, y]) => [y!, monthOf(name!), Number(d)],
  ],
  [
    /\b([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+'?(\d{4}|\d{2})\b/i,
    ([name, d, y]) => [y!, monthOf(name!), Number(d)],
  ],
  [/\b((?:19|20)\d\d)([01]\d)([0-3]\d)\b/, ([y, m, d]) => [y!, Number(m), Number(d)]],
  [/\b([01]\d)([0-3]\d)((?:19|20)\d\d)\b/, ([m, d, y]) => [y!, Number(m), Number(d)]],
]

const monthOf = (name: string) => months.indexOf(name.toUpperCase()) + 1

/** `today` decides the century of a year of two digits: nobody was born in the future. */
export function readSought(text: string, today: Temporal.PlainDate): Sought {
  // Nobody types more, and what follows takes time in proportion.
  let rest = ` ${text.slice(0, 100)} `
  let email: string | undefined
  rest = rest.replace(/\S*@\S*/, (found) => {
    email = found.toLowerCase()
    return ' '
  })
  const [bornOn, withoutDate] = takeDate(rest, today)
  let digits: string | undefined
  rest = withoutDate.replace(/\+?\(?\d[\d\s().-]{2,}\d/, (found) => {
    digits = found.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '')
    return ' '
  })
  if (digits !== undefined && (digits.length < 4 || digits.length > 15)) digits = undefined
  const names = plainText(rest)
    .split(' ')
    .filter((word) => /^\p{L}/u.test(word))
    .slice(0, 6)
  return { names, bornOn, digits, email: email && email.length >= 3 ? email : undefined }
}

function takeDate(text: string, today: Temporal.PlainDate): [Temporal.PlainDate | undefined, string] {
  for (const [pattern, order] of patterns) {
    const match = pattern.exec(text)
    if (!match) continue
    const [year, month, day] = order(match.slice(1))
    const date = dateOf(year, month, day, today)
    if (date) return [date, text.replace(match[0], ' ')]
  }
  return [undefined, text]
}

function dateOf(year: string, month: number, day: number, today: Temporal.PlainDate) {
  const century = Math.floor(today.year / 100) * 100
  const full = year.length === 4 ? Number(year) : century + Number(year)
  try {
    const date = Temporal.PlainDate.from({ year: full, month, day }, { overflow: 'reject' })
    const future = Temporal.PlainDate.compare(date, today) > 0
    return future && year.length === 2 ? date.subtract({ years: 100 }) : date
  } catch {
    // No such day: then these were digits of something else.
    return undefined
  }
}
