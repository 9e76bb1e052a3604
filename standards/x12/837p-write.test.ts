import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { cents } from '#kernel/cents.ts'
import { anyClaim, envelope, ordinaryClaim, submissionOf } from './837p-arbitrary.ts'
import { claimIssues } from './837p-check.ts'
import type { Claim } from './837p-claim.ts'
import { read837P } from './837p-read.ts'
import { write837P, writeIssues } from './837p-write.ts'
import { readX12, transactionsOf } from './reader.ts'
import { X12WriteError } from './writer.ts'

const today = envelope.at.toPlainDate()

function readBack(text: string) {
  const file = readX12(Buffer.from(text, 'latin1'))
  const [transaction] = transactionsOf(file, '837')
  assert.ok(transaction?.complete)
  return read837P(transaction)
}

/** As JSON: deepEqual takes any two Temporal dates for equal. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const segmentsOf = (...claims: Claim[]) =>
  write837P(envelope, submissionOf(...claims))
    .split('~')
    .slice(2, -3)

const elsewhere: Claim = {
  ...ordinaryClaim,
  patient: {
    name: { kind: 'person', last: 'ADAMS', first: 'BOB' },
    relationship: '19',
    address: { line1: '2 OAK ST', city: 'MIAMI', state: 'FL', zip: '33111' },
    bornOn: Temporal.PlainDate.from('2015-05-05'),
    sex: 'M',
  },
}

describe('a claim file', () => {
  it('is what the guide shows, segment by segment', () => {
    assert.deepEqual(segmentsOf(ordinaryClaim), [
      'ST*837*0001*005010X222A1',
      'BHT*0019*00*B0001*20261121*0905*CH',
      'NM1*41*2*WELLRUN FAMILY MEDICINE*****46*WR01',
      'PER*IC*BILLING DESK*TE*3055550100',
      'NM1*40*2*CLEARINGHOUSE*****46*CH01',
      'HL*1**20*1',
      'PRV*BI*PXC*207Q00000X',
      'NM1*85*2*WELLRUN FAMILY MEDICINE*****XX*1234567893',
      'N3*1 MAIN ST*SUITE 2',
      'N4*MIAMI*FL*331110001',
      'REF*EI*123456789',
      'PER*IC*BILLING DESK*TE*3055550100',
      'HL*2*1*22*0',
      'SBR*P*18*G100*GOLD*****CI',
      'NM1*IL*1*ADAMS*ANN*B***MI*W123456789',
      'N3*2 OAK ST',
      'N4*MIAMI*FL*33111',
      'DMG*D8*19800229*F',
      'NM1*PR*2*ACME HEALTH*****PI*87726',
      'CLM*A1*197.5***11:B:1*Y*A*Y*Y',
      'HI*ABK:J029*ABF:I10',
      'LX*1',
      'SV1*HC:99214:25*185*UN*1***1:2',
      'DTP*472*D8*20261120',
      'REF*6R*L1',
      'LX*2',
      'SV1*HC:87880*12.5*UN*1***1',
      'DTP*472*D8*20261120',
      'SE*29*0001',
    ])
  })

  it('names the patient apart only when the patient is not the subscriber', () => {
    const own = segmentsOf(ordinaryClaim)
    assert.ok(!own.some((segment) => /^(HL\*3|PAT|NM1\*QC)/.test(segment)))
    const childs = segmentsOf(elsewhere)
    assert.ok(childs.includes('HL*2*1*22*1') && childs.includes('HL*3*2*23*0') && childs.includes('PAT*19'))
    assert.ok(childs.includes('SBR*P**G100*GOLD*****CI'))
  })

  it('shares loops between neighbours and numbers its levels through', () => {
    const second = { ...ordinaryClaim, id: 'A2' }
    const third = { ...elsewhere, id: 'A3' }
    const fourth = { ...elsewhere, id: 'A4' }
    const levels = segmentsOf(ordinaryClaim, second, third, fourth).filter((segment) =>
      /^(HL|CLM)/.test(segment),
    )
    assert.deepEqual(
      levels.map((segment) => segment.split('*').slice(0, 4).join('*')),
      [
        'HL*1**20',
        'HL*2*1*22',
        'CLM*A1*197.5*',
        'CLM*A2*197.5*',
        'HL*3*1*22',
        'HL*4*3*23',
        'CLM*A3*197.5*',
        'CLM*A4*197.5*',
      ],
    )
  })

  it('leaves out a service facility and a rendering provider that are the billing provider', () => {
    const same = segmentsOf({
      ...ordinaryClaim,
      rendering: ordinaryClaim.billing,
      facility: { name: 'SAME PLACE', address: ordinaryClaim.billing.address },
    })
    assert.ok(!same.some((segment) => /^NM1\*(77|82)/.test(segment)))
  })

  it('writes a disability that ended as one period, and one that goes on by its beginning', () => {
    const disabledFrom = Temporal.PlainDate.from('2026-11-01')
    const dates = { disabledFrom, disabledTo: disabledFrom.add({ days: 9 }) }
    const over = segmentsOf({ ...ordinaryClaim, dates })
    assert.ok(over.includes('DTP*314*RD8*20261101-20261110') && !over.some((one) => /^DTP\*36[01]/.test(one)))
    assert.ok(segmentsOf({ ...ordinaryClaim, dates: { disabledFrom } }).includes('DTP*360*D8*20261101'))
  })

  it('writes names as X12 can carry them', () => {
    const name = { kind: 'person', last: 'Muñoz', first: 'José' } as const
    const [claim] =
      readBack(
        write837P(
          envelope,
          submissionOf({ ...ordinaryClaim, subscriber: { ...ordinaryClaim.subscriber, name } }),
        ),
      ).submission?.claims ?? []
    assert.deepEqual(claim?.subscriber.name, { kind: 'person', last: 'MUNOZ', first: 'JOSE' })
  })

  it('says the same when it is read back, and is without fault, whatever the claim', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyClaim, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
        (claims) => {
          const { problems, submission } = readBack(write837P(envelope, submissionOf(...claims)))
          assert.deepEqual(problems, [])
          assert.deepEqual(plain(submission), plain(submissionOf(...claims)))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('sends a secondary claim as the Medicare example of the office: 185.00, paid 101.92', () => {
    const [line] = ordinaryClaim.lines
    assert.ok(line)
    const claim: Claim = {
      ...ordinaryClaim,
      chargeCents: cents(18_500),
      coverage: { priority: 'S', filingCode: 'CI' },
      lines: [
        {
          ...line,
          adjudications: [
            {
              payerId: 'MCARE',
              paidCents: cents(10_192),
              procedure: line.procedure,
              units: 1,
              adjustments: [
                { group: 'CO', reason: '45', amountCents: cents(5_500) },
                { group: 'CO', reason: '253', amountCents: cents(208) },
                { group: 'PR', reason: '2', amountCents: cents(2_600) },
              ],
              adjudicatedOn: today,
            },
          ],
        },
      ],
      otherPayers: [
        {
          coverage: { priority: 'P', filingCode: 'MB' },
          relationship: '18',
          subscriber: { name: ordinaryClaim.subscriber.name, memberId: '1EG4TE5MK73' },
          payer: { name: 'MEDICARE', id: 'MCARE' },
          paidCents: cents(10_192),
          benefitsAssigned: 'Y',
          release: 'Y',
        },
      ],
    }
    const segments = segmentsOf(claim)
    for (const segment of [
      'SBR*S*18*******CI',
      'AMT*D*101.92',
      'SVD*MCARE*101.92*HC:99214:25**1',
      'CAS*CO*45*55**253*2.08',
      'CAS*PR*2*26',
      'DTP*573*D8*20261121',
    ])
      assert.ok(segments.includes(segment), segment)
    const [other] = claim.otherPayers ?? []
    const wrong = { ...claim, otherPayers: [{ ...other!, paidCents: cents(10_193) }] }
    assert.deepEqual(elementsOf(wrong), ['AMT02'])
  })
})

const elementsOf = (claim: Claim) => claimIssues(claim, today).map(({ element }) => element)

describe('a claim that must not be written', () => {
  const [line] = ordinaryClaim.lines
  const withLine = (part: Partial<Claim['lines'][number]>): Claim => ({
    ...ordinaryClaim,
    chargeCents: part.chargeCents ?? cents(18_500),
    lines: [{ ...line!, ...part }],
  })
  const { billing, subscriber } = ordinaryClaim
  const cases: readonly (readonly [why: string, claim: Claim, element: string])[] = [
    ['its total is not the sum of the lines', { ...ordinaryClaim, chargeCents: cents(1) }, 'CLM02'],
    ['it has no lines', { ...ordinaryClaim, chargeCents: cents(0), lines: [] }, 'LX01'],
    ['a pointer goes to no diagnosis', withLine({ pointers: [3] }), 'SV107'],
    ['a line has five pointers', withLine({ pointers: [1, 2, 1, 2, 1] }), 'SV107'],
    [
      'it has thirteen diagnoses',
      { ...ordinaryClaim, diagnoses: Array.from({ length: 13 }, (_, n) => `A${10 + n}`) },
      'HI01',
    ],
    ['a diagnosis keeps its dot', { ...ordinaryClaim, diagnoses: ['J02.9', 'I10'] }, 'HI01-2'],
    ['the service is in the future', withLine({ from: today.add({ days: 1 }) }), 'DTP03'],
    ['the service is before birth', withLine({ from: Temporal.PlainDate.from('1980-02-28') }), 'DTP03'],
    ['the place of service is unknown', { ...ordinaryClaim, placeOfService: '00' }, 'CLM05-1'],
    ['a replacement does not name the claim it replaces', { ...ordinaryClaim, frequency: '7' }, 'REF02'],
    ['the billing NPI is wrong', { ...ordinaryClaim, billing: { ...billing, npi: '1234567890' } }, 'NM109'],
    ['the tax number is short', { ...ordinaryClaim, billing: { ...billing, taxId: '12345' } }, 'REF02'],
    [
      'the billing address is a box',
      { ...ordinaryClaim, billing: { ...billing, address: { ...billing.address, line1: 'P.O. Box 7' } } },
      'N301',
    ],
    [
      'the member number is missing',
      { ...ordinaryClaim, subscriber: { ...subscriber, memberId: '' } },
      'NM109',
    ],
    [
      'the birth date is missing',
      { ...ordinaryClaim, subscriber: { ...subscriber, bornOn: undefined } },
      'DMG02',
    ],
    ['an inpatient has no date of admission', { ...ordinaryClaim, placeOfService: '21' }, 'DTP03'],
    [
      'the patient was discharged before admission',
      { ...ordinaryClaim, dates: { admitted: today, discharged: today.subtract({ days: 1 }) } },
      'DTP03',
    ],
    ['an accident has no date', { ...ordinaryClaim, causes: ['other'] }, 'DTP03'],
    [
      'a secondary claim does not say what the first payer did',
      { ...ordinaryClaim, coverage: { priority: 'S' } },
      'SBR01',
    ],
    ['a drug has ten digits', withLine({ drug: { ndc: '1234567890', quantity: 1, unit: 'ML' } }), 'LIN03'],
    ['the CLIA number has another form', { ...ordinaryClaim, references: { clia: '1234' } }, 'REF02'],
    [
      'its number is too long to come back in the remittance',
      { ...ordinaryClaim, id: 'A'.repeat(21) },
      'CLM01',
    ],
  ]
  for (const [why, claim, element] of cases)
    it(`is refused because ${why}`, () => {
      assert.ok(elementsOf(claim).includes(element), elementsOf(claim).join(' '))
      assert.throws(() => write837P(envelope, submissionOf(claim)), X12WriteError)
    })

  it('is pointed at without a word about the patient', () => {
    const bad = { ...subscriber, address: { ...subscriber.address!, line1: 'SECRET*STREET' } }
    assert.throws(
      () => write837P(envelope, submissionOf(ordinaryClaim, { ...ordinaryClaim, id: 'A2', subscriber: bad })),
      (error) =>
        error instanceof X12WriteError &&
        error.issue.element === 'N301' &&
        error.issue.pointer === '/claims/1/subscriber' &&
        !JSON.stringify([error.message, error.issue]).includes('SECRET'),
    )
  })

  it('has all its faults listed at once, for the biller to mend in one go', () => {
    const faulty: Claim = {
      ...ordinaryClaim,
      frequency: '7',
      billing: { ...billing, npi: '1234567890', address: { ...billing.address, zip: '33111' } },
      subscriber: { ...subscriber, name: { kind: 'person', last: 'A'.repeat(61) } },
      lines: [line!, { ...ordinaryClaim.lines[1]!, control: 'A*B' }],
    }
    assert.deepEqual(
      writeIssues(faulty, today).map(({ element, pointer }) => `${pointer} ${element}`),
      [
        '/references/payerClaimControl REF02',
        '/billing/npi NM109',
        '/billing N403',
        '/subscriber NM103',
        '/lines/1 REF02',
      ],
    )
    assert.deepEqual(writeIssues(ordinaryClaim, today), [])
  })

  it('is refused for a short ZIP code of the billing provider, a claim number used twice, or no claim at all', () => {
    const address = { ...billing.address, zip: '33111' }
    const short = submissionOf({ ...ordinaryClaim, billing: { ...billing, address } })
    assert.throws(() => write837P(envelope, short), { message: /^N403: needs all nine digits/ })
    assert.throws(() => write837P(envelope, submissionOf(ordinaryClaim, ordinaryClaim)), {
      message: /^CLM01/,
    })
    assert.throws(() => write837P(envelope, submissionOf()), { message: /^CLM01/ })
  })
})
