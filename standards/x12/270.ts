/** Eligibility inquiries (270, 005010X279A1): written strictly, read back leniently. */
import type { Name, OtherId, Sex } from './837p-claim.ts'
import { demographicsOf, entityOf, nameOf, otherIdsOf } from './837p-read-parts.ts'
import { nameRow, otherIdRows } from './837p-write-parts.ts'
import { Interpreter, all, compact, find, loops } from './interpret.ts'
import type { X12Problem } from './problem.ts'
import type { Segment, Transaction } from './reader.ts'
import { type Envelope, type Row, date8, fail, segment, time4, within, writeInterchange } from './writer.ts'

/** A number by which the sender finds the answer again: TRN02, and TRN03 (ten characters: "9" + tax number, usually). */
export type Trace = { readonly number: string; readonly originator?: string | undefined }

export type InquiredPerson = {
  readonly name?: Name | undefined
  readonly bornOn?: Temporal.PlainDate | undefined
  readonly sex?: Sex | undefined
}

export type EligibilityInquiry = {
  /** BHT03: returned by the payer. */
  readonly reference: string
  readonly payer: { readonly name: string; readonly id: string; readonly idKind?: 'PI' | 'XV' | undefined }
  readonly provider: {
    readonly name: Name
    readonly npi?: string | undefined
    /** NM108 and NM109 where a payer still wants a number of its own ("SV"). */
    readonly otherId?: OtherId | undefined
  }
  readonly subscriber: InquiredPerson & {
    readonly memberId?: string | undefined
    /** REF: 6P group number and the like. */
    readonly otherIds?: readonly OtherId[] | undefined
  }
  /** The patient, only where not the subscriber. */
  readonly dependent?: InquiredPerson | undefined
  readonly trace?: Trace | undefined
  readonly serviceOn?: Temporal.PlainDate | undefined
  readonly serviceUntil?: Temporal.PlainDate | undefined
  /** EQ01: 30 health benefit plan coverage, 98 professional office visit ... */
  readonly serviceTypes: readonly string[]
}

export const version270 = '005010X279A1'

/**
 * One transaction set for each inquiry. The payer needs either a member number or the patient's name and birth date;
 * without both, and for what the element dictionary refuses, an X12WriteError points at "/inquiries/n".
 */
export function write270(envelope: Envelope, inquiries: readonly EligibilityInquiry[]): string {
  const transactions = inquiries.map((inquiry, n) =>
    within(`/inquiries/${n}`, () => {
      const rows = inquiryRows(inquiry, envelope.at)
      for (const row of rows) segment(row)
      return rows
    }),
  )
  return writeInterchange(envelope, { functionalId: 'HS', set: '270', version: version270, transactions })
}

function inquiryRows(inquiry: EligibilityInquiry, at: Temporal.PlainDateTime): Row[] {
  const { dependent, payer, provider, reference, subscriber } = inquiry
  mustIdentify(inquiry)
  const asked: Row[] = [...dateRows(inquiry), ['EQ', [...inquiry.serviceTypes]]]
  return [
    ['BHT', '0022', '13', reference, date8(at.toPlainDate()), time4(at)],
    ['HL', '1', '', '20', '1'],
    nameRow('PR', { kind: 'organisation', name: payer.name }, payer.idKind ?? 'PI', payer.id),
    ['HL', '2', '1', '21', '1'],
    provider.npi
      ? nameRow('1P', provider.name, 'XX', provider.npi)
      : nameRow('1P', provider.name, provider.otherId?.qualifier, provider.otherId?.id),
    ['HL', '3', '2', '22', dependent ? '1' : '0'],
    ...(dependent ? [] : traceRows(inquiry.trace)),
    personRow('IL', subscriber, subscriber.memberId),
    ...otherIdRows(subscriber.otherIds),
    ...demographicRows(subscriber),
    ...(dependent
      ? ([
          ['HL', '4', '3', '23', '0'],
          ...traceRows(inquiry.trace),
          personRow('03', dependent),
          ...demographicRows(dependent),
        ] satisfies Row[])
      : []),
    ...asked,
  ]
}

function mustIdentify({ dependent, payer, provider, serviceTypes, subscriber }: EligibilityInquiry) {
  const patient = dependent ?? subscriber
  if (!payer.id.trim()) fail('NM1', 'NM109', 'missing', 'is required and missing: the payer id.')
  if (!provider.npi && !provider.otherId)
    fail('NM1', 'NM109', 'missing', 'is required and missing: the NPI of the provider.')
  if (serviceTypes.length === 0) fail('EQ', 'EQ01', 'missing', 'is required and missing: the service type.')
  if (!subscriber.memberId && !(patient.name && patient.bornOn))
    fail('NM1', 'NM109', 'missing', 'is missing: ask with a member number, or with name and birth date.')
  if (dependent && !dependent.name)
    fail('NM1', 'NM103', 'missing', 'is required and missing: the name of the dependent.')
}

