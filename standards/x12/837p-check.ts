/**
 * What must be true of a claim before it may be written: the rules between elements, which no element dictionary can
 * know. Source: 005010X222A1 situational rules and the errors that payers reject a claim for. Codes that need a
 * practice's own tables (is this CPT active?) are the scrubber's business, not this file's.
 */
import { type Cents, sum } from '#kernel/cents.ts'
import { isNpi } from '#standards/codes/npi.ts'
import { placeOfService } from '#standards/codes/place-of-service.ts'
import type { Claim, OtherPayer, ServiceLine } from './837p-claim.ts'
import type { WriteIssue, WriteReason } from './writer.ts'

type Report = (pointer: string, element: string, reason: WriteReason, message: string) => void

/** Everything wrong with a claim, in the order of the form; empty when it may be written. `today` bounds dates. */
export function claimIssues(claim: Claim, today: Temporal.PlainDate): WriteIssue[] {
  const issues: WriteIssue[] = []
  const report: Report = (pointer, element, reason, message) =>
    issues.push({ segment: element.replace(/\d\d(-\d+)?$/, ''), element, reason, message, pointer })
  checkClaim(claim, report)
  checkPeople(claim, today, report)
  checkDiagnoses(claim, report)
  if (claim.lines.length === 0 || claim.lines.length > 50)
    report('/lines', 'LX01', 'inconsistent', 'A claim has 1 to 50 service lines.')
  claim.lines.forEach((line, n) => checkLine(claim, line, `/lines/${n}`, today, report))
  checkOtherPayers(claim, report)
  return issues
}

function checkClaim(claim: Claim, report: Report) {
  const { assignment, benefitsAssigned, frequency, id, release } = claim
  if (!id.trim()) report('/id', 'CLM01', 'missing', 'The claim number is missing.')
  // X12 carries 38 characters; payers need only send 20 of them back in the 835.
  if (id.length > 20) report('/id', 'CLM01', 'too-long', 'The claim number has more than 20 characters.')
  if (claim.chargeCents !== sum(claim.lines.map((line) => line.chargeCents)))
    report('/chargeCents', 'CLM02', 'inconsistent', 'The total charge is not the sum of the lines.')
  if (claim.chargeCents < 0) report('/chargeCents', 'CLM02', 'not-a-number', 'The total charge is negative.')
  if (!placeOfService(claim.placeOfService))
    report(
      '/placeOfService',
      'CLM05-1',
      'not-a-code',
      'The place of service is missing or not in the code list.',
    )
  if (!['1', '7', '8'].includes(frequency))
    report(
      '/frequency',
      'CLM05-3',
      'not-a-code',
      'The frequency is neither 1 original, 7 replacement nor 8 void.',
    )
  if (['7', '8'].includes(frequency) && !claim.references?.payerClaimControl)
    report(
      '/references/payerClaimControl',
      'REF02',
      'missing',
      "A replacement or void needs the payer's number of the earlier claim.",
    )
  if (!['A', 'B', 'C'].includes(assignment))
    report('/assignment', 'CLM07', 'not-a-code', 'Assignment is A, B or C.')
  if (!['Y', 'N', 'W'].includes(benefitsAssigned))
    report('/benefitsAssigned', 'CLM08', 'not-a-code', 'Assignment of benefits is Y, N or W.')
  if (!['Y', 'I'].includes(release))
    report('/release', 'CLM09', 'not-a-code', 'Release of information is Y or I.')
  const related = claim.causes ?? []
  if (related.some((cause) => cause !== 'employment') && !claim.dates?.accident)
    report('/dates/accident', 'DTP03', 'missing', 'An accident needs its date.')
  if (related.includes('auto') && !/^[A-Z]{2}$/.test(claim.accidentState ?? ''))
    report('/accidentState', 'CLM11-4', 'missing', 'An automobile accident needs the state it happened in.')
  if (['21', '51', '61'].includes(claim.placeOfService) && !claim.dates?.admitted)
    report('/dates/admitted', 'DTP03', 'missing', 'An inpatient service needs the date of admission.')
  for (const [begin, end] of [
    ['disabledFrom', 'disabledTo'],
    ['admitted', 'discharged'],
  ] as const) {
    const [from, to] = [claim.dates?.[begin], claim.dates?.[end]]
    if (from && to && Temporal.PlainDate.compare(to, from) < 0)
      report(`/dates/${end}`, 'DTP03', 'not-a-date', 'The period ends before it begins.')
  }
  const clia = claim.references?.clia
  if (clia && !/^\d\dD\d{7}$/.test(clia))
    report('/references/clia', 'REF02', 'not-a-code', 'A CLIA number is two digits, D and seven digits.')
}

