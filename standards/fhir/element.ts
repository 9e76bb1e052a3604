/**
 * Reading JSON that somebody else wrote. Each function takes one named element of an object and gives its value, or
 * notes what is wrong with it, and where, and gives undefined; nothing throws, so one reading finds every problem.
 * Only own properties are looked at, and never by a name the input chose: "__proto__" is a property like any other.
 */

/** `at` is a FHIRPath-like place ("Bundle.entry[3].resource.birthDate"), `message` says in plain words what is so. */
export type Problem = { readonly at: string; readonly message: string }

/** A reference met while reading, to be held against the bundle once all of it is known. */
export type Mention = { readonly at: string; readonly reference: string; readonly types: readonly string[] }

/** What one resource gave rise to. Problems refuse it; warnings tell what was left out of it. */
export type Notes = {
  readonly problems: Problem[]
  readonly warnings: Problem[]
  readonly mentions: Mention[]
}
export const noNotes = (): Notes => ({ problems: [], warnings: [], mentions: [] })

export type Element = { readonly json: object; readonly at: string; readonly notes: Notes }

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An own property; null, which FHIR JSON does not know outside lists, counts as absent. */
export function valueOf(json: object, name: string): unknown {
  return Object.hasOwn(json, name) ? (Reflect.get(json, name) ?? undefined) : undefined
}

/** A value for a message: short, and on one line. */
export function shown(value: unknown): string {
  const text =
    typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? 'a list'
        : isObject(value)
          ? 'an object'
          : String(value)
  const line = text.replace(/\p{Cc}/gu, ' ')
  return line.length > 40 ? `${line.slice(0, 40)}…` : line
}

export function problem({ at, notes }: Element, name: string, message: string): undefined {
  notes.problems.push({ at: name === '' ? at : `${at}.${name}`, message })
}
export function warning({ at, notes }: Element, name: string, message: string): undefined {
  notes.warnings.push({ at: name === '' ? at : `${at}.${name}`, message })
}

/** Says that a required element is missing, unless something was already said about it. */
export function required<T>(element: Element, name: string, value: T | undefined): T | undefined {
  const { at, notes } = element
  const said = notes.problems.some((noted) => noted.at.startsWith(`${at}.${name}`))
  if (value === undefined && !said) problem(element, name, 'is missing')
  return value
}

/** Text without surrounding space; NUL is refused, since no database keeps it. */
export function textOf(element: Element, name: string): string | undefined {
  const value = valueOf(element.json, name)
  if (value === undefined) return undefined
  if (typeof value !== 'string') return problem(element, name, `${shown(value)} is not text`)
  if (value.includes('\0')) return problem(element, name, 'contains a character that is not text')
  return value.trim() || warning(element, name, 'is empty')
}

export function codeOf<const T extends string>(
  element: Element,
  name: string,
  codes: readonly T[],
): T | undefined {
  const text = textOf(element, name)
  if (text === undefined) return undefined
  return (
    codes.find((code) => code === text) ??
    problem(element, name, `${shown(text)} is not one of ${codes.join(', ')}`)
  )
}

export function booleanOf(element: Element, name: string): boolean | undefined {
  const value = valueOf(element.json, name)
  if (value === undefined || typeof value === 'boolean') return value
  return problem(element, name, `${shown(value)} is not true or false`)
}

/** A whole number from `min`, within the 32 bits FHIR gives it. */
export function integerOf(element: Element, name: string, min: number): number | undefined {
  const value = valueOf(element.json, name)
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= min && value < 2 ** 31) return value
  return problem(element, name, `${shown(value)} is not a whole number of ${min} or more`)
}

export function numberOf(element: Element, name: string): number | undefined {
  const value = valueOf(element.json, name)
  if (value === undefined) return undefined
  return typeof value === 'number' && Number.isFinite(value)
    ? value
    : problem(element, name, `${shown(value)} is not a number`)
}

