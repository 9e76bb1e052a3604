/** Reading what people type at a desk: "3/14/75", "14mar", "today", "+2w", "930a". Undefined when it says nothing. */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A two-digit year is the nearest to the reference that is not after it when `past` (birth dates), else within 50 years. */
function fullYear(typed: string, today: Temporal.PlainDate, past: boolean): number {
  const year = Number(typed)
  if (typed.length > 2) return year
  const century = Math.floor(today.year / 100) * 100
  const candidate = century + year
  if (past) return candidate > today.year ? candidate - 100 : candidate
  return candidate - today.year > 50 ? candidate - 100 : candidate
}

const dateOf = (year: number, month: number, day: number): Temporal.PlainDate | undefined => {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
  } catch {
    // Feb 30 is not a day: the person hears so beside the field.
    return undefined
  }
}

/** A date in American order. Without a year the nearest to come, or the last gone when `past`. */
export function readDate(
  typed: string,
  today: Temporal.PlainDate,
  past = false,
): Temporal.PlainDate | undefined {
  const text = typed.trim().toLowerCase()
  if (text === 'today' || text === 't') return today
  if (text === 'tomorrow') return today.add({ days: 1 })
  if (text === 'yesterday') return today.subtract({ days: 1 })

  const steps = /^([+-]\d{1,3})\s*([dwmy]?)$/.exec(text)
  if (steps) {
    const count = Number(steps[1])
    const unit = { d: 'days', w: 'weeks', m: 'months', y: 'years' }[steps[2] || 'd']!
    return today.add({ [unit]: count })
  }
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const solid = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(text)
  const parts = solid ?? /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$/.exec(text)
  if (parts) return inYear(Number(parts[1]), Number(parts[2]), parts[3], today, past)
  const named =
    /^([a-z]{3,9})\.?\s*(\d{1,2})(?:,?\s*(\d{4}|\d{2}))?$/.exec(text) ??
    swap(/^(\d{1,2})\.?\s*([a-z]{3,9})\.?(?:,?\s*(\d{4}|\d{2}))?$/.exec(text))
  if (!named) return undefined
  const month = months.indexOf(named[1]!.slice(0, 3)) + 1
  return month > 0 ? inYear(month, Number(named[2]), named[3], today, past) : undefined
}

const swap = (match: RegExpExecArray | null) => match && [match[0], match[2], match[1], match[3]]

function inYear(
  month: number,
  day: number,
  year: string | undefined,
  today: Temporal.PlainDate,
  past: boolean,
) {
  if (year) return dateOf(fullYear(year, today, past), month, day)
  const date = dateOf(today.year, month, day)
  if (!date) return undefined
  const compared = Temporal.PlainDate.compare(date, today)
  if (past) return compared > 0 ? date.subtract({ years: 1 }) : date
  return compared < 0 ? date.add({ years: 1 }) : date
}

/** "930", "9:30", "9:30p", "2", "14:15", "noon". Hours 1 to 6 without am or pm are afternoon: the office is open then. */
export function readTime(typed: string): Temporal.PlainTime | undefined {
  const text = typed.trim().toLowerCase().replaceAll(/[.\s]/g, '')
  if (text === 'noon') return new Temporal.PlainTime(12)
  const match = /^(\d{1,2}):?(\d{2})?(a|p)?m?$/.exec(text)
  if (!match) return undefined
  let hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  if (hour > 23 || minute > 59 || (match[3] && (hour > 12 || hour === 0))) return undefined
  if (match[3] === 'p' && hour < 12) hour += 12
  else if (match[3] === 'a' && hour === 12) hour = 0
  else if (!match[3] && hour >= 1 && hour <= 6 && !match[1]!.startsWith('0')) hour += 12
  return new Temporal.PlainTime(hour, minute)
}

/** Ten digits of a North American number from however it was typed; undefined when it is not one. */
export function readPhone(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s().\-+]/g, '').replace(/^1(?=\d{10}$)/, '')
  return /^[2-9]\d{2}[2-9]\d{6}$/.test(digits) ? digits : undefined
}

/** "(212) 555-0142" */
export const phoneWords = (digits: string) => digits.replace(/^\+?1?(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3')
