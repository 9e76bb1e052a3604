/**
 * The paper claim CMS-1500 (02/12): which box says what of a claim (NUCC 1500 instruction manual). Words only: drawing is
 * somebody else's. A form has six service lines, so a longer claim becomes several forms, each with its own total.
 */
import { type Cents, sum } from '#kernel/cents.ts'
import type { Address, Claim, ClaimDate, Name, Provider, ServiceLine } from './837p-claim.ts'
import { claimDates } from './837p-claim.ts'
import { compact } from './interpret.ts'
import { quantity, transliterate } from './writer.ts'

type DiagnosisLetter = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L'
type AddressPart = 'street' | 'city' | 'state' | 'zip'
type OnePlace =
  | '1'
  | '1a'
  | '2'
  | '3'
  | '3 sex'
  | '4'
  | '6'
  | '9'
  | '9a'
  | '9d'
  | '10a'
  | '10b'
  | '10b state'
  | '10c'
  | '11'
  | '11a'
  | '11a sex'
  | '11c'
  | '11d'
  | '12'
  | '13'
  | '14'
  | '14 qualifier'
  | '15'
  | '15 qualifier'
  | '16 from'
  | '16 to'
  | '17 qualifier'
  | '17'
  | '17b'
  | '18 from'
  | '18 to'
  | '19'
  | '20'
  | '20 charges'
  | '21 indicator'
  | '22'
  | '22 reference'
  | '23'
  | '25'
  | '25 kind'
  | '26'
  | '27'
  | '28'
  | '29'
  | '31'
  | '32'
  | '32a'
  | '33'
  | '33 phone'
  | '33a'
  | '33b'

/** A place on the form: "5 city" is the city in box 5, "21 A" the first diagnosis. */
export type Box = OnePlace | `${'5' | '7' | '32' | '33'} ${AddressPart}` | `21 ${DiagnosisLetter}`

/** One of the six lines of box 24. Dates are MM DD YY, money is "185 00". */
export type Line1500 = {
  /** The shaded upper half: drug code with unit and quantity, or a note. */
  readonly supplement?: string | undefined
  readonly from: string
  readonly to: string
  readonly placeOfService: string
  readonly emergency: string
  readonly procedure: string
  readonly modifiers: readonly string[]
  /** Letters into box 21. */
  readonly pointers: string
  readonly charges: string
  readonly units: string
  readonly epsdt: string
  readonly renderingNpi: string
}

export type Form1500 = {
  /** Upper right corner: where the form goes. */
  readonly payer: readonly string[]
  readonly boxes: { readonly [B in Box]?: string | undefined }
  readonly lines: readonly Line1500[]
}

const linesOnForm = 6
const signature = 'SIGNATURE ON FILE'
const letters = 'ABCDEFGHIJKL'

/** The forms of a claim, in order; empty boxes are absent. The total is of the lines on that form, what the patient paid is on the first. */
export function cms1500Boxes(claim: Claim): readonly Form1500[] {
  const common = { ...peopleBoxes(claim), ...conditionBoxes(claim), ...providerBoxes(claim) }
  const forms: Form1500[] = []
  for (let start = 0; start === 0 || start < claim.lines.length; start += linesOnForm) {
    const lines = claim.lines.slice(start, start + linesOnForm)
    forms.push({
      payer: payerBlock(claim),
      boxes: compact({
        ...common,
        '20': lines.some(({ purchased }) => purchased) ? 'YES' : 'NO',
        '20 charges': moneyOf(lines.flatMap(({ purchased }) => purchased?.amountCents ?? [])),
        '28': dollars(sum(lines.map(({ chargeCents }) => chargeCents))),
        '29':
          start === 0 && claim.patientPaidCents !== undefined ? dollars(claim.patientPaidCents) : undefined,
      }),
      lines: lines.map((line) => lineOf(claim, line)),
    })
  }
  return forms
}

/** The cents stand in their own column: no point, no sign of currency. */
const dollars = (amount: Cents) => `${Math.trunc(amount / 100)} ${String(amount % 100).padStart(2, '0')}`
const moneyOf = (amounts: readonly Cents[]) => (amounts.length > 0 ? dollars(sum(amounts)) : undefined)

