/**
 * Reads professional claims (837P, 005010X222 and its addenda). Lenient: what is off is in `problems`, the rest is
 * read. Institutional and dental claims are refused with one problem and no submission. Nothing throws.
 */
import { cents } from '#kernel/cents.ts'
import {
  type BillingProvider,
  type Cause,
  type Claim,
  type OtherPayer,
  type Patient,
  type Submission,
  causes,
  claimDates,
  claimReferences,
} from './837p-claim.ts'
import { checkTotals, lineOf } from './837p-read-line.ts'
import {
  type Entity,
  addressOf,
  adjustmentsOf,
  contactOf,
  coverageOf,
  demographicsOf,
  entityOf,
  nameOf,
  noAddress,
  npiOf,
  otherIdsOf,
  payerOf,
  providerOf,
  subscriberOf,
} from './837p-read-parts.ts'
import { Interpreter, all, compact, find, loops, some } from './interpret.ts'
import type { X12Problem } from './problem.ts'
import type { Segment, Transaction } from './reader.ts'

export type Read837P = {
  /** Undefined when this is not a professional claim file. */
  readonly submission: Submission | undefined
  /** Those of the envelope of this transaction, then those of its content. */
  readonly problems: readonly X12Problem[]
}

/** What stands above a claim in the hierarchy. */
type Above = Pick<Claim, 'billing' | 'coverage' | 'payer' | 'subscriber' | 'patient'>

const nobody = { kind: 'organisation', name: '' } as const
const nothingAbove: Above = {
  billing: { name: nobody, address: noAddress, taxId: '' },
  coverage: { priority: '' },
  payer: { name: '', id: '' },
  subscriber: { name: nobody, memberId: '' },
}

export function read837P(transaction: Transaction): Read837P {
  const x = new Interpreter(transaction.interchange.delimiters)
  const { implementation, segments } = transaction
  const [st] = segments
  const done = (submission?: Submission): Read837P => ({
    submission,
    problems: [...transaction.problems, ...x.problems],
  })
  if (!st) return done()
  const other = otherKind(transaction)
  if (other) {
    x.report(st, 'unsupported', `This is ${other}. Only professional claims (837P) are read here.`)
    return done()
  }
  if (implementation !== '005010X222A1')
    x.report(st, 'bad-value', 'The guide of this file is not 005010X222A1; it is read as if it were.', 3)
  const [head, ...levels] = loops(segments, 'HL')
  return done({ ...headOf(x, st, head), claims: claimsOf(x, levels) })
}

function otherKind({ implementation, segments, type }: Transaction): string | undefined {
  if (type !== '837') return 'not a claim file'
  if (implementation.includes('X223') || find(segments, 'SV2')) return 'an institutional claim file (837I)'
  if (implementation.includes('X224') || find(segments, 'SV3')) return 'a dental claim file (837D)'
  return undefined
}

function headOf(x: Interpreter, st: Segment, head: readonly Segment[]): Omit<Submission, 'claims'> {
  const [own, ...groups] = loops(head, 'NM1')
  const bht = find(own, 'BHT')
  const submitter = entityOf(groups, '41')
  const receiver = entityOf(groups, '40')
  if (!bht) x.report(st, 'missing-segment', 'The beginning of the hierarchy (BHT) is missing.')
  if (!submitter || !receiver)
    x.report(st, 'missing-segment', 'The submitter (NM1*41) or the receiver (NM1*40) is missing.')
  return {
    reference: x.text(bht, 3),
    purpose: x.text(bht, 2),
    kind: x.text(bht, 6),
    submitter: {
      name: submitter ? nameOf(x, submitter[0]) : nobody,
      id: x.text(submitter?.[0], 9),
      contact: (submitter && contactOf(x, submitter)) ?? {},
    },
    receiver: { name: x.text(receiver?.[0], 3), id: x.text(receiver?.[0], 9) },
  }
}

function claimsOf(x: Interpreter, levels: readonly Segment[][]): Claim[] {
  const claims: Claim[] = []
  let above = nothingAbove
  for (const segments of levels) {
    const hl = segments[0]!
    const [own, ...chunks] = loops(segments, 'CLM')
    const [head, ...groups] = loops(own, 'NM1')
    switch (x.text(hl, 3)) {
      case '20':
        above = { ...nothingAbove, billing: billingOf(x, hl, head, groups) }
        break
      case '22':
        above = { billing: above.billing, ...subscriberLevel(x, hl, head, groups) }
        break
      case '23':
        above = { ...above, patient: patientOf(x, hl, head, groups) }
        break
      default:
        x.report(hl, 'bad-value', 'The level is neither billing provider, subscriber nor patient.', 3)
    }
    for (const chunk of chunks) claims.push(claimOf(x, chunk, above))
  }
  return claims
}

