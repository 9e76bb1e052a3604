import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Visit, summarise271 } from './271-summary.ts'
import { read271 } from './271.ts'
import { readX12, transactionsOf } from './reader.ts'
import { samplesOf, skip } from './sample-files.ts'

type Expected = {
  ebList: {
    info: string
    level: string
    services: string
    insType: string
    plan: string
    period: string
    amount: number | null
    percent: number | null
    network: string | null
    auth: string | null
  }[]
  aaaList: { valid: string; reason: string; followUp: string }[]
  active: boolean
  traces: string[]
  members: { q: string; last: string; first: string; id: string }[]
}

const visit: Visit = { serviceType: '98', onDate: Temporal.PlainDate.from('2026-11-23') }

/** A 271 about one subscriber with these segments after the name. */
function answer(...about: string[]) {
  const segments = [
    'ST*271*0001*005010X279A1',
    'BHT*0022*11*E1*20261121*0905',
    'HL*1**20*1',
    'NM1*PR*2*ACME HEALTH*****PI*87726',
    'HL*2*1*21*1',
    'NM1*1P*2*CLINIC*****XX*1234567893',
    'HL*3*2*22*0',
    'TRN*2*T1*9123456789',
    'NM1*IL*1*ADAMS*ANN****MI*W1',
    ...about,
  ]
  const text = [
    'ISA*00*          *00*          *ZZ*A              *ZZ*B              *261121*0905*^*00501*000000001*0*P*:',
    'GS*HB*A*B*20261121*0905*1*X*005010X279A1',
    ...segments,
    `SE*${segments.length + 1}*0001`,
    'GE*1*1',
    'IEA*1*000000001',
    '',
  ].join('~')
  const [transaction] = transactionsOf(readX12(Buffer.from(text)), '271')
  assert.ok(transaction)
  return read271(transaction)
}
const summary = (...about: string[]) => summarise271(answer(...about), visit)

describe('an eligibility answer', () => {
  it('is read as independent readers read it, for every sample', { skip }, () => {
    const samples = samplesOf<Expected>('271')
    for (const { name, transactions, details } of samples) {
      const response = read271(transactions[0]!)
      const expected = details[0]!
      const benefits = response.members.flatMap((member) => member.benefits)
      const seen = {
        ebList: benefits.map((eb) => ({
          info: eb.info,
          level: eb.coverageLevel,
          services: eb.serviceTypes.join('^'),
          insType: eb.insuranceType,
          plan: eb.plan,
          period: eb.period,
          amount: eb.amountCents ?? null,
          percent: eb.percentBp ?? null,
          network: eb.inNetwork || null,
          auth: eb.authorisation || null,
        })),
        aaaList: response.rejections.map((aaa) => ({
          valid: aaa.requestValid ? 'Y' : 'N',
          reason: aaa.code,
          followUp: aaa.followUpCode,
        })),
        active: benefits.some(({ info }) => /^[1-5]$/.test(info)),
        traces: response.members.flatMap(({ traces }) => traces.map(({ number }) => number)),
        members: response.members.map(({ level, memberId, name: person }) => ({
          q: level === 'subscriber' ? 'IL' : '03',
          last: person.kind === 'person' ? person.last : '',
          first: person.kind === 'person' ? person.first : '',
          id: memberId,
        })),
      }
      const { active, aaaList, ebList, members, traces } = expected
      assert.deepEqual(seen, { ebList, aaaList, active, traces, members }, name)
    }
    assert.ok(samples.length >= 4)
  })

  it('gives the desk what it needs, for the samples', { skip }, () => {
    const [dependent, error, subscriber, kputnam] = samplesOf<Expected>('271').map(({ transactions }) =>
      summarise271(read271(transactions[0]!), visit),
    )
    for (const one of [dependent, subscriber]) {
      assert.equal(one?.outcome, 'active')
      assert.equal(one.plan, 'GOLD 123 PLAN')
      assert.deepEqual(one.copay, { network: 'in', serviceType: '98', coverageLevel: '', amountCents: 1000 })
      assert.equal(one.deductible, undefined)
      assert.equal(one.primaryCareProvider?.role, 'P3')
      assert.equal(one.serviceCovered, true)
    }
    for (const one of [error, kputnam]) {
      assert.equal(one?.outcome, 'unknown')
      assert.equal(one.remedy, 'call-payer')
    }
  })

  it('keeps the entities, messages, dates and references with their benefit', () => {
    const [benefit] = answer(
      'EB*B*IND*98*HM*GOLD*27*25**VS*3*Y*Y*HC:99213',
      'REF*18*PLAN7',
      'DTP*348*D8*20260101',
      'MSG*PRIMARY CARE ONLY',
      'LS*2120',
      'NM1*P3*1*JONES*MARCUS****XX*1234567893',
      'PER*IC**TE*3055550100',
      'LE*2120',
    ).members.flatMap(({ benefits }) => benefits)
    assert.equal(benefit?.amountCents, 2500)
    assert.equal(benefit.quantity, 3)
    assert.equal(benefit.authorisation, 'Y')
    assert.equal(benefit.procedure, 'HC:99213')
    assert.deepEqual(benefit.references, [{ qualifier: '18', id: 'PLAN7' }])
    assert.equal(String(benefit.dates[0]?.from), '2026-01-01')
    assert.deepEqual(benefit.messages, ['PRIMARY CARE ONLY'])
    assert.deepEqual(benefit.entities[0]?.contact, { phone: '3055550100' })
  })
})

