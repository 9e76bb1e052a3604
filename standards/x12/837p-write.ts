/** Writes professional claims as 837P (005010X222A1). Strict: an X12WriteError, or a clean file. */
import { claimIssues } from './837p-check.ts'
import {
  type Address,
  type Claim,
  type ClaimDate,
  type ClaimReference,
  type OtherPayer,
  type Submission,
  causes,
  claimDates,
  claimReferences,
} from './837p-claim.ts'
import { lineRows } from './837p-write-line.ts'
import {
  addressRows,
  casRows,
  contactRows,
  coverageRow,
  nameRow,
  otherIdRows,
  payerRows,
  providerRows,
  taxonomyRow,
} from './837p-write-parts.ts'
import {
  type Envelope,
  type Row,
  X12WriteError,
  amount,
  date8,
  fail,
  segment,
  time4,
  within,
  writeInterchange,
} from './writer.ts'

export const version837P = '005010X222A1'

/**
 * One file for one receiver. Neighbouring claims of the same billing provider, coverage and patient share their loops.
 * Throws X12WriteError at the first thing wrong; `claimIssues` lists all that is wrong with a claim beforehand.
 */
export function write837P(envelope: Envelope, submission: Submission): string {
  mustBeAcceptable(submission, envelope.at.toPlainDate())
  const rows: Row[] = [
    ['BHT', '0019', submission.purpose, submission.reference, ...moment(envelope.at), submission.kind],
    nameRow('41', submission.submitter.name, '46', submission.submitter.id),
    ...within('/submitter/contact', () => mustHaveRows(contactRows(submission.submitter.contact), 'PER')),
    nameRow('40', { kind: 'organisation', name: submission.receiver.name }, '46', submission.receiver.id),
    ...hierarchy(submission.claims),
  ]
  return writeInterchange(envelope, {
    functionalId: 'HC',
    set: '837',
    version: version837P,
    transactions: [rows],
  })
}

const moment = (at: Temporal.PlainDateTime) => [date8(at.toPlainDate()), time4(at)] as const

function mustHaveRows(rows: Row[], id: string): Row[] {
  return rows.length > 0
    ? rows
    : fail(id, `${id}03`, 'missing', 'needs a telephone number or an e-mail address.')
}

function mustBeAcceptable({ claims }: Submission, today: Temporal.PlainDate) {
  if (claims.length === 0) fail('CLM', 'CLM01', 'missing', 'is missing: there is no claim to write.')
  const seen = new Set<string>()
  claims.forEach((claim, index) =>
    within(`/claims/${index}`, () => {
      const [issue] = claimIssues(claim, today)
      if (issue) throw new X12WriteError(issue)
      if (seen.has(claim.id))
        fail('CLM', 'CLM01', 'inconsistent', 'is the number of another claim in this file.')
      seen.add(claim.id)
    }),
  )
}

/** Billing provider, subscriber, patient, claim: HL numbers run through the transaction. */
function hierarchy(claims: readonly Claim[]): Row[] {
  const rows: Row[] = []
  let level = 0
  const open = { billing: '', subscriber: '', patient: '', billingLevel: 0, subscriberLevel: 0 }
  claims.forEach((claim, index) =>
    within(`/claims/${index}`, () => {
      const billing = JSON.stringify(claim.billing)
      const subscriber = JSON.stringify([claim.coverage, claim.payer, claim.subscriber, !claim.patient])
      const patient = JSON.stringify(claim.patient ?? null)
      if (billing !== open.billing) {
        Object.assign(open, { billing, subscriber: '', patient: '', billingLevel: ++level })
        rows.push(['HL', String(level), '', '20', '1'], ...checked(billingRows(claim)))
      }
      if (subscriber !== open.subscriber) {
        Object.assign(open, { subscriber, patient: '', subscriberLevel: ++level })
        const children = claim.patient ? '1' : '0'
        rows.push(
          ['HL', String(level), String(open.billingLevel), '22', children],
          ...checked(subscriberRows(claim)),
        )
      }
      if (claim.patient && patient !== open.patient) {
        open.patient = patient
        level += 1
        rows.push(
          ['HL', String(level), String(open.subscriberLevel), '23', '0'],
          ...checked(patientRows(claim)),
        )
      }
      rows.push(...checked(claimRows(claim)))
      claim.lines.forEach((line, n) =>
        within(`/lines/${n}`, () => rows.push(...checked(lineRows(line, n + 1)))),
      )
    }),
  )
  return rows
}

/** Checks rows where they are made, so that an error knows which claim and line it is in. */
function checked(rows: Row[]): Row[] {
  for (const row of rows) segment(row)
  return rows
}

