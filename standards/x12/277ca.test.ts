import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type BatchStatus, type Status, read277CA } from './277ca.ts'
import { readX12, transactionsOf } from './reader.ts'
import { samplesOf, skip } from './sample-files.ts'

type Tracked = {
  level: string
  trn01: string
  trace: string
  stc: { codes: string[]; date: string; action: string; amount: number | null; paid: number | null }[]
  ref: Record<string, string>
  tot?: [string, string, string][]
}
type Expected = { tracked: Tracked[]; categories: Record<string, number> }

const statusesAsListed = (statuses: readonly Status[]) =>
  statuses.map(({ action, chargeCents, codes, on, paidCents }) => ({
    codes: codes.map(({ category, entity, status }) => [category, status, entity].filter(Boolean).join(':')),
    date: on?.toString().replaceAll('-', '') ?? '',
    action,
    amount: chargeCents ?? null,
    paid: paidCents ?? null,
  }))

function acknowledged(...about: string[]) {
  const segments = [
    'ST*277*0001*005010X214',
    'BHT*0085*08*R1*20261121*1635*TH',
    'HL*1**20*1',
    'NM1*PR*2*ACME HEALTH*****PI*87726',
    'TRN*1*X1',
    'HL*2*1*21*1',
    'NM1*41*2*CLINIC*****46*S1',
    'TRN*2*B1',
    'STC*A1:19:PR*20261121*WQ*100',
    'HL*3*2*19*1',
    'NM1*85*2*CLINIC*****XX*1234567893',
    'HL*4*3*PT',
    'NM1*QC*1*ADAMS*ANN****MI*W1',
    ...about,
  ]
  const text = [
    'ISA*00*          *00*          *ZZ*A              *ZZ*B              *261121*0905*^*00501*000000001*0*P*:',
    'GS*HN*A*B*20261121*0905*1*X*005010X214',
    ...segments,
    `SE*${segments.length + 1}*0001`,
    'GE*1*1',
    'IEA*1*000000001',
    '',
  ].join('~')
  return read277CA(transactionsOf(readX12(Buffer.from(text)), '277')[0]!)
}
const outcome = (...about: string[]) => acknowledged('TRN*2*A1', ...about).claims[0]?.outcome

describe('a claim acknowledgement', () => {
  it('is read as independent readers read it, for every sample', { skip }, () => {
    const samples = samplesOf<Expected>('277CA', '277')
    for (const { name, transactions, details } of samples) {
      const read = read277CA(transactions[0]!)
      assert.deepEqual(read.problems, [], name)
      const batch = (level: string, trn01: string, one: BatchStatus | undefined) => ({
        level,
        trn01,
        trace: one?.trace,
        stc: statusesAsListed(one?.statuses ?? []),
        ref: {},
      })
      const { acceptedCents, acceptedCount, rejectedCents, rejectedCount } = read.receiver ?? {}
      const seen = [
        batch('20', '1', read.source),
        {
          ...batch('21', '2', read.receiver),
          tot: [
            ['QTY', '90', String(acceptedCount)],
            ['QTY', 'AA', String(rejectedCount)],
            ['AMT', 'YU', String((acceptedCents ?? 0) / 100)],
            ['AMT', 'YY', String((rejectedCents ?? 0) / 100)],
          ],
        },
        ...read.claims.map(({ claimId, lines, payerClaimControl, statuses }) => ({
          level: 'PT',
          trn01: '2',
          trace: claimId,
          stc: statusesAsListed([...statuses, ...lines.flatMap((line) => line.statuses)]),
          ref: {
            ...(payerClaimControl && { '1K': payerClaimControl }),
            ...(lines[0]?.control && { FJ: lines[0].control }),
          },
        })),
      ]
      assert.deepEqual(seen, details[0]!.tracked, name)
      assert.deepEqual(
        read.claims.map((claim) => claim.outcome),
        ['received', 'rejected', 'rejected'],
      )
    }
    assert.ok(samples.length >= 1)
  })

  it('means acceptance only with A2', () => {
    assert.equal(outcome('STC*A1:19:PR*20261121*WQ*100'), 'received')
    assert.equal(outcome('STC*A0:16:PR*20261121*WQ*100'), 'received')
    assert.equal(outcome('STC*A2:20:PR*20261121*WQ*100'), 'accepted')
    assert.equal(outcome('STC*A1:19:PR*20261121*WQ*100', 'STC*A2:20:PR*20261121*WQ*100'), 'accepted')
  })

  it('means rejection with A3, A6, A7, A8, or an action of U, also of a single line', () => {
    for (const category of ['A3', 'A6', 'A7', 'A8'])
      assert.equal(outcome(`STC*${category}:21*20261121*U*100`), 'rejected', category)
    assert.equal(outcome('STC*A2:20:PR*20261121*U*100'), 'rejected')
    assert.equal(outcome('STC*A2:20:PR*20261121*WQ*100', 'SVC*HC:99213*100', 'STC*A7:454**U'), 'rejected')
    const [claim] = acknowledged('TRN*2*A1', 'STC*A7:562:85*20261121*U*100').claims
    assert.match(claim?.advice ?? '', /as a new claim \(frequency 1\)/)
  })

  it('is unknown when the payer does not find the claim or says nothing', () => {
    assert.equal(outcome('STC*A4:35*20261121**100'), 'unknown')
    assert.equal(outcome(), 'unknown')
    assert.equal(outcome('STC*ZZ:1*20261121**100'), 'unknown')
  })

  it('keeps several claims of one patient apart, each with the payer number that proves timely filing', () => {
    const { claims, problems, receiver } = acknowledged(
      'TRN*2*A1',
      'STC*A2:20:PR*20261121*WQ*100',
      'REF*1K*ICN1',
      'DTP*472*D8*20261120',
      'TRN*2*A2',
      'STC*A7:562:85*20261121*U*50',
    )
    assert.deepEqual(problems, [])
    assert.equal(receiver?.outcome, 'received')
    assert.deepEqual(
      claims.map(({ claimId, outcome: result, payerClaimControl }) => [claimId, result, payerClaimControl]),
      [
        ['A1', 'accepted', 'ICN1'],
        ['A2', 'rejected', undefined],
      ],
    )
  })

  it('is not confused with other answers about status (277)', { skip }, () => {
    for (const { name, transactions } of samplesOf<Expected>('277')) {
      const { claims, problems } = read277CA(transactions[0]!)
      assert.deepEqual(claims, [], name)
      assert.ok(
        problems.some(({ code }) => code === 'unsupported'),
        name,
      )
    }
  })
})