describe('the desk', () => {
  it('sees an outage of the payer as unknown and asks again, never as not covered', () => {
    for (const code of ['42', '80']) {
      const seen = summary(`AAA*Y**${code}*P`)
      assert.equal(seen.outcome, 'unknown')
      assert.equal(seen.remedy, 'retry')
    }
    assert.equal(summary('AAA*Y**42*N').remedy, 'call-payer')
  })

  it('is told to correct the data when birth date, number or name do not match', () => {
    for (const code of ['71', '72', '73', '75']) {
      const seen = summary(`AAA*Y**${code}*C`)
      assert.deepEqual([seen.outcome, seen.remedy], ['unknown', 'fix-data'])
      assert.ok(seen.reason.length > 20)
    }
  })

  it('sees nothing said, or an answer cut off, as unknown', () => {
    assert.equal(summary().outcome, 'unknown')
    assert.equal(summary('EB*B**98****25').outcome, 'unknown')
    assert.equal(summarise271({ ...answer('EB*1**30'), complete: false }, visit).outcome, 'unknown')
  })

  it('sees inactive only where the payer says so, or on a day outside the plan', () => {
    assert.equal(summary('EB*6**30').outcome, 'inactive')
    assert.equal(summary('DTP*347*D8*20261031', 'EB*1**30').outcome, 'inactive')
    assert.equal(summary('DTP*346*D8*20270101', 'EB*1**30').outcome, 'inactive')
    assert.equal(summary('DTP*291*RD8*20260101-20261231', 'EB*1**30').outcome, 'active')
    assert.equal(summary('DTP*291*D8*20261121', 'EB*1**30').outcome, 'active')
    assert.equal(summary('EB*1**30', 'DTP*349*D8*20261031').outcome, 'inactive')
    // Another service being inactive (dental) does not end the coverage.
    assert.equal(summary('EB*1**30', 'EB*6**35').outcome, 'active')
    assert.equal(summary('EB*6**35').outcome, 'unknown')
  })

  it('keeps the total of a deductible (23) apart from what remains of it (29), and absent is not zero', () => {
    const seen = summary('EB*1**30', 'EB*C*IND*30***23*1500', 'EB*C*IND*30***29*40', 'EB*C*FAM*30***29*900')
    assert.equal(seen.deductible?.totalCents, 150_000)
    assert.equal(seen.deductible.remainingCents, 4_000)
    assert.equal(seen.familyDeductible?.remainingCents, 90_000)
    assert.equal(seen.familyDeductible.totalCents, undefined)
    assert.equal(seen.outOfPocket, undefined)
    assert.equal(summary('EB*1**30').deductible, undefined)
    assert.equal(summary('EB*1**30', 'EB*C*IND*30***29*0').deductible?.remainingCents, 0)
    assert.equal(summary('EB*1**30', 'EB*C*IND*30***23').deductible, undefined)
  })

  it('gets the out-of-pocket limit and the share of 20 % that the payer writes as .2', () => {
    const seen = summary('EB*1**30', 'EB*A*IND*98****.2', 'EB*G*IND*30***23*6000', 'EB*G*IND*30***29*60')
    assert.equal(seen.coinsurance?.basisPoints, undefined)
    const right = summary('EB*1**30', 'EB*A*IND*98*****.2', 'EB*G*IND*30***23*6000', 'EB*G*IND*30***29*60')
    assert.equal(right.coinsurance?.basisPoints, 2_000)
    assert.deepEqual([right.outOfPocket?.totalCents, right.outOfPocket?.remainingCents], [600_000, 6_000])
    const twenty = answer('EB*1**30', 'EB*A*IND*98*****20')
    assert.equal(summarise271(twenty, visit).coinsurance, undefined)
    assert.deepEqual(
      twenty.problems.map(({ segmentId, element }) => [segmentId, element]),
      [['EB', 8]],
    )
  })

  it('prefers the office visit to the plan as a whole, and in network to out of network', () => {
    const seen = summary(
      'EB*1**30**GOLD',
      'EB*B**30****10*****Y',
      'EB*B**98****25*****Y',
      'EB*B**98****80*****N',
      'EB*B**UC****50*****Y',
    )
    assert.equal(seen.copay?.amountCents, 2_500)
    assert.equal(seen.copay.network, 'in')
    assert.equal(summary('EB*1**30', 'EB*B**98****80*****N').copay?.network, 'out')
    assert.equal(summary('EB*1**30', 'EB*B**98****80*****N', 'EB*B**30****10').copay?.amountCents, 1_000)
    assert.equal(summary('EB*1**30', 'EB*B**UC****50').copay, undefined)
  })

  it('is shown two copays of the same standing instead of one picked at random', () => {
    const seen = summary('EB*1**30', 'EB*B**98****25', 'MSG*PCP', 'EB*B**98****40', 'MSG*SPECIALIST')
    assert.equal(seen.copay, undefined)
    assert.deepEqual(
      seen.copays.map(({ amountCents }) => amountCents),
      [2_500, 4_000],
    )
    assert.deepEqual(seen.messages, ['PCP', 'SPECIALIST'])
  })

  it('hears that a service is not covered, needs authorisation, or that another payer comes first', () => {
    assert.equal(summary('EB*1**30', 'EB*I**98').serviceCovered, false)
    assert.equal(summary('EB*1**30', 'EB*I**98********N').serviceCovered, false)
    assert.equal(summary('EB*1**30', 'EB*I**98*********N').serviceCovered, undefined)
    assert.equal(summary('EB*1**30', 'EB*1**98********Y').authorisationRequired, true)
    assert.equal(summary('EB*1**30').authorisationRequired, undefined)
    assert.equal(summary('EB*1**30', 'EB*R**30').otherCoverage, true)
  })
})