function personRow(entity: string, { name }: InquiredPerson, memberId?: string): Row {
  if (name) return nameRow(entity, name, 'MI', memberId)
  return ['NM1', entity, '1', '', '', '', '', '', memberId ? 'MI' : undefined, memberId]
}

const demographicRows = ({ bornOn, sex }: InquiredPerson): Row[] =>
  bornOn ? [['DMG', 'D8', date8(bornOn), sex === 'U' ? undefined : sex]] : []

function traceRows(trace: Trace | undefined): Row[] {
  if (!trace) return []
  if (!trace.originator)
    fail('TRN', 'TRN03', 'missing', 'is required and missing: who gave the trace number.')
  return [['TRN', '1', trace.number, trace.originator]]
}

function dateRows({ serviceOn, serviceUntil }: EligibilityInquiry): Row[] {
  if (!serviceOn) return []
  return serviceUntil
    ? [['DTP', '291', 'RD8', `${date8(serviceOn)}-${date8(serviceUntil)}`]]
    : [['DTP', '291', 'D8', date8(serviceOn)]]
}

export type Read270 = {
  /** One for each patient asked about. */
  readonly inquiries: readonly EligibilityInquiry[]
  readonly problems: readonly X12Problem[]
}

/** Reads the inquiries of one 270. Nothing throws; what is off is in `problems`. */
export function read270(transaction: Transaction): Read270 {
  const x = new Interpreter(transaction.interchange.delimiters)
  const [head, ...levels] = loops(transaction.segments, 'HL')
  const reference = x.text(find(head, 'BHT'), 3)
  const inquiries: EligibilityInquiry[] = []
  let payer: EligibilityInquiry['payer'] = { name: '', id: '' }
  let provider: EligibilityInquiry['provider'] = { name: { kind: 'organisation', name: '' } }
  let subscriber: EligibilityInquiry['subscriber'] = {}
  for (const level of levels) {
    const hl = level[0]!
    const [own, ...groups] = loops(level, 'NM1')
    const nm1 = groups[0]?.[0]
    if (!nm1) x.report(hl, 'missing-segment', 'The level has no name (NM1).')
    const asked = (dependent?: InquiredPerson) => {
      if (find(level, 'EQ') || all(own, 'TRN').length > 0)
        inquiries.push(compact({ reference, payer, provider, subscriber, dependent, ...askedOf(x, level) }))
    }
    switch (x.text(hl, 3)) {
      case '20':
        payer = compact({
          name: x.text(nm1, 3),
          id: x.text(nm1, 9),
          idKind: x.text(nm1, 8) === 'XV' ? ('XV' as const) : undefined,
        })
        break
      case '21':
        if (nm1) provider = providerFrom(x, nm1)
        break
      case '22':
        subscriber = compact({
          ...personFrom(x, entityOf(groups, 'IL') ?? []),
          memberId: x.optional(nm1, 9),
          otherIds: otherIdsOf(x, groups[0] ?? []),
        })
        asked()
        break
      case '23':
        asked(personFrom(x, entityOf(groups, '03') ?? []))
        break
      default:
        x.report(hl, 'bad-value', 'The level is neither payer, provider, subscriber nor dependent.', 3)
    }
  }
  if (inquiries.length === 0 && transaction.segments[0])
    x.report(transaction.segments[0], 'missing-segment', 'The file asks about nobody (EQ).')
  return { inquiries, problems: [...transaction.problems, ...x.problems] }
}

function askedOf(x: Interpreter, level: readonly Segment[]) {
  const trn = find(level, 'TRN')
  const dtp = find(level, 'DTP', '291')
  const period = dtp && x.period(dtp, 3)
  return {
    trace: trn && compact({ number: x.text(trn, 2), originator: x.optional(trn, 3) }),
    serviceOn: period?.from,
    serviceUntil: period?.to,
    serviceTypes: all(level, 'EQ').flatMap((eq) => x.repetitions(eq, 1)),
  }
}

function providerFrom(x: Interpreter, nm1: Segment): EligibilityInquiry['provider'] {
  const qualifier = x.text(nm1, 8)
  const id = x.text(nm1, 9)
  const other = id ? { qualifier, id } : undefined
  return compact({
    name: nameOf(x, nm1),
    npi: qualifier === 'XX' ? id : undefined,
    otherId: qualifier === 'XX' ? undefined : other,
  })
}

function personFrom(x: Interpreter, entity: readonly Segment[]): InquiredPerson {
  const nm1 = find(entity, 'NM1')
  const named = nm1 && (x.text(nm1, 3) || x.text(nm1, 4)) ? nameOf(x, nm1) : undefined
  return compact({ name: named, ...demographicsOf(x, entity) })
}
