/** Loop 2400 of the 837P: one service line with its drug, providers and what other payers did with it. */
import type { LineAdjudication, ServiceLine } from './837p-claim.ts'
import { casRows, procedureOf, providerRows } from './837p-write-parts.ts'
import { type Row, amount, date8, fail, quantity } from './writer.ts'

const yes = (flag: boolean | undefined) => (flag ? 'Y' : undefined)

export function lineRows(line: ServiceLine, number: number): Row[] {
  if (!line.from) fail('DTP', 'DTP03', 'missing', 'is required and missing: the date of service.')
  const period: Row = line.to
    ? ['DTP', '472', 'RD8', `${date8(line.from)}-${date8(line.to)}`]
    : ['DTP', '472', 'D8', date8(line.from)]
  const rows: Row[] = [
    ['LX', String(number)],
    [
      'SV1',
      procedureOf(line.procedure),
      amount(line.chargeCents),
      line.basis ?? 'UN',
      quantity(line.units),
      line.placeOfService,
      undefined,
      line.pointers.map(String),
      undefined,
      yes(line.emergency),
      undefined,
      yes(line.epsdt),
      yes(line.familyPlanning),
    ],
    period,
  ]
  if (line.control) rows.push(['REF', '6R', line.control])
  if (line.note) rows.push(['NTE', 'ADD', line.note])
  if (line.purchased) rows.push(['PS1', line.purchased.providerId, amount(line.purchased.amountCents)])
  if (line.drug) {
    rows.push(['LIN', undefined, 'N4', line.drug.ndc])
    rows.push(['CTP', undefined, undefined, undefined, quantity(line.drug.quantity), [line.drug.unit]])
    if (line.drug.prescription) rows.push(['REF', 'XZ', line.drug.prescription])
  }
  if (line.rendering) rows.push(...providerRows('82', line.rendering, 'PE'))
  if (line.ordering) rows.push(...providerRows('DK', line.ordering))
  return [...rows, ...(line.adjudications ?? []).flatMap(adjudicationRows)]
}

function adjudicationRows(settled: LineAdjudication): Row[] {
  if (!settled.adjudicatedOn)
    fail('DTP', 'DTP03', 'missing', 'is required and missing: when the other payer settled the line.')
  const rows: Row[] = [
    [
      'SVD',
      settled.payerId,
      amount(settled.paidCents),
      procedureOf(settled.procedure),
      undefined,
      quantity(settled.units),
    ],
    ...casRows(settled.adjustments),
    ['DTP', '573', 'D8', date8(settled.adjudicatedOn)],
  ]
  if (settled.remainingCents !== undefined) rows.push(['AMT', 'EAF', amount(settled.remainingCents)])
  return rows
}
