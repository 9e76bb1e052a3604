/** Strict X12 writing: what leaves this file is well-formed 005010, or an X12WriteError is thrown and nothing leaves. */
import type { Cents } from '#kernel/cents.ts'
import { isNpi } from '#standards/codes/npi.ts'
import { type ElementRule, rulesOf } from './writer-elements.ts'

/** The separators written, always the same. The reader takes whatever ISA declares. */
export const separators = { element: '*', component: ':', repetition: '^', segment: '~' } as const

export type WriteReason =
  | 'missing'
  | 'too-short'
  | 'too-long'
  | 'characters'
  | 'separator'
  | 'not-a-code'
  | 'not-a-number'
  | 'not-a-date'
  | 'not-a-time'
  | 'npi'
  | 'inconsistent'

/** Where something cannot be written. Words and places only: never the value, which may be about a patient. */
export type WriteIssue = {
  readonly segment: string
  /** "NM109", or "SV101-2" inside a composite. */
  readonly element: string
  readonly reason: WriteReason
  readonly message: string
  /** JSON pointer into what was to be written, e.g. "/claims/0/lines/2"; empty for the file as a whole. */
  readonly pointer: string
}

export class X12WriteError extends Error {
  readonly issue: WriteIssue
  constructor(issue: WriteIssue) {
    super(`${issue.element}: ${issue.message}`)
    this.name = 'X12WriteError'
    this.issue = issue
  }
}

/** Runs `write`; errors thrown in it say which part of the input they are about. */
export function within<T>(pointer: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    if (!(error instanceof X12WriteError)) throw error
    throw new X12WriteError({ ...error.issue, pointer: pointer + error.issue.pointer })
  }
}

/** An element: text, nothing, or several texts (components of a composite, or repetitions where the element repeats). */
export type Value = string | undefined | readonly (string | undefined)[]
/** A segment to be written: its id and its elements from XX01 on. */
export type Row = readonly [id: string, ...values: Value[]]
/** A row already written by `segment`. */
export type Written = string

/** Cents as an X12 decimal: 5392 is "53.92", 10000 is "100", 14550 is "145.5", -310 is "-3.1". */
export function amount(cents: Cents): string {
  const size = Math.abs(cents)
  const fraction = String(size % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return `${cents < 0 ? '-' : ''}${Math.trunc(size / 100)}${fraction && `.${fraction}`}`
}

/** A quantity without exponent or trailing zeros; at most three decimals, as the 837P allows. */
export const quantity = (units: number): string => String(Math.round(units * 1000) / 1000)

/** CCYYMMDD. */
export const date8 = (on: Temporal.PlainDate): string => on.toString().replaceAll('-', '')

/** HHMM. */
export const time4 = (at: Temporal.PlainDateTime): string => at.toString().slice(11, 16).replace(':', '')

const replacements: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ß: 'SS', æ: 'AE', Æ: 'AE', œ: 'OE', Œ: 'OE', ø: 'O', Ø: 'O', å: 'A', ł: 'L', Ł: 'L' }),
  ...Object.entries({
    đ: 'D',
    Đ: 'D',
    ð: 'D',
    Ð: 'D',
    þ: 'TH',
    Þ: 'TH',
    ı: 'I',
    ŋ: 'N',
    '№': 'NO',
    '€': 'EUR',
  }),
  ...Object.entries({
    '‘': "'",
    '’': "'",
    '‚': "'",
    ʼ: "'",
    '“': '"',
    '”': '"',
    '–': '-',
    '—': '-',
    '‑': '-',
  }),
  ...Object.entries({ '\u00a0': ' ', '\t': ' ', '\r': ' ', '\n': ' ', '…': '...' }),
])