const fullDate = (on: Temporal.PlainDate | undefined) =>
  on && `${monthDay(on)} ${String(on.year).padStart(4, '0')}`
const shortDate = (on: Temporal.PlainDate | undefined) =>
  on ? `${monthDay(on)} ${String(on.year).slice(-2)}` : ''
const monthDay = ({ day, month }: Temporal.PlainDate) =>
  [month, day].map((n) => String(n).padStart(2, '0')).join(' ')

/** "ADAMS JR, ANN, B": commas part last, first and middle name; an organisation as it is. */
function printed(name: Name): string {
  if (name.kind === 'organisation') return transliterate(name.name)
  const last = [name.last, name.suffix].filter(Boolean).join(' ')
  return transliterate([last, name.first, name.middle].filter(Boolean).join(', '))
}

/** Referring and rendering providers are signed as spoken: first name first. */
const spoken = (name: Name): string =>
  name.kind === 'organisation'
    ? transliterate(name.name)
    : transliterate([name.first, name.middle, name.last, name.suffix].filter(Boolean).join(' '))

const zipCode = (zip: string) => zip.replaceAll(/[\s-]/g, '').replace(/^(\d{5})(\d{4})$/, '$1-$2')

function addressBoxes(box: '5' | '7' | '32' | '33', address: Address | undefined) {
  if (!address) return {}
  const street = [address.line1, address.line2].filter(Boolean).join(' ')
  return {
    [`${box} street`]: transliterate(street),
    [`${box} city`]: transliterate(address.city),
    [`${box} state`]: address.state,
    [`${box} zip`]: zipCode(address.zip),
  }
}

function payerBlock({ payer }: Claim): string[] {
  const { address, name } = payer
  if (!address) return [transliterate(name)]
  const place = `${address.city} ${address.state} ${zipCode(address.zip)}`
  return [name, address.line1, address.line2 ?? '', place].filter(Boolean).map(transliterate)
}

const kinds: ReadonlyMap<string, string> = new Map([
  ['MB', 'MEDICARE'],
  ['MA', 'MEDICARE'],
  ['16', 'MEDICARE'],
  ['MC', 'MEDICAID'],
  ['CH', 'TRICARE'],
  ['VA', 'CHAMPVA'],
  ...['CI', 'BL', 'HM', '12', '13', '14', '15', '17'].map((code) => [code, 'GROUP HEALTH PLAN'] as const),
])
const relationships: ReadonlyMap<string, string> = new Map([
  ['01', 'SPOUSE'],
  ['19', 'CHILD'],
])

function peopleBoxes(claim: Claim) {
  const { coverage, otherPayers = [], patient, subscriber } = claim
  const treated = patient ?? subscriber
  const [other] = otherPayers
  return {
    '1': kinds.get(coverage.filingCode ?? '') ?? 'OTHER',
    '1a': subscriber.memberId,
    '2': printed(treated.name),
    '3': fullDate(treated.bornOn),
    // Box 3 knows M and F only.
    '3 sex': treated.sex === 'U' ? undefined : treated.sex,
    '4': printed(subscriber.name),
    ...addressBoxes('5', treated.address),
    '6': patient ? (relationships.get(patient.relationship) ?? 'OTHER') : 'SELF',
    ...addressBoxes('7', subscriber.address),
    '9': other && printed(other.subscriber.name),
    '9a': other && (other.coverage.groupNumber ?? other.subscriber.memberId),
    '9d': other && transliterate(other.payer.name),
    '11': coverage.groupNumber ?? (kinds.get(coverage.filingCode ?? '') === 'MEDICARE' ? 'NONE' : undefined),
    '11a': fullDate(subscriber.bornOn),
    '11a sex': subscriber.sex === 'U' ? undefined : subscriber.sex,
    '11c': coverage.planName && transliterate(coverage.planName),
    '11d': other ? 'YES' : 'NO',
    '12': claim.release === 'Y' ? signature : undefined,
    '13': claim.benefitsAssigned === 'Y' ? signature : undefined,
  } satisfies Partial<Record<Box, string | undefined>>
}

