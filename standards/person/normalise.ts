/**
 * Names, numbers and addresses brought to one spelling, so that "O'Brien", "OBRIEN" and "o’brien" compare equal. The
 * results are for comparing and for search columns, never for showing. All functions are idempotent.
 */

/** Letters that Unicode does not decompose into a plain letter and a mark. */
const ligatures: Readonly<Record<string, string>> = {
  Æ: 'AE',
  Œ: 'OE',
  Ø: 'O',
  Đ: 'D',
  Ð: 'D',
  Ł: 'L',
  Þ: 'TH',
  ẞ: 'SS',
}

/** Upper case, no accents, no apostrophes or full stops; every other separator is one space. */
export function plainText(text: string): string {
  // Most of what is compared is plain already.
  if (/^[A-Z0-9]+(?: [A-Z0-9]+)*$/.test(text)) return text
  return text
    .replace(/[´`]/g, '')
    .normalize('NFKD')
    .toUpperCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ÆŒØĐÐŁÞẞ]/g, (letter) => ligatures[letter] ?? letter)
    .replace(/['’‘ʼ.]/g, '')
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim()
}

const generations = new Set(['JR', 'SR', 'II', 'III', 'IV'])

/**
 * A last name for comparing: "García-López", "Garcia Lopez" and "GARCIALOPEZ" are one, "St. John" is "Saint John",
 * and a generation written into the field ("Smith Jr") is dropped.
 */
export function plainSurname(text: string): string {
  const words = plainText(text).split(' ')
  while (words.length > 1 && generations.has(words.at(-1) ?? '')) words.pop()
  if (words[0] === 'ST' && words.length > 1) words[0] = 'SAINT'
  return words.join('')
}

/** A first name for comparing: "Mary Ann", "Mary-Ann" and "Maryann" are one. */
export const plainGivenName = (text: string): string => plainText(text).replaceAll(' ', '')

/**
 * The ten digits of a North American number, country code and punctuation dropped; undefined where the text is not
 * such a number or a placeholder ("000-000-0000", "9999999999") that would make strangers look alike.
 */
export function phoneDigits(text: string): string | undefined {
  const parsed = parsePhone(text)
  return parsed && !/^(\d)\1{9}$/.test(parsed.digits) ? parsed.digits : undefined
}

/**
 * Reads "(812) 555-0101 x12", "+1 812.555.0101", "8125550101". Ten digits of which the first is not 0 or 1; stricter
 * rules of the numbering plan are not applied, since old records break them.
 */
export function parsePhone(text: string): { digits: string; extension?: string } | undefined {
  // No phone number is longer, and the pattern below would take long over a long text.
  if (text.length > 40) return undefined
  const match = /^(?:tel:)?\+?([-() .\d/]+?)(?:[,;]?\s*(?:x|ext\.?|extension|#|ext=)\s*(\d{1,8}))?$/i.exec(
    text.trim(),
  )
  const digits = match?.[1]?.replace(/\D/g, '').replace(/^1(?=\d{10}$)/, '')
  if (digits === undefined || !/^[2-9]\d{9}$/.test(digits)) return undefined
  return match?.[2] === undefined ? { digits } : { digits, extension: match[2] }
}

/** Lower case, trimmed; undefined where it is not an address at all. */
export function plainEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase()
  return email.length <= 254 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(email) ? email : undefined
}

/** The five digits of a ZIP or ZIP+4. */
export const zip5 = (text: string): string | undefined => /^\s*(\d{5})(?:-?\d{4})?\s*$/.exec(text)?.[1]