function billingRows({ billing }: Claim): Row[] {
  return [
    ...(billing.taxonomy ? [taxonomyRow('BI', billing.taxonomy)] : []),
    nameRow('85', billing.name, 'XX', billing.npi),
    ...addressRows(billing.address, 9),
    ['REF', billing.taxIdIsSsn ? 'SY' : 'EI', billing.taxId],
    ...otherIdRows(billing.otherIds),
    ...(billing.contact ? contactRows(billing.contact) : []),
    ...(billing.payTo
      ? ([
          ['NM1', '87', billing.name.kind === 'person' ? '1' : '2'],
          ...addressRows(billing.payTo),
        ] satisfies Row[])
      : []),
  ]
}

const demographics = (bornOn: Temporal.PlainDate | undefined, sex: string | undefined): Row[] =>
  bornOn ? [['DMG', 'D8', date8(bornOn), sex]] : []

function subscriberRows({ coverage, patient, payer, subscriber }: Claim): Row[] {
  return [
    coverageRow(coverage, patient ? undefined : '18'),
    nameRow('IL', subscriber.name, 'MI', subscriber.memberId),
    ...(subscriber.address ? addressRows(subscriber.address) : []),
    ...demographics(subscriber.bornOn, subscriber.sex),
    ...payerRows(payer),
  ]
}

function patientRows({ patient }: Claim): Row[] {
  if (!patient) return []
  return [
    ['PAT', patient.relationship],
    nameRow('QC', patient.name),
    ...addressRows(patient.address),
    ...demographics(patient.bornOn, patient.sex),
  ]
}

function claimRows(claim: Claim): Row[] {
  const related = (claim.causes ?? []).map((cause) => causes[cause])
  const rows: Row[] = [
    [
      'CLM',
      claim.id,
      amount(claim.chargeCents),
      undefined,
      undefined,
      [claim.placeOfService, 'B', claim.frequency],
      claim.providerSignature ? 'Y' : 'N',
      claim.assignment,
      claim.benefitsAssigned,
      claim.release,
      claim.patientSignatureSource,
      related.length > 0 ? [related[0], related[1], related[2], claim.accidentState] : undefined,
    ],
  ]
  for (const [name, qualifier] of Object.entries(claimDates)) {
    const on = claim.dates?.[name as ClaimDate]
    if (on) rows.push(['DTP', qualifier, 'D8', date8(on)])
  }
  if (claim.patientPaidCents !== undefined) rows.push(['AMT', 'F5', amount(claim.patientPaidCents)])
  for (const [name, qualifier] of Object.entries(claimReferences)) {
    const number = claim.references?.[name as ClaimReference]
    if (number) rows.push(['REF', qualifier, number])
  }
  if (claim.note) rows.push(['NTE', 'ADD', claim.note])
  rows.push(['HI', ...claim.diagnoses.map((code, n) => [n === 0 ? 'ABK' : 'ABF', code])])
  const { billing, facility, referring, rendering, supervising } = claim
  if (referring) rows.push(...providerRows('DN', referring))
  // The guide wants these loops only where they differ from the billing provider.
  if (rendering && rendering.npi !== billing.npi) rows.push(...providerRows('82', rendering, 'PE'))
  if (facility && !samePlace(facility.address, billing.address))
    rows.push(
      nameRow('77', { kind: 'organisation', name: facility.name }, 'XX', facility.npi),
      ...addressRows(facility.address, 9),
      ...otherIdRows(facility.otherIds),
    )
  if (supervising) rows.push(...providerRows('DQ', supervising))
  return [...rows, ...(claim.otherPayers ?? []).flatMap(otherPayerRows)]
}

const samePlace = (a: Address, b: Address) =>
  (['line1', 'line2', 'city', 'state', 'zip'] as const).every((part) => (a[part] ?? '') === (b[part] ?? ''))

function otherPayerRows(other: OtherPayer): Row[] {
  const { adjudicatedOn, benefitsAssigned, claimControl, patientSignatureSource, release, subscriber } = other
  const amounts = [
    ['D', other.paidCents],
    ['A8', other.nonCoveredCents],
    ['EAF', other.remainingCents],
  ] as const
  return [
    coverageRow(other.coverage, other.relationship),
    ...casRows(other.adjustments),
    ...amounts.flatMap(([qualifier, cents]): Row[] =>
      cents === undefined ? [] : [['AMT', qualifier, amount(cents)]],
    ),
    ['OI', undefined, undefined, benefitsAssigned, patientSignatureSource, undefined, release],
    nameRow('IL', subscriber.name, 'MI', subscriber.memberId),
    ...(subscriber.address ? addressRows(subscriber.address) : []),
    ...payerRows({ ...other.payer, otherIds: undefined }),
    ...(adjudicatedOn ? ([['DTP', '573', 'D8', date8(adjudicatedOn)]] satisfies Row[]) : []),
    ...otherIdRows(other.payer.otherIds),
    ...(claimControl ? ([['REF', 'F8', claimControl]] satisfies Row[]) : []),
  ]
}