function billingOf(
  x: Interpreter,
  hl: Segment,
  head: readonly Segment[],
  groups: readonly Segment[][],
): BillingProvider {
  const entity = entityOf(groups, '85')
  if (!entity) {
    x.report(hl, 'missing-segment', 'The billing provider (NM1*85) is missing.')
    return nothingAbove.billing
  }
  const [nm1, ...rest] = entity
  const tax = find(rest, 'REF', 'EI') ?? find(rest, 'REF', 'SY')
  if (!tax) x.report(nm1, 'missing-segment', 'The tax number of the billing provider (REF*EI) is missing.')
  const payTo = entityOf(groups, '87')
  return compact<BillingProvider>({
    name: nameOf(x, nm1),
    npi: npiOf(x, nm1),
    taxonomy: x.optional(find(head, 'PRV'), 3),
    otherIds: otherIdsOf(x, rest, 'EI', 'SY'),
    address: addressOf(x, rest) ?? noAddress,
    taxId: x.text(tax, 2),
    taxIdIsSsn: x.text(tax, 1) === 'SY' || undefined,
    contact: contactOf(x, rest),
    payTo: payTo && addressOf(x, payTo),
  })
}

function subscriberLevel(
  x: Interpreter,
  hl: Segment,
  head: readonly Segment[],
  groups: readonly Segment[][],
): Pick<Claim, 'coverage' | 'payer' | 'subscriber'> {
  const sbr = find(head, 'SBR')
  const subscriber = entityOf(groups, 'IL')
  const payer = entityOf(groups, 'PR')
  if (!sbr || !subscriber || !payer)
    x.report(hl, 'missing-segment', 'The coverage (SBR), subscriber (NM1*IL) or payer (NM1*PR) is missing.')
  return {
    coverage: coverageOf(x, sbr),
    subscriber: subscriber ? subscriberOf(x, subscriber) : nothingAbove.subscriber,
    payer: payer ? payerOf(x, payer) : nothingAbove.payer,
  }
}

function patientOf(
  x: Interpreter,
  hl: Segment,
  head: readonly Segment[],
  groups: readonly Segment[][],
): Patient {
  const entity = entityOf(groups, 'QC')
  if (!entity) x.report(hl, 'missing-segment', 'The patient (NM1*QC) is missing.')
  return {
    relationship: x.text(find(head, 'PAT'), 1),
    name: entity ? nameOf(x, entity[0]) : nobody,
    address: (entity && addressOf(x, entity)) ?? noAddress,
    ...(entity && demographicsOf(x, entity)),
  }
}

const causeOf = new Map(Object.entries(causes).map(([cause, code]) => [code as string, cause as Cause]))

function claimOf(x: Interpreter, chunk: readonly Segment[], above: Above): Claim {
  const clm = chunk[0]!
  const [body, ...lineChunks] = loops(chunk, 'LX')
  const [own, ...otherChunks] = loops(body, 'SBR')
  const [head, ...groups] = loops(own, 'NM1')
  const provider = (code: string) => {
    const entity = entityOf(groups, code)
    return entity && providerOf(x, entity)
  }
  const [place = '', , frequency = ''] = x.components(clm, 5)
  if (!/^\d\d$/.test(place) || !frequency)
    x.report(
      clm,
      'bad-value',
      'Place of service and frequency cannot be read, or their separator is another.',
      5,
    )
  const [first = '', second = '', third = '', accidentState] = x.components(clm, 11)
  const related = [first, second, third].flatMap((code) => causeOf.get(code) ?? [])
  const chargeCents = x.cents(clm, 2)
  if (chargeCents === undefined) x.report(clm, 'missing-element', 'The claim has no total charge.', 2)
  const disability = find(head, 'DTP', '314')
  const disabled = disability && x.period(disability, 3)
  const dates = byQualifier(claimDates, (code) => {
    const dtp = find(head, 'DTP', code)
    if (dtp) return x.period(dtp, 3)?.from
    return code === claimDates.disabledFrom
      ? disabled?.from
      : code === claimDates.disabledTo
        ? disabled?.to
        : undefined
  })
  const references = byQualifier(claimReferences, (code) => x.optional(find(head, 'REF', code), 2))
  const paid = find(head, 'AMT', 'F5')
  const claim = compact<Claim>({
    id: x.required(clm, 1, 'The claim number'),
    ...above,
    chargeCents: chargeCents ?? cents(0),
    placeOfService: place,
    frequency,
    providerSignature: x.text(clm, 6) === 'Y',
    assignment: x.text(clm, 7),
    benefitsAssigned: x.text(clm, 8),
    release: x.text(clm, 9),
    patientSignatureSource: x.optional(clm, 10),
    causes: some(related),
    accidentState: accidentState || undefined,
    dates,
    references,
    patientPaidCents: paid && x.cents(paid, 2),
    note: x.optional(find(head, 'NTE'), 2),
    ...diagnosesOf(x, clm, head),
    referring: provider('DN'),
    rendering: provider('82'),
    facility: facilityOf(x, entityOf(groups, '77')),
    supervising: provider('DQ'),
    otherPayers: some(otherChunks.map((other) => otherPayerOf(x, other))),
    lines: lineChunks.flatMap((lines) => lineOf(x, lines) ?? []),
  })
  checkTotals(x, clm, claim)
  return claim
}

