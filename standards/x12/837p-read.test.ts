import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Procedure } from './837p-claim.ts'
import { read837P } from './837p-read.ts'
import { readX12, transactionsOf } from './reader.ts'
import { samplesOf, skip } from './sample-files.ts'

type ExpectedClaim = {
  id: string
  charge: number
  pos: string
  freq: string
  dx: string[]
  billing: string
  subscriber: string
  lines: [procedure: string, charge: number, units: string][]
}
type Expected = { bht03: string; bht06: string; claims: number; charge: number; claimList: ExpectedClaim[] }

const written = ({ qualifier = 'HC', code, modifiers = [], description = '' }: Procedure) =>
  [qualifier, code, ...[0, 1, 2, 3].map((n) => modifiers[n] ?? ''), description].join(':').replace(/:+$/, '')

/** Reads one transaction set written as lines without terminators. */
function readLines(...lines: string[]) {
  const text = [
    'ISA*00*          *00*          *ZZ*A              *ZZ*B              *261121*0905*^*00501*000000001*0*T*:',
    'GS*HC*A*B*20261121*0905*1*X*005010X222A1',
    ...lines,
    `SE*${lines.length + 1}*0001`,
    'GE*1*1',
    'IEA*1*000000001',
    '',
  ].join('~\n')
  const [transaction] = transactionsOf(readX12(Buffer.from(text)), '837')
  assert.ok(transaction)
  return read837P(transaction)
}

const claimLines = [
  'ST*837*0001*005010X222A1',
  'BHT*0019*00*REF1*20261121*0905*CH',
  'NM1*41*2*SUBMITTER*****46*S1',
  'PER*IC*DESK*TE*3055550100',
  'NM1*40*2*RECEIVER*****46*R1',
  'HL*1**20*1',
  'NM1*85*2*CLINIC*****XX*1234567893',
  'N3*1 MAIN ST',
  'N4*MIAMI*FL*331110001',
  'REF*EI*123456789',
  'HL*2*1*22*0',
  'SBR*P*18*******CI',
  'NM1*IL*1*DOE*JANE****MI*M1',
  'N3*2 OAK ST',
  'N4*MIAMI*FL*33111',
  'DMG*D8*19800229*F',
  'NM1*PR*2*PAYER*****PI*P1',
  'CLM*C1*100***11:B:1*Y*A*Y*Y',
  'HI*ABK:J029',
  'LX*1',
  'SV1*HC:99213*100*UN*1***1',
  'DTP*472*D8*20261120',
]
const change = (from: string, to: string) => claimLines.map((line) => (line === from ? to : line))

