import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readRemittances } from './835-reader.ts'
import type { Adjustment, RemittanceClaim, RemittanceEnd, RemittanceEvent } from './835-types.ts'

const samples = new URL('../../../shared/samples/x12/', import.meta.url)
const skip = existsSync(samples) ? false : 'the folder ../shared/samples/x12 is not here'

const everyAdjustment = (claims: readonly RemittanceClaim[]): Adjustment[] =>
  claims.flatMap((claim) => [...claim.adjustments, ...claim.lines.flatMap(({ adjustments }) => adjustments)])

function sumBy<T>(items: readonly T[], key: (item: T) => string, value: (item: T) => number) {
  const sums: Record<string, number> = {}
  for (const item of items) sums[key(item)] = (sums[key(item)] ?? 0) + value(item)
  return sums
}

function detailOf(events: readonly RemittanceEvent[], end: RemittanceEvent & { kind: 'end' }) {
  const { remittance } = end
  const totals: RemittanceEnd = end.end
  const claims = events.flatMap((event) =>
    event.kind === 'claim' && event.remittance === remittance ? [event.claim] : [],
  )
  const adjustments = everyAdjustment(claims)
  return {
    type: remittance.type,
    st02: remittance.control,
    impl: remittance.implementation,
    segs: totals.segmentCount,
    handling: remittance.handling,
    bpr: remittance.amount,
    creditDebit: remittance.creditDebit,
    method: remittance.method,
    payDate: remittance.paidOnWritten,
    trace: remittance.trace,
    payer: remittance.payer.name,
    payee: remittance.payee.name,
    payeeId: remittance.payee.id,
    claims: totals.claims,
    charge: totals.charge,
    paid: totals.paid,
    patientResp: totals.patientResponsibility,
    lines: totals.lines,
    claimStatus: sumBy(
      claims,
      ({ status }) => status,
      () => 1,
    ),
    casByGroup: sumBy(
      adjustments,
      ({ group }) => group,
      ({ amount }) => amount,
    ),
    casByCode: sumBy(
      adjustments,
      ({ group, code }) => `${group}-${code}`,
      ({ amount }) => amount,
    ),
    plb: totals.providerAdjustmentTotal,
    plbItems: totals.providerAdjustments.map(({ reason, reference, amount }) => [
      reference ? `${reason}:${reference}` : reason,
      amount,
    ]),
    balanceTx: totals.difference === 0,
    unbalancedClaims: claims.filter(({ difference }) => difference !== 0).map(({ id }) => id),
    unbalancedClaimCount: totals.unbalancedClaims,
    unbalancedLineCount: totals.unbalancedLines,
    claimList: claims.map((claim) => ({
      id: claim.id,
      status: claim.status,
      charge: claim.charge,
      paid: claim.paid,
      patientResp: claim.patientResponsibility,
      icn: claim.payerControlNumber,
      lines: claim.lines.length,
    })),
  }
}

test('reads every 835 sample as its expected values say, in whole and byte by byte', { skip }, async () => {
  const names = readdirSync(samples).filter((name) => /^835.*\.expected\.json$/.test(name))
  assert.ok(names.length > 0)
  for (const name of names) {
    const read = (file: string) => readFileSync(new URL(encodeURIComponent(file), samples))
    const { expected } = JSON.parse(read(name).toString()) as {
      expected: { detail: Record<string, unknown>[]; totals: Record<string, number> }
    }
    const bytes = read(name.replace('.expected.json', ''))
    const events = await Array.fromAsync(readRemittances([bytes]))
    const pieces = Array.from(bytes, (byte) => Uint8Array.of(byte))
    assert.deepEqual(await Array.fromAsync(readRemittances(pieces)), events, name)

    const ends = events.filter((event) => event.kind === 'end')
    const details = ends.map((end) => detailOf(events, end))
    assert.deepEqual(details, expected.detail, name)
    const total = (value: (detail: (typeof details)[number]) => number) =>
      details.reduce((sum, detail) => sum + value(detail), 0)
    assert.deepEqual(
      {
        claims: total(({ claims }) => claims),
        charge: total(({ charge }) => charge),
        paid: total(({ paid }) => paid),
        lines: total(({ lines }) => lines),
        patientResp: total(({ patientResp }) => patientResp),
        plb: total(({ plb }) => plb),
        bpr: total(({ bpr }) => bpr),
      },
      expected.totals,
      name,
    )
    for (const { end } of ends)
      assert.equal(end.postable, end.balanced && end.unbalancedLines === 0, `${name}: postable`)
  }
})
