/** What an organisation and a site must be to be kept. Pure. */
import { type FieldError, reason, refuse } from '#kernel/refusal.ts'
import { isNpi } from '#standards/codes/npi.ts'

export const NotRight = reason('practice-not-right', 422, 'Some of the entries cannot be right.')
export const SiteNameTaken = reason('site-name-taken', 409, 'There is already a site of that name.')
export const HolidayTaken = reason('holiday-taken', 409, 'That day is already listed as a holiday.')
export const AlreadySetUp = reason(
  'already-set-up',
  409,
  'The practice is set up already: change it instead.',
)
export const NotSetUp = reason('not-set-up', 409, 'Enter the practice first, then its sites.')

/** The zones of the United States (IANA names) with the words people say. */
export const timeZones = {
  'America/New_York': 'Eastern',
  'America/Indiana/Indianapolis': 'Eastern (Indiana)',
  'America/Detroit': 'Eastern (Michigan)',
  'America/Kentucky/Louisville': 'Eastern (Louisville)',
  'America/Chicago': 'Central',
  'America/Denver': 'Mountain',
  'America/Boise': 'Mountain (Boise)',
  'America/Phoenix': 'Mountain, no daylight saving (Arizona)',
  'America/Los_Angeles': 'Pacific',
  'America/Anchorage': 'Alaska',
  'Pacific/Honolulu': 'Hawaii',
  'America/Puerto_Rico': 'Atlantic (Puerto Rico)',
  'Pacific/Guam': 'Chamorro (Guam)',
} as const

type Organisation = {
  readonly npi: string
  readonly taxId: string
  readonly taxonomy: string
  readonly zip: string
}

export function mustBeOrganisation({ npi, taxId, taxonomy, zip }: Organisation) {
  const fields: FieldError[] = []
  if (!isNpi(npi))
    fields.push({ pointer: '/npi', message: 'Check the ten digits of the NPI: one of them is mistyped.' })
  if (!/^\d{9}$/.test(taxId)) fields.push({ pointer: '/taxId', message: 'The tax id has nine digits.' })
  // Health Care Provider Taxonomy: ten characters, the last one X.
  if (!/^[0-9A-Z]{9}X$/.test(taxonomy))
    fields.push({
      pointer: '/taxonomy',
      message: 'A taxonomy code has ten characters and ends with X, like 207Q00000X.',
    })
  refuseThese([...fields, ...zipFaults(zip)])
}

type Site = { readonly zip: string; readonly phone: string; readonly cliaNumber: string | null }

export function mustBeSite({ zip, phone, cliaNumber }: Site) {
  const fields = [...zipFaults(zip)]
  if (phone.length < 10) fields.push({ pointer: '/phone', message: 'Enter the ten digits of the telephone.' })
  // 42 CFR 493: two digits of the state, the letter D, seven digits.
  if (cliaNumber !== null && !/^\d{2}D\d{7}$/.test(cliaNumber))
    fields.push({ pointer: '/cliaNumber', message: 'A CLIA number looks like 15D1234567.' })
  refuseThese(fields)
}

const zipFaults = (zip: string): FieldError[] =>
  /^\d{5}(\d{4})?$/.test(zip) ? [] : [{ pointer: '/zip', message: 'A ZIP code has five or nine digits.' }]

function refuseThese(fields: readonly FieldError[]) {
  if (fields.length > 0) refuse(NotRight, fields.map(({ message }) => message).join(' '), { fields })
}

/** "812-555-0100", "46204-1234": kept as digits alone. */
export const digitsOf = (text: string) => text.replaceAll(/\D/g, '')

type Block = {
  readonly weekday: number
  readonly opens: Temporal.PlainTime
  readonly closes: Temporal.PlainTime
}

/** Each block closes after it opens, and no two of a weekday overlap. */
export function mustBeWeek(hours: readonly Block[]) {
  const fields = hours.flatMap(({ weekday, opens, closes }, index) => {
    if (Temporal.PlainTime.compare(opens, closes) >= 0)
      return [{ pointer: `/hours/${index}/closes`, message: 'It closes before it opens.' }]
    const overlaps = hours
      .slice(0, index)
      .some(
        (other) =>
          other.weekday === weekday &&
          Temporal.PlainTime.compare(other.opens, closes) < 0 &&
          Temporal.PlainTime.compare(opens, other.closes) < 0,
      )
    return overlaps
      ? [{ pointer: `/hours/${index}/opens`, message: 'These hours overlap others of that day.' }]
      : []
  })
  refuseThese(fields)
}