/** The filled members of a table from names to qualifiers; undefined when none is. */
function byQualifier<K extends string, V>(
  table: Readonly<Record<K, string>>,
  read: (code: string) => V | undefined,
): { [N in K]?: V } | undefined {
  const found = Object.entries<string>(table).flatMap(([name, code]) => {
    const value = read(code)
    return value === undefined ? [] : [[name, value] as const]
  })
  return found.length > 0 ? (Object.fromEntries(found) as { [N in K]?: V }) : undefined
}

function diagnosesOf(x: Interpreter, clm: Segment, head: readonly Segment[]) {
  const codes: string[] = []
  let old = false
  for (const hi of all(head, 'HI'))
    for (let n = 1; n < hi.elements.length; n++) {
      const [qualifier = '', code] = x.components(hi, n)
      if (!code || !['ABK', 'ABF', 'BK', 'BF'].includes(qualifier)) continue
      codes.push(code)
      old ||= qualifier.length === 2
    }
  if (codes.length === 0)
    x.report(clm, 'missing-segment', 'The claim has no diagnosis that can be read (HI).')
  return { diagnoses: codes, codedInIcd9: old || undefined }
}

function facilityOf(x: Interpreter, entity: Entity | undefined): Claim['facility'] {
  if (!entity) return undefined
  const [nm1, ...rest] = entity
  return compact({
    name: x.text(nm1, 3),
    npi: npiOf(x, nm1),
    address: addressOf(x, rest) ?? noAddress,
    otherIds: otherIdsOf(x, rest),
  })
}

function otherPayerOf(x: Interpreter, chunk: readonly Segment[]): OtherPayer {
  const sbr = chunk[0]!
  const [head, ...groups] = loops(chunk, 'NM1')
  const oi = find(head, 'OI')
  const money = (qualifier: string) => {
    const amt = find(head, 'AMT', qualifier)
    return amt && x.cents(amt, 2)
  }
  const subscriber = entityOf(groups, 'IL')
  const payer = entityOf(groups, 'PR')
  if (!payer) x.report(sbr, 'missing-segment', 'The other payer (NM1*PR) is missing.')
  const on = payer && find(payer, 'DTP', '573')
  return compact<OtherPayer>({
    coverage: coverageOf(x, sbr),
    relationship: x.optional(sbr, 2),
    subscriber: subscriber
      ? compact({
          name: nameOf(x, subscriber[0]),
          memberId: x.text(subscriber[0], 9),
          address: addressOf(x, subscriber),
        })
      : nothingAbove.subscriber,
    payer: payer ? payerOf(x, payer, 'F8') : nothingAbove.payer,
    adjustments: adjustmentsOf(x, head),
    paidCents: money('D'),
    nonCoveredCents: money('A8'),
    remainingCents: money('EAF'),
    benefitsAssigned: x.text(oi, 3),
    patientSignatureSource: x.optional(oi, 4),
    release: x.text(oi, 6),
    adjudicatedOn: on && x.date(on, 3),
    claimControl: payer && x.optional(find(payer, 'REF', 'F8'), 2),
  })
}
