import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type EligibilityInquiry, read270, write270 } from './270.ts'
import { compact } from './interpret.ts'
import { readX12, transactionsOf } from './reader.ts'
import { samplesOf, skip } from './sample-files.ts'
import { type Envelope, X12WriteError } from './writer.ts'

type Expected = {
  traces: string[]
  members: { q: string; last: string; first: string; id: string }[]
  eq: string[]
}

const envelope: Envelope = {
  sender: { qualifier: 'ZZ', id: 'WELLRUN' },
  receiver: { qualifier: 'ZZ', id: 'CLEARING' },
  control: 7,
  at: Temporal.PlainDateTime.from('2026-11-21T09:05'),
  usage: 'P',
}
const day = (text: string) => Temporal.PlainDate.from(text)
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const inquiry: EligibilityInquiry = {
  reference: 'E1',
  payer: { name: 'ACME HEALTH', id: '87726' },
  provider: { name: { kind: 'organisation', name: 'WELLRUN FAMILY MEDICINE' }, npi: '1234567893' },
  subscriber: {
    name: { kind: 'person', last: 'ADAMS', first: 'ANN' },
    memberId: 'W123456789',
    bornOn: day('1980-02-29'),
  },
  trace: { number: 'T1', originator: '9123456789' },
  serviceOn: day('2026-11-23'),
  serviceTypes: ['30', '98'],
}

function readBack(text: string) {
  const file = readX12(Buffer.from(text, 'latin1'))
  assert.deepEqual(file.problems, [])
  const readings = transactionsOf(file, '270').map(read270)
  assert.deepEqual(
    readings.flatMap(({ problems }) => problems),
    [],
  )
  return readings.flatMap(({ inquiries }) => inquiries)
}

describe('an eligibility inquiry', () => {
  it('is read as independent readers read it, for every sample', { skip }, () => {
    const samples = samplesOf<Expected>('270')
    for (const { name, transactions, details } of samples) {
      const { inquiries, problems } = read270(transactions[0]!)
      const { eq, members, traces } = details[0]!
      assert.deepEqual(problems, [], name)
      assert.deepEqual(
        inquiries.map(({ trace }) => trace?.number),
        traces,
        name,
      )
      assert.deepEqual(inquiries[0]?.serviceTypes, eq, name)
      const people = inquiries.flatMap(({ dependent, subscriber }) => [
        { q: 'IL', ...subscriber },
        ...(dependent ? [{ q: '03', memberId: '', ...dependent }] : []),
      ])
      const named = people.map(({ memberId = '', name: person, q }) =>
        person?.kind === 'person'
          ? { q, last: person.last, first: person.first, id: memberId }
          : { q, last: '', first: '', id: memberId },
      )
      assert.deepEqual(named, members, name)
    }
    assert.ok(samples.length >= 3)
  })

  it('is what the guide shows, segment by segment', () => {
    assert.deepEqual(write270(envelope, [inquiry]).split('~').slice(2, -3), [
      'ST*270*0001*005010X279A1',
      'BHT*0022*13*E1*20261121*0905',
      'HL*1**20*1',
      'NM1*PR*2*ACME HEALTH*****PI*87726',
      'HL*2*1*21*1',
      'NM1*1P*2*WELLRUN FAMILY MEDICINE*****XX*1234567893',
      'HL*3*2*22*0',
      'TRN*1*T1*9123456789',
      'NM1*IL*1*ADAMS*ANN****MI*W123456789',
      'DMG*D8*19800229',
      'DTP*291*D8*20261123',
      'EQ*30^98',
      'SE*13*0001',
    ])
  })

  it('about a dependent puts trace and question with the dependent', () => {
    const dependent = {
      name: { kind: 'person', last: 'ADAMS', first: 'BOB' },
      bornOn: day('2015-05-05'),
    } as const
    const segments = write270(envelope, [{ ...inquiry, dependent }]).split('~')
    const from = segments.indexOf('HL*4*3*23*0')
    assert.deepEqual(segments.slice(from, from + 6), [
      'HL*4*3*23*0',
      'TRN*1*T1*9123456789',
      'NM1*03*1*ADAMS*BOB',
      'DMG*D8*20150505',
      'DTP*291*D8*20261123',
      'EQ*30^98',
    ])
    assert.ok(segments.includes('HL*3*2*22*1'))
  })

  it('is asked with a member number, or with name and birth date', () => {
    const { memberId, name, bornOn } = inquiry.subscriber
    write270(envelope, [{ ...inquiry, subscriber: { memberId } }])
    write270(envelope, [{ ...inquiry, subscriber: { name, bornOn } }])
    for (const subscriber of [{}, { name }, { bornOn }])
      assert.throws(
        () => write270(envelope, [inquiry, { ...inquiry, subscriber }]),
        (error) => {
          assert.ok(error instanceof X12WriteError)
          assert.equal(error.issue.pointer, '/inquiries/1')
          return true
        },
      )
  })

  it('is refused without a payer id, an NPI that checks, a service type, or the maker of the trace', () => {
    for (const [wrong, element] of [
      [{ payer: { name: 'A', id: '' } }, 'NM109'],
      [{ provider: { ...inquiry.provider, npi: '1234567890' } }, 'NM109'],
      [{ provider: { name: inquiry.provider.name } }, 'NM109'],
      [{ serviceTypes: [] }, 'EQ01'],
      [{ trace: { number: 'T1' } }, 'TRN03'],
    ] as const)
      assert.throws(() => write270(envelope, [{ ...inquiry, ...wrong }]), {
        name: 'X12WriteError',
        message: new RegExp(`^${element}`),
      })
  })

  it('says the same when it is read back, whoever is asked about', () => {
    const person = fc
      .record({
        last: fc.constantFrom('ADAMS', "O'NEIL"),
        first: fc.option(fc.constant('ANN'), { nil: undefined }),
      })
      .map((name) => compact({ kind: 'person', ...name } as const))
    const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
    const born = fc.nat(40_000).map((days) => day('2026-01-01').subtract({ days }))
    const anybody = fc
      .record({ name: person, bornOn: born, sex: maybe(fc.constantFrom('M', 'F')) })
      .map((one) => compact(one as EligibilityInquiry['subscriber']))
    const anyInquiry = fc
      .record({
        subscriber: fc
          .tuple(anybody, maybe(fc.constant('W1')))
          .map(([one, memberId]) => compact({ ...one, memberId })),
        dependent: maybe(anybody),
        trace: maybe(fc.constant({ number: 'T1', originator: '9123456789' })),
        serviceUntil: maybe(fc.constant(day('2026-12-01'))),
        serviceTypes: fc.uniqueArray(fc.constantFrom('30', '98', 'UC', '1'), { minLength: 1 }),
      })
      .map((parts) => compact({ ...inquiry, ...parts } as EligibilityInquiry))
    fc.assert(
      fc.property(fc.array(anyInquiry, { minLength: 1, maxLength: 3 }), (inquiries) => {
        assert.deepEqual(plain(readBack(write270(envelope, inquiries))), plain(inquiries))
      }),
      { numRuns: 50 },
    )
  })
})