const dateForm = /^(\d{4})(?:-\d\d(?:-\d\d)?)?$/
const momentForm = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** A whole day. A year or a month alone is allowed by FHIR but not enough for us: it is left out with a warning. */
export function dateOf(element: Element, name: string): Temporal.PlainDate | undefined {
  const text = textOf(element, name)
  return text === undefined ? undefined : parseDate(element, name, text)
}

/** A day or an instant, as precisely as it was written (FHIR dateTime). */
export function momentOf(element: Element, name: string): Temporal.PlainDate | Temporal.Instant | undefined {
  const text = textOf(element, name)
  if (text === undefined) return undefined
  return text.includes('T') ? parseInstant(element, name, text) : parseDate(element, name, text)
}

export function instantOf(element: Element, name: string): Temporal.Instant | undefined {
  const text = textOf(element, name)
  return text === undefined ? undefined : parseInstant(element, name, text)
}

function parseDate(element: Element, name: string, text: string): Temporal.PlainDate | undefined {
  const year = dateForm.exec(text)?.[1]
  const wrong = () => problem(element, name, `${shown(text)} is not a date`)
  if (year === undefined || year === '0000') return wrong()
  if (text.length < 10) {
    if (text.length > 4 && !/(0[1-9]|1[0-2])$/.test(text)) return wrong()
    return warning(element, name, `${text} is not a whole date (year, month and day) and was left out`)
  }
  try {
    return Temporal.PlainDate.from(text)
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault
    return wrong()
  }
}

function parseInstant(element: Element, name: string, text: string): Temporal.Instant | undefined {
  const match = momentForm.exec(text)
  if (!match || text.startsWith('0000')) {
    const zoneless = /T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text)
    return problem(
      element,
      name,
      `${shown(text)} is not a ${zoneless ? 'time with seconds and time zone' : 'date with time'}`,
    )
  }
  try {
    // More than nanoseconds is allowed by FHIR and kept by nobody.
    return Temporal.Instant.from(match[1]! + (match[2] ?? '').slice(0, 10) + match[3]!)
  } catch (fault) {
    if (!(fault instanceof RangeError)) throw fault
    return problem(element, name, `${shown(text)} is not a date with time`)
  }
}

export function objectOf(element: Element, name: string): Element | undefined {
  const value = valueOf(element.json, name)
  if (value === undefined) return undefined
  if (!isObject(value)) return problem(element, name, `${shown(value)} is not an object`)
  return { json: value, at: `${element.at}.${name}`, notes: element.notes }
}

/** The objects of a list. A single object where a list should stand is taken as a list of one. */
export function objectsOf(element: Element, name: string): Element[] {
  const list = listOf(element, name)
  return list.flatMap((json, index) => {
    if (isObject(json)) return [{ json, at: `${element.at}.${name}[${index}]`, notes: element.notes }]
    problem(element, `${name}[${index}]`, `${shown(json)} is not an object`)
    return []
  })
}

/** The texts of a list. Null stands for a text of which only an extension is known. */
export function textsOf(element: Element, name: string): string[] {
  return listOf(element, name).flatMap((text, index) => {
    if (text === null) return []
    if (typeof text === 'string' && !text.includes('\0')) return text.trim() === '' ? [] : [text.trim()]
    problem(element, `${name}[${index}]`, `${shown(text)} is not text`)
    return []
  })
}

function listOf(element: Element, name: string): readonly unknown[] {
  const value = valueOf(element.json, name)
  if (value === undefined) return []
  if (Array.isArray(value)) return value
  warning(element, name, 'is not a list; it was taken as the only one')
  return [value]
}

/** The extension with this address, where there is one. All others are passed over. */
export const extensionOf = (element: Element, url: string): Element | undefined =>
  objectsOf(element, 'extension').find(({ json }) => valueOf(json, 'url') === url)

type Optional<T> = { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> }
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] }

/** Drops what is undefined: absent properties are absent, so that values compare equal. */
export function defined<T extends object>(values: T): Present<T> & Optional<T> {
  const present = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present) as Present<T> & Optional<T>
}
