import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { cents } from '#kernel/cents.ts'
import { anyClaim, envelope, ordinaryClaim, submissionOf } from './837p-arbitrary.ts'
import type { Claim } from './837p-claim.ts'
import { write837P } from './837p-write.ts'
import { type Form1500, cms1500Boxes } from './cms1500.ts'

const onlyForm = (claim: Claim): Form1500 => {
  const forms = cms1500Boxes(claim)
  assert.equal(forms.length, 1)
  return forms[0]!
}

/** Segments of the file written for the same claim, as lists of elements. */
const electronic = (claim: Claim) =>
  write837P(envelope, submissionOf(claim))
    .split('~')
    .map((segment) => segment.split('*'))
const element = (segments: readonly string[][], start: string, n: number) =>
  segments.find((elements) => elements.join('*').startsWith(start))?.[n] ?? ''

describe('a CMS-1500', () => {
  it('has every box of an ordinary claim filled as NUCC wants it', () => {
    assert.deepEqual(onlyForm(ordinaryClaim), {
      payer: ['ACME HEALTH'],
      boxes: {
        '1': 'GROUP HEALTH PLAN',
        '1a': 'W123456789',
        '2': 'ADAMS, ANN, B',
        '3': '02 29 1980',
        '3 sex': 'F',
        '4': 'ADAMS, ANN, B',
        '5 street': '2 OAK ST',
        '5 city': 'MIAMI',
        '5 state': 'FL',
        '5 zip': '33111',
        '6': 'SELF',
        '7 street': '2 OAK ST',
        '7 city': 'MIAMI',
        '7 state': 'FL',
        '7 zip': '33111',
        '10a': 'NO',
        '10b': 'NO',
        '10c': 'NO',
        '11': 'G100',
        '11a': '02 29 1980',
        '11a sex': 'F',
        '11c': 'GOLD',
        '11d': 'NO',
        '12': 'SIGNATURE ON FILE',
        '13': 'SIGNATURE ON FILE',
        '20': 'NO',
        '21 indicator': '0',
        '21 A': 'J029',
        '21 B': 'I10',
        '25': '123456789',
        '25 kind': 'EIN',
        '26': 'A1',
        '27': 'YES',
        '28': '197 50',
        '31': 'SIGNATURE ON FILE WELLRUN FAMILY MEDICINE',
        '33': 'WELLRUN FAMILY MEDICINE',
        '33 street': '1 MAIN ST SUITE 2',
        '33 city': 'MIAMI',
        '33 state': 'FL',
        '33 zip': '33111-0001',
        '33 phone': '3055550100',
        '33a': '1234567893',
        '33b': 'ZZ207Q00000X',
      },
      lines: [
        {
          from: '11 20 26',
          to: '11 20 26',
          placeOfService: '11',
          emergency: '',
          procedure: '99214',
          modifiers: ['25'],
          pointers: 'AB',
          charges: '185 00',
          units: '1',
          epsdt: '',
          renderingNpi: '1234567893',
        },
        {
          from: '11 20 26',
          to: '11 20 26',
          placeOfService: '11',
          emergency: '',
          procedure: '87880',
          modifiers: [],
          pointers: 'A',
          charges: '12 50',
          units: '1',
          epsdt: '',
          renderingNpi: '1234567893',
        },
      ],
    })
  })

  it('says what the electronic claim says, whatever the claim', () => {
    const money = (text: string) => (Number(text) * 100).toFixed(0)
    fc.assert(
      fc.property(anyClaim, (claim) => {
        const segments = electronic(claim)
        const { boxes, lines } = cms1500Boxes(claim)[0]!
        const line = lines[0]!
        const patient = claim.patient ? 'NM1*QC' : 'NM1*IL'
        const name = [[3, 7], [4], [5]].map((parts) =>
          parts
            .map((n) => element(segments, patient, n))
            .filter(Boolean)
            .join(' '),
        )
        assert.equal(boxes['1a'], element(segments, 'NM1*IL', 9))
        assert.equal(boxes['2'], name.filter(Boolean).join(', '))
        assert.equal(boxes['6'] === 'SELF', element(segments, 'SBR', 2) === '18')
        assert.equal(boxes['11'] ?? '', element(segments, 'SBR', 3) || (boxes['11'] ? 'NONE' : ''))
        assert.equal(boxes['11c'] ?? '', element(segments, 'SBR', 4))
        assert.equal(boxes['22'] ?? '1', element(segments, 'CLM', 5).split(':')[2])
        assert.equal(
          boxes['23'],
          ['G1', '9F', 'X4'].map((code) => element(segments, `REF*${code}`, 2)).find(Boolean),
        )
        assert.equal(boxes['25'], element(segments, claim.billing.taxIdIsSsn ? 'REF*SY' : 'REF*EI', 2))
        assert.equal(boxes['26'], element(segments, 'CLM', 1))
        assert.equal(boxes['27'] === 'YES', element(segments, 'CLM', 7) === 'A')
        assert.equal(boxes['33a'], element(segments, 'NM1*85', 9))
        assert.equal(
          boxes['17b'] ?? '',
          ['DN', 'DK', 'DQ'].map((code) => element(segments, `NM1*${code}`, 9)).find(Boolean) ?? '',
        )
        assert.equal(boxes['21 A'], element(segments, 'HI', 1).split(':')[1])
        assert.equal(boxes['28']?.replace(' ', ''), money(element(segments, 'CLM', 2)).padStart(3, '0'))
        assert.equal(line.procedure, element(segments, 'SV1', 1).split(':')[1])
        assert.equal(line.units, element(segments, 'SV1', 4))
        assert.equal(line.charges.replace(' ', ''), money(element(segments, 'SV1', 2)).padStart(3, '0'))
        const pointed = element(segments, 'SV1', 7)
          .split(':')
          .map((n) => 'ABCDEFGHIJKL'[Number(n) - 1])
        assert.equal(line.pointers, pointed.join(''))
      }),
      { numRuns: 100 },
    )
  })

  it('tells a child from the subscriber, and what another plan covers', () => {
    const { boxes } = onlyForm({
      ...ordinaryClaim,
      coverage: { priority: 'S', filingCode: 'MB' },
      patient: {
        name: { kind: 'person', last: 'Adams', first: 'Zoë', suffix: 'Jr' },
        relationship: '19',
        address: { line1: '3 ELM', city: 'MIAMI', state: 'FL', zip: '331112222' },
        bornOn: Temporal.PlainDate.from('2015-05-05'),
        sex: 'U',
      },
      otherPayers: [
        {
          coverage: { priority: 'P', groupNumber: 'G9' },
          subscriber: { name: { kind: 'person', last: 'BELL', first: 'BO' }, memberId: 'X1' },
          payer: { name: 'OTHER PLAN', id: 'OP' },
          benefitsAssigned: 'Y',
          release: 'Y',
        },
      ],
    })
    assert.deepEqual(
      [boxes['1'], boxes['2'], boxes['3 sex'], boxes['5 zip'], boxes['6'], boxes['11'], boxes['11d']],
      ['MEDICARE', 'ADAMS JR, ZOE', undefined, '33111-2222', 'CHILD', 'NONE', 'YES'],
    )
    assert.deepEqual([boxes['9'], boxes['9a'], boxes['9d']], ['BELL, BO', 'G9', 'OTHER PLAN'])
  })

  it('shows the drug, the laboratory outside, dates with their qualifiers, and what is corrected', () => {
    const [first] = ordinaryClaim.lines
    const { boxes, lines } = onlyForm({
      ...ordinaryClaim,
      frequency: '7',
      references: { payerClaimControl: 'ICN1', referral: 'R1' },
      dates: {
        onset: Temporal.PlainDate.from('2026-11-01'),
        accident: Temporal.PlainDate.from('2026-10-31'),
      },
      causes: ['auto'],
      accidentState: 'FL',
      patientPaidCents: cents(2_500),
      lines: [
        {
          ...first!,
          drug: { ndc: '00026063512', quantity: 10.5, unit: 'ML' },
          purchased: { providerId: 'LAB', amountCents: cents(1_005) },
        },
      ],
    })
    assert.equal(lines[0]?.supplement, 'N400026063512 ML10.5')
    assert.deepEqual([boxes['20'], boxes['20 charges'], boxes['29']], ['YES', '10 05', '25 00'])
    assert.deepEqual([boxes['22'], boxes['22 reference'], boxes['23']], ['7', 'ICN1', 'R1'])
    assert.deepEqual([boxes['14'], boxes['14 qualifier']], ['11 01 2026', '431'])
    assert.deepEqual([boxes['15'], boxes['15 qualifier']], ['10 31 2026', '439'])
    assert.deepEqual([boxes['10b'], boxes['10b state']], ['YES', 'FL'])
  })

  it('of a claim with more than six lines continues on a second form, each with its own total', () => {
    const [first] = ordinaryClaim.lines
    const forms = cms1500Boxes({
      ...ordinaryClaim,
      patientPaidCents: cents(100),
      lines: Array.from({ length: 8 }, () => first!),
    })
    assert.deepEqual(
      forms.map(({ boxes, lines }) => [lines.length, boxes['28'], boxes['29']]),
      [
        [6, '1110 00', '1 00'],
        [2, '370 00', undefined],
      ],
    )
  })
})