/** Words of people in X12's basic characters where they have such a form: "José Muñoz" is "JOSE MUNOZ". */
export function transliterate(text: string): string {
  if (/^[ -`{-~]*$/.test(text) && !text.includes('  ')) return text.trim()
  return Array.from(text.normalize('NFC'), (c) => replacements.get(c) ?? c)
    .join('')
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toUpperCase()
    .replaceAll(/ {2,}/g, ' ')
    .trim()
}

/** Basic and extended character set of X12.6, without the separators, which are tested by themselves. */
const allowed = /^[A-Za-z0-9 !"&'()+,\-./;?=%@[\]_{}\\|<>#$`]*$/

const isDate = (text: string): boolean => {
  const match = /^(\d{4}|\d\d)(\d\d)(\d\d)$/.exec(text)
  if (!match) return false
  const [, year, month, day] = match.map(Number) as [number, number, number, number]
  const full = year < 100 ? 2000 + year : year
  return full >= 1800 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(full, month)
}
const daysIn = (year: number, month: number) => Temporal.PlainYearMonth.from({ year, month }).daysInMonth
const isTime = (text: string): boolean => /^([01]\d|2[0-3])[0-5]\d([0-5]\d(\d\d?)?)?$/.test(text)

type Fault = readonly [WriteReason, string]

function faultOf(text: string, rule: ElementRule): Fault | undefined {
  if (/[*:^~]/.test(text))
    return ['separator', `contains one of the characters ${Object.values(separators).join(' ')}.`]
  if (!allowed.test(text)) return ['characters', 'contains characters that X12 cannot carry.']
  const length = rule.kind === 'R' || rule.kind === 'N0' ? text.replaceAll(/[-.]/g, '').length : text.length
  if (length < rule.min) return ['too-short', `is too short, at least ${rule.min} characters.`]
  if (length > rule.max) return ['too-long', `is too long, at most ${rule.max} characters.`]
  switch (rule.kind) {
    case 'ID':
      return /^[A-Z0-9]+$/.test(text) ? undefined : ['not-a-code', 'is not a code.']
    case 'N0':
      return /^-?\d+$/.test(text) ? undefined : ['not-a-number', 'is not a whole number.']
    case 'R':
      return /^-?\d+(\.\d*[1-9])?$/.test(text) ? undefined : ['not-a-number', 'is not a number.']
    case 'DT':
      return isDate(text) ? undefined : ['not-a-date', 'is not a date.']
    case 'TM':
      return isTime(text) ? undefined : ['not-a-time', 'is not a time of day.']
    default:
      return undefined
  }
}

function rendered(segment: string, element: string, value: string | undefined, rule: ElementRule): string {
  const text = rule.kind === 'TX' ? transliterate(value ?? '') : (value ?? '').trim()
  const fault = text
    ? faultOf(text, rule)
    : rule.required
      ? (['missing', 'is required and missing.'] as const)
      : undefined
  if (fault) fail(segment, element, ...fault)
  return text
}

/** Refuses to write: for rules of a transaction that the element dictionary cannot know. */
export function fail(segment: string, element: string, reason: WriteReason, message: string): never {
  throw new X12WriteError({ segment, element, reason, message, pointer: '' })
}

const lastFilled = (texts: readonly string[]) =>
  texts.slice(0, texts.findLastIndex((text) => text !== '') + 1)

/** One segment with its terminator, every element checked. */
export function segment([id, ...values]: Row): string {
  const rules = rulesOf.get(id)
  if (!rules || values.length > rules.length)
    throw new RangeError(`segment ${id} is not in the dictionary like this`)
  const texts = rules.map((rule, index) => {
    const element = id + String(index + 1).padStart(2, '0')
    const value = values[index]
    if (rule.components) {
      const parts: Exclude<Value, string | undefined> = typeof value === 'string' ? [value] : (value ?? [])
      if (parts.every((part) => !part))
        return rule.required ? fail(id, element, 'missing', 'is required and missing.') : ''
      return lastFilled(
        rule.components.map((component, i) => rendered(id, `${element}-${i + 1}`, parts[i], component)),
      ).join(separators.component)
    }
    if (typeof value === 'object') {
      if (!rule.repeats) throw new RangeError(`${element} neither repeats nor is a composite`)
      return value.map((one) => rendered(id, element, one, rule)).join(separators.repetition)
    }
    return rendered(id, element, value, rule)
  })
  if (id === 'NM1' && texts[7] === 'XX' && !isNpi(texts[8] ?? ''))
    fail(id, 'NM109', 'npi', 'is not a National Provider Identifier: its check digit is wrong.')
  const period =
    id === 'DTP' ? ([texts[1], texts[2]] as const) : id === 'DMG' ? ([texts[0], texts[1]] as const) : []
  mustBePeriod(id, ...period)
  return [id, ...lastFilled(texts)].join(separators.element) + separators.segment
}

function mustBePeriod(id: string, format?: string, text = '') {
  const [from = '', to = '', ...rest] = text.split('-')
  const fits =
    format === 'D8'
      ? text.length === 8 && isDate(text)
      : format !== 'RD8' ||
        (rest.length === 0 && isDate(from) && isDate(to) && from.length === 8 && from <= to)
  if (!fits)
    fail(id, id === 'DTP' ? 'DTP03' : 'DMG02', 'not-a-date', 'is not a date, or ends before it begins.')
}

/** Who speaks to whom: "ZZ" mutually defined, "30" tax number, "01" DUNS, "27"/"28"/"29" payer numbers. */
export type Partner = { readonly qualifier: string; readonly id: string }
export type Envelope = {
  readonly sender: Partner
  readonly receiver: Partner
  /** ISA13 and IEA02, 1 to 999,999,999: never used twice towards one receiver. */
  readonly control: number
  /** When the file is made, on the wall clock of the sender. */
  readonly at: Temporal.PlainDateTime
  /** T test, P production. */
  readonly usage: 'T' | 'P'
  /** GS02 and GS03 where the receiver wants others than those of ISA. */
  readonly groupSender?: string | undefined
  readonly groupReceiver?: string | undefined
}

export type Group = {
  /** GS01: HC claims, HS eligibility inquiry, FA acknowledgement. */
  readonly functionalId: string
  /** ST01. */
  readonly set: string
  /** GS08 and ST03. */
  readonly version: string
  /** The segments between ST and SE of each transaction. */
  readonly transactions: readonly (readonly (Row | Written)[])[]
}

function isa({ sender, receiver, control, at, usage }: Envelope): string {
  const party = (element: string, { qualifier, id }: Partner): string => {
    if (!/^[A-Z0-9]{2}$/.test(qualifier)) fail('ISA', element, 'not-a-code', 'is not a two-character code.')
    const next = `ISA0${Number(element.slice(3)) + 1}`
    const text = rendered('ISA', next, id, { kind: 'AN', min: 1, max: 15, required: true, repeats: false })
    return `${qualifier}*${text.padEnd(15)}`
  }
  if (!Number.isSafeInteger(control) || control < 1 || control > 999_999_999)
    fail('ISA', 'ISA13', 'not-a-number', 'is not a control number between 1 and 999999999.')
  const parties = `${party('ISA05', sender)}*${party('ISA07', receiver)}`
  const blank = ' '.repeat(10)
  return `ISA*00*${blank}*00*${blank}*${parties}*${date8(at.toPlainDate()).slice(2)}*${time4(at)}*^*00501*${controlText(control)}*0*${usage}*:~`
}

const controlText = (control: number) => String(control).padStart(9, '0')

/**
 * A whole interchange with one functional group, or with loose segments only (TA1). Counts and control numbers are
 * made here. Throws X12WriteError; a transaction's own errors carry the pointer "/transactions/n".
 */
export function writeInterchange(envelope: Envelope, content: Group | readonly Row[]): string {
  const out = [isa(envelope)]
  if ('functionalId' in content) {
    const { functionalId, set, version, transactions } = content
    const { at, control } = envelope
    const from = envelope.groupSender ?? envelope.sender.id
    const to = envelope.groupReceiver ?? envelope.receiver.id
    const header: Row = [
      'GS',
      functionalId,
      from,
      to,
      date8(at.toPlainDate()),
      time4(at),
      String(control),
      'X',
      version,
    ]
    out.push(segment(header))
    transactions.forEach((rows, index) => {
      const st02 = String(index + 1).padStart(4, '0')
      out.push(segment(['ST', set, st02, version]))
      // One by one: a file of claims has more segments than a call takes arguments.
      within(`/transactions/${index}`, () =>
        rows.forEach((row) => out.push(typeof row === 'string' ? row : segment(row))),
      )
      out.push(segment(['SE', String(rows.length + 2), st02]))
    })
    out.push(segment(['GE', String(transactions.length), String(control)]))
    out.push(segment(['IEA', '1', controlText(control)]))
  } else {
    for (const row of content) out.push(segment(row))
    out.push(segment(['IEA', '0', controlText(envelope.control)]))
  }
  return out.join('')
}