/** Box 15 has room for one date: the first of these that the claim has. */
const otherDates: readonly ClaimDate[] = [
  'accident',
  'initialTreatment',
  'lastSeen',
  'acuteManifestation',
  'lastXray',
  'prescribed',
  'firstContact',
]

function conditionBoxes({ accidentState, causes = [], dates = {}, diagnoses, ...claim }: Claim) {
  const current = (['onset', 'lastMenstrualPeriod'] as const).find((name) => dates[name])
  const other = otherDates.find((name) => dates[name])
  const { clia, payerClaimControl, priorAuthorisation, referral } = claim.references ?? {}
  const corrected = claim.frequency === '7' || claim.frequency === '8'
  return {
    '10a': causes.includes('employment') ? 'YES' : 'NO',
    '10b': causes.includes('auto') ? 'YES' : 'NO',
    '10b state': causes.includes('auto') ? accidentState : undefined,
    '10c': causes.includes('other') ? 'YES' : 'NO',
    '14': current && fullDate(dates[current]),
    '14 qualifier': current && claimDates[current],
    '15': other && fullDate(dates[other]),
    '15 qualifier': other && claimDates[other],
    '16 from': fullDate(dates.disabledFrom),
    '16 to': fullDate(dates.disabledTo),
    '18 from': fullDate(dates.admitted),
    '18 to': fullDate(dates.discharged),
    '19': claim.note && transliterate(claim.note),
    '21 indicator': claim.codedInIcd9 ? '9' : '0',
    ...Object.fromEntries(diagnoses.slice(0, letters.length).map((code, n) => [`21 ${letters[n]}`, code])),
    '22': corrected ? claim.frequency : undefined,
    '22 reference': corrected ? payerClaimControl : undefined,
    '23': priorAuthorisation ?? referral ?? clia,
  }
}

function providerBoxes(claim: Claim) {
  const { billing, facility, referring, rendering, supervising } = claim
  const ordering = claim.lines.find((line) => line.ordering)?.ordering
  const sent: readonly (readonly [string, Provider | undefined])[] = [
    ['DN', referring],
    ['DK', ordering],
    ['DQ', supervising],
  ]
  const [qualifier, sender] = sent.find(([, provider]) => provider) ?? []
  const elsewhere =
    facility && printed33(facility.address) !== printed33(billing.address) ? facility : undefined
  return {
    '17 qualifier': qualifier,
    '17': sender && spoken(sender.name),
    '17b': sender?.npi,
    '25': billing.taxId,
    '25 kind': billing.taxIdIsSsn ? 'SSN' : 'EIN',
    '26': claim.id,
    '27': claim.assignment === 'A' ? 'YES' : 'NO',
    '31': claim.providerSignature ? `${signature} ${spoken((rendering ?? billing).name)}` : undefined,
    '32': elsewhere && transliterate(elsewhere.name),
    ...addressBoxes('32', elsewhere?.address),
    '32a': elsewhere?.npi,
    '33': spoken(billing.name),
    ...addressBoxes('33', billing.address),
    '33 phone': billing.contact?.phone,
    '33a': billing.npi,
    '33b': billing.taxonomy && `ZZ${billing.taxonomy}`,
  }
}

const printed33 = (address: Address) => Object.values(addressBoxes('33', address)).join('|')

function lineOf(claim: Claim, line: ServiceLine): Line1500 {
  const { drug, from, note, procedure, to } = line
  const rendering = line.rendering ?? claim.rendering ?? claim.billing
  const shaded = drug ? `N4${drug.ndc} ${drug.unit}${quantity(drug.quantity)}` : note && transliterate(note)
  return compact({
    supplement: shaded,
    from: shortDate(from),
    to: shortDate(to ?? from),
    placeOfService: line.placeOfService ?? claim.placeOfService,
    emergency: line.emergency ? 'Y' : '',
    procedure: procedure.code,
    modifiers: procedure.modifiers ?? [],
    pointers: line.pointers.map((pointer) => letters[pointer - 1] ?? '').join(''),
    charges: dollars(line.chargeCents),
    units: quantity(line.units),
    epsdt: line.epsdt ? 'Y' : '',
    renderingNpi: rendering.npi ?? '',
  })
}
