/** Loop 2400 of the 837P, read. */
import { cents } from '#kernel/cents.ts'
import type { Claim, Drug, LineAdjudication, ServiceLine } from './837p-claim.ts'
import { adjustmentsOf, entityOf, procedureFrom, providerOf } from './837p-read-parts.ts'
import { type Interpreter, compact, find, loops, some } from './interpret.ts'
import type { Segment } from './reader.ts'

/** `segments` from LX on; undefined where there is no SV1. */
export function lineOf(x: Interpreter, segments: readonly Segment[]): ServiceLine | undefined {
  const [own, ...groups] = loops(segments, 'LIN', 'NM1', 'SVD', 'LQ')
  const [lx] = segments
  const sv1 = find(own, 'SV1')
  if (!sv1)
    return lx && x.report(lx, 'missing-segment', 'The service line has no professional service (SV1).')
  const chargeCents = x.cents(sv1, 2)
  if (chargeCents === undefined) x.report(sv1, 'missing-element', 'The line has no charge.', 2)
  const dates = find(own, 'DTP', '472')
  if (!dates) x.report(sv1, 'missing-segment', 'The line has no date of service (DTP*472).')
  const served = dates && x.period(dates, 3)
  const ps1 = find(own, 'PS1')
  const rendering = entityOf(groups, '82')
  const ordering = entityOf(groups, 'DK')
  const drug = groups.find(([first]) => first?.id === 'LIN')
  const basis = x.text(sv1, 3)
  return compact<ServiceLine>({
    procedure: procedureFrom(x, sv1, 1),
    chargeCents: chargeCents ?? cents(0),
    units: x.decimal(sv1, 4) ?? 0,
    basis: basis === 'MJ' ? 'MJ' : undefined,
    placeOfService: x.optional(sv1, 5),
    pointers: pointersOf(x, sv1),
    emergency: x.text(sv1, 9) === 'Y' || undefined,
    epsdt: x.text(sv1, 11) === 'Y' || undefined,
    familyPlanning: x.text(sv1, 12) === 'Y' || undefined,
    from: served?.from,
    to: served?.to,
    control: x.optional(find(own, 'REF', '6R'), 2),
    note: x.optional(find(own, 'NTE'), 2),
    purchased: ps1 && { providerId: x.text(ps1, 1), amountCents: x.cents(ps1, 2) ?? cents(0) },
    drug: drug && drugOf(x, drug),
    rendering: rendering && providerOf(x, rendering),
    ordering: ordering && providerOf(x, ordering),
    adjudications: some(
      groups.filter(([first]) => first?.id === 'SVD').map((group) => adjudicationOf(x, group)),
    ),
  })
}

function pointersOf(x: Interpreter, sv1: Segment): number[] {
  const texts = x.components(sv1, 7).filter(Boolean)
  if (texts.some((text) => !/^\d\d?$/.test(text)))
    x.report(sv1, 'bad-value', 'This is not a diagnosis pointer.', 7)
  return texts.filter((text) => /^\d\d?$/.test(text)).map(Number)
}

function drugOf(x: Interpreter, segments: readonly Segment[]): Drug {
  const ctp = find(segments, 'CTP')
  return compact({
    ndc: x.text(find(segments, 'LIN'), 3),
    quantity: (ctp && x.decimal(ctp, 4)) ?? 0,
    unit: ctp ? (x.components(ctp, 5)[0] ?? '') : '',
    prescription: x.optional(find(segments, 'REF', 'XZ'), 2),
  })
}

function adjudicationOf(x: Interpreter, segments: readonly Segment[]): LineAdjudication {
  const svd = segments[0]!
  const on = find(segments, 'DTP', '573')
  const remaining = find(segments, 'AMT', 'EAF')
  return compact({
    payerId: x.text(svd, 1),
    paidCents: x.cents(svd, 2) ?? cents(0),
    procedure: procedureFrom(x, svd, 3),
    units: x.decimal(svd, 5) ?? 0,
    adjustments: adjustmentsOf(x, segments),
    adjudicatedOn: on && x.date(on, 3),
    remainingCents: remaining && x.cents(remaining, 2),
  })
}

/** What only the whole claim can tell about its lines. */
export function checkTotals(x: Interpreter, clm: Segment, claim: Claim) {
  const total = claim.lines.reduce((running, line) => running + line.chargeCents, 0)
  if (total !== claim.chargeCents)
    x.report(clm, 'unbalanced', 'The total charge is not the sum of the lines.', 2)
  const beyond = claim.lines.some(({ pointers }) =>
    pointers.some((n) => claim.diagnoses[n - 1] === undefined),
  )
  if (beyond) x.report(clm, 'bad-value', 'A line points to a diagnosis that is not on the claim.')
}
