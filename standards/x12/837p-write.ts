/** Writes professional claims as 837P (005010X222A1). Strict: an X12WriteError, or a clean file. */
import { claimIssues } from './837p-check.ts'
import {
  type Address,
  type Claim,
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
  type WriteIssue,
  type Written,
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
 * Throws X12WriteError at the first thing wrong; `writeIssues` lists all that is wrong with a claim beforehand.
 */
export function write837P(envelope: Envelope, submission: Submission): string {
  mustBeAcceptable(submission, envelope.at.toPlainDate())
  const rows: (Row | Written)[] = [
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
  if (claims.length > 5_000)
    fail('CLM', 'CLM01', 'inconsistent', 'has no room: the guide allows 5,000 claims in a transaction set.')
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
function hierarchy(claims: readonly Claim[]): Written[] {
  const rows: Written[] = []
  let level = 0
  const open = { billing: '', subscriber: '', patient: '', billingLevel: 0, subscriberLevel: 0 }
  const begin = (parent: number | '', code: string, children: '0' | '1') =>
    rows.push(segment(['HL', String(++level), String(parent), code, children]))
  claims.forEach((claim, index) =>
    within(`/claims/${index}`, () => {
      const billing = JSON.stringify(claim.billing)
      const subscriber = JSON.stringify([claim.coverage, claim.payer, claim.subscriber, !claim.patient])
      const patient = JSON.stringify(claim.patient ?? null)
      if (billing !== open.billing) {
        begin('', '20', '1')
        Object.assign(open, { billing, subscriber: '', patient: '', billingLevel: level })
        rows.push(...written('/billing', () => billingRows(claim)))
      }
      if (subscriber !== open.subscriber) {
        begin(open.billingLevel, '22', claim.patient ? '1' : '0')
        Object.assign(open, { subscriber, patient: '', subscriberLevel: level })
        rows.push(...written('/subscriber', () => subscriberRows(claim)))
      }
      if (claim.patient && patient !== open.patient) {
        begin(open.subscriberLevel, '23', '0')
        open.patient = patient
        rows.push(...written('/patient', () => patientRows(claim)))
      }
      rows.push(...written('', () => claimRows(claim)))
      claim.lines.forEach((line, n) => rows.push(...written(`/lines/${n}`, () => lineRows(line, n + 1))))
    }),
  )
  return rows
}

/** Written where they are made, so that an error knows which part of the claim it is in. */
const written = (pointer: string, rows: () => readonly Row[]): Written[] =>
  within(pointer, () => rows().map(segment))

/**
 * Everything that keeps a claim from being written, for a scrubber: the rules of `claimIssues` and, part by part, the
 * first thing the element dictionary refuses. Empty exactly when `write837P` takes the claim.
 */
export function writeIssues(claim: Claim, today: Temporal.PlainDate): WriteIssue[] {
  const issues = claimIssues(claim, today)
  const parts: readonly (readonly [pointer: string, rows: () => readonly Row[]])[] = [
    ['/billing', () => billingRows(claim)],
    ['/subscriber', () => subscriberRows(claim)],
    ['/patient', () => patientRows(claim)],
    ['', () => claimRows(claim)],
    ...claim.lines.map((line, n) => [`/lines/${n}`, () => lineRows(line, n + 1)] as const),
  ]
  for (const [pointer, rows] of parts) {
    const issue = refusal(() => written(pointer, rows))
    const known = issues.some((one) => one.element === issue?.element && one.pointer.startsWith(pointer))
    if (issue && !known) issues.push(issue)
  }
  return issues
}

function refusal(write: () => unknown): WriteIssue | undefined {
  try {
    write()
    return undefined
  } catch (error) {
    if (error instanceof X12WriteError) return error.issue
    throw error
  }
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
  rows.push(...dateRows(claim))
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

function dateRows({ dates = {} }: Claim): Row[] {
  const { disabledFrom, disabledTo, ...single } = dates
  // A disability that began and ended is one period (314); 360 and 361 are for one end alone.
  const period = disabledFrom && disabledTo && `${date8(disabledFrom)}-${date8(disabledTo)}`
  const rows: Row[] = period ? [['DTP', '314', 'RD8', period]] : []
  for (const [name, qualifier] of Object.entries(claimDates)) {
    const on = (period ? single : dates)[name as keyof typeof single]
    if (on) rows.push(['DTP', qualifier, 'D8', date8(on)])
  }
  return rows
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