function checkPeople(
  { billing, coverage, patient, rendering, subscriber }: Claim,
  today: Temporal.PlainDate,
  report: Report,
) {
  if (!isNpi(billing.npi ?? ''))
    report('/billing/npi', 'NM109', 'npi', 'The billing provider needs a valid NPI.')
  if (!/^\d{9}$/.test(billing.taxId))
    report(
      '/billing/taxId',
      'REF02',
      'not-a-number',
      'The tax number of the billing provider has nine digits.',
    )
  if (/^\W*P\W*O\W*BOX\b/i.test(billing.address.line1))
    report(
      '/billing/address/line1',
      'N301',
      'inconsistent',
      'The billing address is a street, not a P.O. box.',
    )
  if (rendering && !isNpi(rendering.npi ?? ''))
    report('/rendering/npi', 'NM109', 'npi', 'The rendering provider needs a valid NPI.')
  if (!/^[PSTA-HU]$/.test(coverage.priority))
    report('/coverage/priority', 'SBR01', 'not-a-code', 'The priority of the payer is P, S, T, A to H or U.')
  if (!subscriber.memberId.trim())
    report('/subscriber/memberId', 'NM109', 'missing', 'The member number of the subscriber is missing.')
  const treated = patient ?? subscriber
  const where = patient ? '/patient' : '/subscriber'
  if (patient && !['01', '19', '20', '21', '39', '40', '53', 'G8'].includes(patient.relationship))
    report(
      '/patient/relationship',
      'PAT01',
      'not-a-code',
      'The relationship to the subscriber is not in the code list.',
    )
  if (treated.name.kind !== 'person')
    report(`${where}/name`, 'NM102', 'inconsistent', 'The patient is a person.')
  if (!treated.address)
    report(`${where}/address`, 'N301', 'missing', 'The address of the patient is missing.')
  if (!treated.bornOn)
    report(`${where}/bornOn`, 'DMG02', 'missing', 'The birth date of the patient is missing.')
  else if (Temporal.PlainDate.compare(treated.bornOn, today) > 0)
    report(`${where}/bornOn`, 'DMG02', 'not-a-date', 'The birth date of the patient is in the future.')
  if (!['M', 'F', 'U'].includes(treated.sex ?? ''))
    report(`${where}/sex`, 'DMG03', 'missing', 'The sex of the patient is M, F or U.')
}

function checkDiagnoses({ codedInIcd9, diagnoses }: Claim, report: Report) {
  if (codedInIcd9) report('/diagnoses', 'HI01-1', 'inconsistent', 'Claims are coded in ICD-10-CM.')
  if (diagnoses.length === 0 || diagnoses.length > 12)
    report('/diagnoses', 'HI01', 'inconsistent', 'A claim has 1 to 12 diagnoses.')
  diagnoses.forEach((code, n) => {
    const element = `HI${String(n + 1).padStart(2, '0')}-2`
    if (!/^[A-Z]\d[0-9A-Z]{1,5}$/.test(code))
      report(`/diagnoses/${n}`, element, 'not-a-code', 'This is not an ICD-10-CM code (without its dot).')
    if (diagnoses.indexOf(code) !== n)
      report(`/diagnoses/${n}`, element, 'inconsistent', 'The same diagnosis stands on the claim twice.')
  })
}