describe('a professional claim file', () => {
  it('is read as independent readers read it, for every sample', { skip }, () => {
    const samples = samplesOf<Expected>('837P', '837')
    for (const { name, transactions, details } of samples) {
      assert.equal(transactions.length, details.length, name)
      transactions.forEach((transaction, n) => {
        const expected = details[n]!
        const { submission } = read837P(transaction)
        assert.ok(submission, name)
        assert.equal(submission.reference, expected.bht03, name)
        assert.equal(submission.kind, expected.bht06, name)
        const claims = submission.claims.map((claim) => ({
          id: claim.id,
          charge: claim.chargeCents,
          pos: claim.placeOfService,
          freq: claim.frequency,
          dx: [...claim.diagnoses],
          billing: claim.billing.npi,
          subscriber: claim.subscriber.memberId,
          lines: claim.lines.map((line) => [written(line.procedure), line.chargeCents, line.units]),
        }))
        const wanted = expected.claimList.map((claim) => ({
          ...claim,
          lines: claim.lines.map(([procedure, charge, units]) => [procedure, charge, Number(units)]),
        }))
        assert.deepEqual(claims, wanted, name)
      })
    }
    assert.ok(samples.length >= 35)
  })

  it('tells who the patient is, what earlier payers did and which drug was given', { skip }, () => {
    const of = (part: string) => {
      const sample = samplesOf<Expected>('837P', '837').find(({ name }) => name.includes(part))
      assert.ok(sample)
      const claim = read837P(sample.transactions[0]!).submission?.claims[0]
      assert.ok(claim)
      return claim
    }
    const secondary = of('X222A1_COB-claim-from-billing-provider-to-payer-b')
    assert.deepEqual(secondary.patient?.name, { kind: 'person', last: 'SMITH', first: 'TED' })
    assert.equal(secondary.patient?.relationship, '19')
    assert.equal(secondary.coverage.priority, 'S')
    assert.equal(secondary.facility?.name, 'KILDARE ASSOCIATES')
    const [earlier] = secondary.otherPayers ?? []
    assert.equal(earlier?.paidCents, 3915)
    assert.equal(earlier?.remainingCents, 3689)
    assert.deepEqual(earlier?.adjustments, [
      { group: 'PR', reason: '1', amountCents: 2189 },
      { group: 'PR', reason: '2', amountCents: 1500 },
    ])
    assert.deepEqual(secondary.lines[0]?.pointers, [1, 2, 3, 4])
    assert.deepEqual(secondary.lines[0]?.adjudications?.[0]?.adjustments, [
      { group: 'CO', reason: '42', amountCents: 300 },
    ])
    assert.equal(String(secondary.lines[0]?.adjudications?.[0]?.adjudicatedOn), '2005-10-15')

    const drug = of('X222A1_drug-administered').lines[1]
    assert.deepEqual(drug?.drug, { ndc: '00026063512', quantity: 10, unit: 'ML' })
    assert.equal(drug?.placeOfService, '11')

    const accident = of('demo.autoaccident')
    assert.deepEqual(accident.causes, ['auto'])
    assert.equal(accident.accidentState, 'CA')
    assert.equal(String(accident.dates?.accident), '2005-10-31')
    assert.equal(accident.lines[0]?.emergency, true)
    assert.equal(of('X222A1_anesthesia').lines[0]?.units, 61)
  })

  it(
    'has its wrong check digits and unreadable composites reported, at segment and element',
    { skip },
    () => {
      const problemsOf = (part: string) => {
        const sample = samplesOf<Expected>('837P', '837').find(({ name }) => name.includes(part))
        assert.ok(sample)
        return read837P(sample.transactions[0]!).problems.map(
          ({ segmentId, element }) => `${segmentId}${element}`,
        )
      }
      assert.ok(problemsOf('X222A1_ppo-repriced').includes('NM19'))
      // These say ":" in ISA16 and ">" in their composites.
      const wrong = problemsOf('demo.example12')
      for (const place of ['CLM5', 'SV11']) assert.ok(wrong.includes(place), place)
      assert.deepEqual(problemsOf('837p.test.0002'), ['SE1'])
    },
  )

  it('without fault gives no problems', () => {
    const { problems, submission } = readLines(...claimLines)
    assert.deepEqual(problems, [])
    assert.equal(submission?.claims.length, 1)
  })

  for (const [why, lines, code, place] of [
    [
      'its total is not the sum of its lines',
      change('CLM*C1*100***11:B:1*Y*A*Y*Y', 'CLM*C1*99***11:B:1*Y*A*Y*Y'),
      'unbalanced',
      'CLM2',
    ],
    [
      'its date of service does not exist',
      change('DTP*472*D8*20261120', 'DTP*472*D8*20261131'),
      'bad-date',
      'DTP3',
    ],
    [
      'its charge is not money',
      change('SV1*HC:99213*100*UN*1***1', 'SV1*HC:99213*1OO*UN*1***1'),
      'bad-amount',
      'SV12',
    ],
    [
      'a line points beyond the diagnoses',
      change('SV1*HC:99213*100*UN*1***1', 'SV1*HC:99213*100*UN*1***2'),
      'bad-value',
      'CLMundefined',
    ],
    [
      'it has no payer',
      claimLines.filter((line) => !line.startsWith('NM1*PR')),
      'missing-segment',
      'HLundefined',
    ],
    [
      'it has no diagnosis',
      claimLines.filter((line) => !line.startsWith('HI')),
      'missing-segment',
      'CLMundefined',
    ],
  ] as const)
    it(`is read with a problem when ${why}`, () => {
      const { problems, submission } = readLines(...lines)
      assert.equal(submission?.claims.length, 1)
      assert.ok(
        problems.some(
          (problem) => problem.code === code && `${problem.segmentId}${problem.element}` === place,
        ),
        JSON.stringify(problems),
      )
      assert.ok(!JSON.stringify(problems).includes('DOE'))
    })
})

describe('an institutional claim file', () => {
  it('is refused politely, for every sample', { skip }, () => {
    const samples = samplesOf<Expected>('837I', '837')
    for (const { name, transactions } of samples) {
      const { problems, submission } = read837P(transactions[0]!)
      assert.equal(submission, undefined, name)
      assert.match(problems.at(-1)?.message ?? '', /institutional claim file \(837I\)/, name)
      assert.equal(problems.at(-1)?.code, 'unsupported', name)
    }
    assert.ok(samples.length >= 4)
  })

  it('is refused by its service lines too, when its guide is not named', () => {
    const { submission } = readLines(...change('SV1*HC:99213*100*UN*1***1', 'SV2*0305*HC:85025*100*UN*1'))
    assert.equal(submission, undefined)
  })
})
