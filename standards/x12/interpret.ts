/**
 * From the segments of one transaction set to typed values: lenient. What cannot be read becomes undefined and a
 * problem that says where; nothing throws. Messages never quote the file (see problem.ts).
 */
import { type Cents, cents } from '#kernel/cents.ts'
import type { ProblemCode, X12Problem } from './problem.ts'
import type { Segment } from './reader.ts'
import type { Delimiters } from './segment-scanner.ts'

/** Enough to understand a file, few enough that a hostile one does not fill the memory. */
const mostProblems = 1000

export class Interpreter {
  readonly problems: X12Problem[] = []
  readonly #delimiters: Delimiters

  constructor(delimiters: Delimiters) {
    this.#delimiters = delimiters
  }

  report(segment: Segment, code: ProblemCode, message: string, element?: number): undefined {
    if (this.problems.length >= mostProblems) return
    const { id, index, offset, position } = segment
    this.problems.push({
      code,
      message,
      segmentId: id,
      segment: index,
      position,
      offset,
      ...(element === undefined ? {} : { element }),
    })
  }

  /** '' where nothing stands. */
  text(segment: Segment | undefined, element: number): string {
    return segment?.elements[element]?.trim() ?? ''
  }

  optional(segment: Segment | undefined, element: number): string | undefined {
    return this.text(segment, element) || undefined
  }

  /** As `text`, and a problem where nothing stands. */
  required(segment: Segment, element: number, what: string): string {
    const text = this.text(segment, element)
    if (!text) this.report(segment, 'missing-element', `${what} is missing.`, element)
    return text
  }

  components(segment: Segment, element: number): string[] {
    return this.text(segment, element)
      .split(this.#delimiters.component)
      .map((part) => part.trim())
  }

  repetitions(segment: Segment, element: number): string[] {
    const { repetition } = this.#delimiters
    const text = this.text(segment, element)
    if (!text) return []
    return repetition === undefined ? [text] : text.split(repetition).filter(Boolean)
  }

  /** Undefined where nothing stands or (with a problem) what stands is not money in whole cents. */
  cents(segment: Segment, element: number): Cents | undefined {
    const text = this.text(segment, element)
    if (!text) return undefined
    const match = /^([-+]?)(\d{0,13})(?:\.(\d{0,2})0*)?$/.exec(text)
    if (!match || (!match[2] && !match[3]))
      return this.report(segment, 'bad-amount', 'This is not an amount of money.', element)
    const size = Number(match[2] ?? '') * 100 + Number((match[3] ?? '').padEnd(2, '0'))
    return cents(match[1] === '-' ? -size : size)
  }

  /** A decimal number; undefined as for `cents`. */
  decimal(segment: Segment, element: number): number | undefined {
    const text = this.text(segment, element)
    if (!text) return undefined
    if (!/^[-+]?(\d{1,12}(\.\d{0,9})?|\.\d{1,9})$/.test(text))
      return this.report(segment, 'bad-value', 'This is not a number.', element)
    return Number(text)
  }

  /** A date of six or eight digits, or the date of a date and time; undefined as for `cents`. */
  date(segment: Segment, element: number): Temporal.PlainDate | undefined {
    const text = this.text(segment, element)
    if (!text) return undefined
    return asDate(text) ?? this.report(segment, 'bad-date', 'This is not a date.', element)
  }

  /** One day (D8) or a period (RD8) in `element`, whatever the qualifier before it claims. */
  period(
    segment: Segment,
    element: number,
  ): { readonly from: Temporal.PlainDate; readonly to?: Temporal.PlainDate } | undefined {
    const [first = '', last, ...rest] = this.text(segment, element).split('-')
    if (!first && last === undefined) return undefined
    const from = asDate(first)
    const to = last === undefined ? undefined : asDate(last)
    if (!from || rest.length > 0 || (last !== undefined && !to))
      return this.report(segment, 'bad-date', 'This is not a date.', element)
    if (to && Temporal.PlainDate.compare(to, from) < 0)
      return this.report(segment, 'bad-date', 'The period ends before it begins.', element)
    return to ? { from, to } : { from }
  }
}

function asDate(text: string): Temporal.PlainDate | undefined {
  const match = /^(\d{4}|\d\d)(\d\d)(\d\d)(\d{4}|\d{6})?$/.exec(text)
  // Twelve digits are CCYYMMDDHHMM; eight are CCYYMMDD; six are YYMMDD of this century.
  if (!match || (match[1]?.length === 2 && match[4] !== undefined)) return undefined
  const [year, month, day] = match.slice(1, 4).map(Number) as [number, number, number]
  const full = match[1]?.length === 2 ? 2000 + year : year
  if (full < 1800 || month < 1 || month > 12 || day < 1) return undefined
  if (day > Temporal.PlainYearMonth.from({ year: full, month }).daysInMonth) return undefined
  return Temporal.PlainDate.from({ year: full, month, day })
}

/** Divides at every segment whose id begins a loop: first what stands before any, then one list for each loop. */
export function loops(
  segments: readonly Segment[],
  ...starters: readonly string[]
): [Segment[], ...Segment[][]] {
  const parts: [Segment[], ...Segment[][]] = [[]]
  for (const segment of segments) {
    if (starters.includes(segment.id)) parts.push([segment])
    else parts.at(-1)!.push(segment)
  }
  return parts
}

export const find = (segments: readonly Segment[], id: string, qualifier?: string): Segment | undefined =>
  segments.find(
    (segment) => segment.id === id && (qualifier === undefined || segment.elements[1]?.trim() === qualifier),
  )

export const all = (segments: readonly Segment[], id: string): Segment[] =>
  segments.filter((segment) => segment.id === id)

/** Without the members that are undefined: what was not written is absent, so that values compare equal. */
export const compact = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T

/** Undefined for an empty list. */
export const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length > 0 ? list : undefined)