function checkLine(claim: Claim, line: ServiceLine, at: string, today: Temporal.PlainDate, report: Report) {
  const { chargeCents, drug, from, pointers, procedure, to, units } = line
  if (!/^[0-9A-Z]{5}$/.test(procedure.code))
    report(`${at}/procedure`, 'SV101-2', 'not-a-code', 'A procedure code has five characters.')
  if ((procedure.modifiers ?? []).some((modifier) => !/^[0-9A-Z]{2}$/.test(modifier)))
    report(`${at}/procedure`, 'SV101-3', 'not-a-code', 'A modifier has two characters.')
  if (chargeCents < 0) report(`${at}/chargeCents`, 'SV102', 'not-a-number', 'The charge is negative.')
  if (!(units > 0 && units < 1e8))
    report(`${at}/units`, 'SV104', 'not-a-number', 'The units are not above zero.')
  if (line.placeOfService !== undefined && !placeOfService(line.placeOfService))
    report(`${at}/placeOfService`, 'SV105', 'not-a-code', 'The place of service is not in the code list.')
  if (pointers.length === 0 || pointers.length > 4)
    report(`${at}/pointers`, 'SV107', 'inconsistent', 'A line points to 1 to 4 diagnoses.')
  if (pointers.some((pointer) => !Number.isInteger(pointer) || claim.diagnoses[pointer - 1] === undefined))
    report(
      `${at}/pointers`,
      'SV107',
      'inconsistent',
      'A pointer goes to a diagnosis that is not on the claim.',
    )
  if (new Set(pointers).size !== pointers.length)
    report(`${at}/pointers`, 'SV107', 'inconsistent', 'Two pointers go to the same diagnosis.')
  if (drug && !/^\d{11}$/.test(drug.ndc))
    report(`${at}/drug/ndc`, 'LIN03', 'not-a-number', 'A drug is billed with eleven digits (5-4-2).')
  if (!from) return report(`${at}/from`, 'DTP03', 'missing', 'The date of service is missing.')
  const bornOn = (claim.patient ?? claim.subscriber).bornOn
  const last = to ?? from
  if (Temporal.PlainDate.compare(last, from) < 0)
    report(`${at}/to`, 'DTP03', 'not-a-date', 'The service ends before it begins.')
  if (Temporal.PlainDate.compare(last, today) > 0)
    report(`${at}/from`, 'DTP03', 'not-a-date', 'The date of service is in the future.')
  if (bornOn && Temporal.PlainDate.compare(from, bornOn) < 0)
    report(`${at}/from`, 'DTP03', 'not-a-date', 'The date of service is before the birth of the patient.')
}

/** What other payers paid must explain itself, line by line and for the claim (TR3 1.4.4, balancing). */
function checkOtherPayers(claim: Claim, report: Report) {
  const others = claim.otherPayers ?? []
  if (['S', 'T'].includes(claim.coverage.priority) && others.length === 0)
    report('/otherPayers', 'SBR01', 'missing', 'A secondary claim needs what the earlier payer did.')
  const ids = others.map(({ payer }) => payer.id)
  if (new Set(ids).size !== ids.length)
    report('/otherPayers', 'NM109', 'inconsistent', 'The same other payer stands on the claim twice.')
  claim.lines.forEach((line, n) =>
    line.adjudications?.forEach((settled, i) => {
      const at = `/lines/${n}/adjudications/${i}`
      if (!ids.includes(settled.payerId))
        report(at, 'SVD01', 'inconsistent', 'The line was settled by a payer that is not on the claim.')
      if (settled.paidCents + adjusted(settled) !== line.chargeCents)
        report(at, 'SVD02', 'inconsistent', 'Payment and adjustments of the other payer are not the charge.')
    }),
  )
  others.forEach((other, n) => {
    if (!other.relationship)
      report(
        `/otherPayers/${n}/relationship`,
        'SBR02',
        'missing',
        'How the patient stands to the subscriber of the other payer is missing.',
      )
    const expected = expectedPaid(claim, other)
    if (other.paidCents !== undefined && expected !== undefined && other.paidCents !== expected)
      report(
        `/otherPayers/${n}/paidCents`,
        'AMT02',
        'inconsistent',
        'What the other payer paid is not the payments of the lines less the adjustments of the claim.',
      )
  })
}

const adjusted = ({ adjustments = [] }: { readonly adjustments?: OtherPayer['adjustments'] }): Cents =>
  sum(adjustments.map(({ amountCents }) => amountCents))

/** Σ SVD02 − Σ claim-level CAS when the lines were settled, otherwise charge − Σ CAS; unknown without either. */
function expectedPaid(claim: Claim, other: OtherPayer): number | undefined {
  const settled = claim.lines.flatMap((line) =>
    (line.adjudications ?? []).filter(({ payerId }) => payerId === other.payer.id),
  )
  if (settled.length > 0) return sum(settled.map(({ paidCents }) => paidCents)) - adjusted(other)
  return other.adjustments?.length ? claim.chargeCents - adjusted(other) : undefined
}
