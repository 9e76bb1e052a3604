/** What is charged for a visit: which visits, which lines, and what they post. Pure. */
import { type Cents, cents } from '#kernel/cents.ts'
import { type FieldError, reason, refuse } from '#kernel/refusal.ts'

export const NotYetSeen = reason(
  'not-yet-seen',
  409,
  'Charges are entered once the patient is with the provider.',
)
export const AlreadyCharged = reason('already-charged', 409, 'The charges of this visit are already posted.')
export const PlanIsNotTold = reason(
  'plan-is-not-told',
  409,
  'The patient pays in full and the office has agreed to tell the health plan nothing: bill the patient, or write why the plan is billed all the same.',
)
export const ChargesNotRight = reason('charges-not-right', 422, 'The charges cannot be posted as they are.')
export const ClaimIsOut = reason(
  'claim-is-out',
  409,
  'The claim of these charges was sent. Correct it with a replacement claim, so that payer and books stay equal.',
)

/** From "with the provider" on there is something to charge for. */
export const isChargeable = (status: string) =>
  ['with_provider', 'provider_done', 'checked_out', 'completed'].includes(status)

export const mostDiagnoses = 12

export type LineEntry = {
  readonly code: string
  readonly modifiers: readonly string[]
  readonly units: number
  /** Positions of the diagnoses, from 1, the most important first. */
  readonly pointers: readonly number[]
}

/** CPT and HCPCS codes as they are written: upper case, no spaces. ICD-10-CM with its point: "E11.9". */
export const codeOf = (text: string) => text.trim().toUpperCase()
export function diagnosisCodeOf(text: string): string {
  const bare = codeOf(text).replace('.', '')
  return bare.length > 3 ? `${bare.slice(0, 3)}.${bare.slice(3)}` : bare
}

/** The form of the entry. Whether the codes are in force on the day is the scrubber's question. */
export function mustBePostable(diagnoses: readonly string[], lines: readonly LineEntry[]) {
  const fields: FieldError[] = []
  diagnoses.forEach((code, index) => {
    if (!/^[A-Z]\d[A-Z0-9](\.[A-Z0-9]{1,4})?$/.test(diagnosisCodeOf(code)))
      fields.push({ pointer: `/diagnoses/${index}`, message: 'A diagnosis code looks like E11.9.' })
    if (diagnoses.findIndex((other) => diagnosisCodeOf(other) === diagnosisCodeOf(code)) < index)
      fields.push({ pointer: `/diagnoses/${index}`, message: 'This diagnosis is already listed.' })
  })
  lines.forEach((line, index) => {
    const at = `/lines/${index}`
    if (!/^[A-Z0-9]{5}$/.test(codeOf(line.code)))
      fields.push({ pointer: `${at}/code`, message: 'A procedure code has five characters, like 99214.' })
    if (line.modifiers.some((modifier) => !/^[A-Z0-9]{2}$/.test(codeOf(modifier))))
      fields.push({ pointer: `${at}/modifiers`, message: 'A modifier has two characters, like 25.' })
    if (line.pointers.length === 0)
      fields.push({ pointer: `${at}/pointers`, message: 'Say for which diagnosis this was done.' })
    if (line.pointers.some((pointer) => pointer < 1 || pointer > diagnoses.length))
      fields.push({ pointer: `${at}/pointers`, message: 'This points to a diagnosis that is not listed.' })
    if (new Set(line.pointers).size !== line.pointers.length)
      fields.push({ pointer: `${at}/pointers`, message: 'Each diagnosis is pointed to once.' })
  })
  if (fields.length > 0) refuse(ChargesNotRight, fields.map(({ message }) => message).join(' '), { fields })
}

/** What a contract takes off the charge at once; nothing where no contract is known. */
export const expectedAllowance = (amountCents: Cents, expectedCents: Cents | undefined): Cents =>
  cents(expectedCents === undefined ? 0 : Math.max(0, amountCents - expectedCents))

/** The day before which a visit without charges is late: two business days (Monday to Friday) back. */
export function lateBefore(today: Temporal.PlainDate, businessDays = 2): Temporal.PlainDate {
  let day = today
  for (let left = businessDays; left > 0;) {
    day = day.subtract({ days: 1 })
    if (day.dayOfWeek < 6) left -= 1
  }
  return day
}
