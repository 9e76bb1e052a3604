import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { createPatient } from '#domains/patients/patients.ts'
import { type Id, newId } from '#kernel/id.ts'
import { readX12, transactionsOf } from '#standards/x12/reader.ts'
import { read270 } from '#standards/x12/270.ts'
import { addCoverage, changeCoverage, endCoverage, readCoverages } from './coverages/contract.ts'
import { readAnswer, readEligibility, recordCheck, writeInquiry } from './eligibility/contract.ts'
import { chargeFor, coverageOn, eligibilityFor, expectedFor } from './insurance.ts'
import { addPayer } from './payers/contract.ts'
import { cents } from '#kernel/cents.ts'

const practice = await openPractice()
const samples = '../shared/samples/x12'
const date = (text: string) => Temporal.PlainDate.from(text)
const payerId = newId<'Payer'>()
const patientId = newId<'Patient'>()

const payer = (id = payerId, payerCode = 'ABC01') => ({
  id,
  name: 'Prairie Health',
  payerCode,
  filingCode: 'CI',
  phone: null,
  address: null,
  city: null,
  stateCode: null,
  zip: null,
  timelyFilingDays: 180,
  active: true,
})
const card = (id: Id<'Coverage'> = newId(), change: object = {}) => ({
  id,
  payerId,
  rank: 'primary',
  planName: 'Gold 123',
  memberId: 'w 123-456',
  groupNumber: null,
  relation: 'self',
  subscriberLastName: null,
  subscriberFirstName: null,
  subscriberBornOn: null,
  subscriberSex: null,
  effectiveOn: '2026-01-01',
  terminatesOn: null,
  copayCents: 2_500,
  rxBin: null,
  rxPcn: null,
  phone: null,
  ...change,
})
const coverageId = newId<'Coverage'>()

before(async () => {
  await practice.arrange(async (tx) => {
    await createPatient(tx, {
      id: patientId,
      lastName: "O'Brien",
      firstName: 'Maeve',
      bornOn: date('1975-03-14'),
      sex: 'F',
    })
    await tx.db
      .insertInto('practice.organisation')
      .values({
        id: newId(),
        name: 'Prairie Family Medicine',
        legalName: 'Prairie Family Medicine LLC',
        npi: '1234567893',
        taxId: '123456789',
        taxonomy: '207Q00000X',
        address: '1 Main Street',
        city: 'Springfield',
        state: 'IL',
        zip: '62701',
        phone: '2175550100',
      })
      .execute()
  })
  assert.equal((await practice.call(addPayer, { body: payer() })).status, 200)
  assert.equal(
    (await practice.call(addCoverage, { params: { id: patientId }, body: card(coverageId) })).status,
    200,
  )
})

describe('insurance cards', () => {
  it('are shown with their payer, the number as payers compare it', async () => {
    const { body } = await practice.call(readCoverages, { params: { id: patientId } })
    assert.deepEqual(
      body.coverages.map(({ payerName, memberId, inForce }) => ({ payerName, memberId, inForce })),
      [{ payerName: 'Prairie Health', memberId: 'W123456', inForce: true }],
    )
  })

  it('of one rank do not overlap, even when twenty desks enter one at once', async () => {
    const other = newId<'Patient'>()
    await practice.arrange((tx) =>
      createPatient(tx, {
        id: other,
        lastName: 'Nguyễn',
        firstName: 'An',
        bornOn: date('1990-01-01'),
        sex: 'M',
      }),
    )
    const desk = await practice.as('front-desk')
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        practice.call(addCoverage, { params: { id: other }, body: card() }, desk),
      ),
    )
    assert.equal(replies.filter(({ status }) => status === 200).length, 1)
    assert.ok(replies.every(({ status, body }) => status === 200 || body.type === '/problems/rank-taken'))
  })

  it('end, and the next begins the day after', async () => {
    const other = newId<'Patient'>()
    await practice.arrange((tx) =>
      createPatient(tx, {
        id: other,
        lastName: 'Okafor',
        firstName: 'Ada',
        bornOn: date('1990-01-01'),
        sex: 'F',
      }),
    )
    const first = newId<'Coverage'>()
    const params = { id: other }
    await practice.call(addCoverage, { params, body: card(first) })
    const end = {
      params: { id: first },
      body: { terminatesOn: '2026-06-30', reason: 'New employer', version: 1 },
    }
    assert.equal((await practice.call(endCoverage, end)).status, 200)
    assert.equal((await practice.call(endCoverage, end)).body.type, '/problems/changed-meanwhile')
    assert.equal(
      (await practice.call(addCoverage, { params, body: card(newId(), { effectiveOn: '2026-07-01' }) }))
        .status,
      200,
    )
    assert.deepEqual(
      (await coverageOn(practice.db, other, date('2026-06-30'))).map(({ id }) => id),
      [first],
    )
  })

  it('are refused beside the field when something is missing, and nothing is kept', async () => {
    const { status, body } = await practice.call(addCoverage, {
      params: { id: patientId },
      body: card(newId(), { rank: 'secondary', relation: 'spouse' }),
    })
    assert.equal(status, 422)
    assert.deepEqual(
      body.fields?.map(({ pointer }) => pointer),
      ['/subscriberLastName', '/subscriberFirstName', '/subscriberBornOn'],
    )
  })

  it('are not shown to HR', async () => {
    const { status } = await practice.call(
      readCoverages,
      { params: { id: patientId } },
      await practice.as('hr'),
    )
    assert.equal(status, 403)
  })
})

const answer = (benefits: string[], member = 'NM1*IL*1*OBRIEN*MAEVE****MI*W123456~') => {
  const body = [
    'ST*271*0001*005010X279A1~',
    'BHT*0022*11*E1*20261121*1200~',
    'HL*1**20*1~',
    'NM1*PR*2*PRAIRIE HEALTH*****PI*ABC01~',
    'HL*2*1*21*1~',
    'NM1*1P*2*PRAIRIE FAMILY MEDICINE*****XX*1234567893~',
    'HL*3*2*22*0~',
    member,
    'DMG*D8*19750314*F~',
    ...benefits,
  ]
  return `ISA*00*          *00*          *ZZ*ABC01          *30*123456789      *261121*1200*^*00501*000000001*0*T*:~GS*HB*ABC01*123456789*20261121*1200*1*X*005010X279A1~${body.join('')}SE*${body.length + 1}*0001~GE*1*1~IEA*1*000000001~`
}
const drop = (content: string | Uint8Array, query: object = {}) =>
  practice.call(readAnswer, {
    params: { id: coverageId },
    query: { serviceOn: '2026-11-21', ...query },
    file: { type: 'application/edi-x12', content },
  })

describe('eligibility', () => {
  it('says active, copay, deductible with what remains, coinsurance and plan', async () => {
    const { status, body } = await drop(
      answer([
        'EB*1*IND*30**GOLD 123~',
        'EB*B*IND*98***27*25*****Y~',
        'EB*C*IND*30***23*1500*****Y~',
        'EB*C*IND*30***29*40*****Y~',
        'EB*A*IND*98*****.2****Y~',
        'EB*G*IND*30***29*3000*****Y~',
      ]),
    )
    assert.equal(status, 200)
    assert.deepEqual(
      [
        body.outcome,
        body.planName,
        body.copayCents,
        body.deductibleCents,
        body.deductibleLeftCents,
        body.coinsuranceBp,
        body.outOfPocketLeftCents,
      ],
      ['eligible', 'GOLD 123', 2_500, 150_000, 4_000, 2_000, 300_000],
    )
  })

  it('is unknown, never ineligible, when the payer cannot answer, and says what to do', async () => {
    const { body } = await drop(answer(['AAA*Y**42*R~']))
    assert.equal(body.outcome, 'unknown')
    assert.match(body.notes[0]!, /[Aa]gain/)
  })

  it('leaves empty what the payer did not say: no deductible given is not a deductible of nothing', async () => {
    const { body } = await drop(answer(['EB*1*IND*30**GOLD 123~']))
    assert.deepEqual([body.outcome, body.deductibleCents, body.copayCents], ['eligible', null, null])
  })

  it('refuses an answer about somebody else, unless a person has compared them', async () => {
    const other = answer(['EB*1*IND*30~'], 'NM1*IL*1*SMITH*JOHN****MI*999~')
    const refused = await drop(other)
    assert.equal(refused.body.type, '/problems/other-member')
    assert.doesNotMatch(JSON.stringify(refused.body), /SMITH|999/)
    assert.equal((await drop(other, { confirmed: true })).body.outcome, 'eligible')
  })

  it('refuses what is not an answer', async () => {
    assert.equal((await drop('Dear Sir or Madam')).body.type, '/problems/not-an-answer')
  })

  it('is asked with a 270 that reads back as the question', async () => {
    const { status, bytes } = await practice.call(writeInquiry, {
      params: { id: coverageId },
      query: { serviceOn: '2026-11-21' },
    })
    assert.equal(status, 200)
    const [inquiry] = transactionsOf(readX12(bytes), '270').flatMap(
      (transaction) => read270(transaction).inquiries,
    )
    assert.deepEqual(
      [
        inquiry?.payer.id,
        inquiry?.subscriber.memberId,
        inquiry?.serviceTypes,
        inquiry?.serviceOn?.toString(),
      ],
      ['ABC01', 'W123456', ['30', '98'], '2026-11-21'],
    )
  })

  it('is written down from the telephone, newest first, and known for a day of visits in one query', async () => {
    const desk = await practice.as('front-desk')
    const body = {
      id: newId(),
      serviceOn: '2026-11-21',
      outcome: 'eligible',
      source: 'phone',
      planName: null,
      copayCents: 3_000,
      deductibleCents: null,
      deductibleLeftCents: null,
      coinsuranceBp: null,
      outOfPocketCents: null,
      outOfPocketLeftCents: null,
      note: 'Spoke with Dana, reference 77',
    }
    assert.equal((await practice.call(recordCheck, { params: { id: coverageId }, body }, desk)).status, 200)
    const { body: list } = await practice.call(readEligibility, { params: { id: patientId } }, desk)
    assert.deepEqual(
      [list.checks[0]!.source, list.checks[0]!.notes],
      ['phone', ['Spoke with Dana, reference 77']],
    )
    const visit = { id: newId<'Appointment'>(), patientId, serviceOn: Temporal.Now.plainDateISO('UTC') }
    const nobody = { id: newId<'Appointment'>(), patientId: newId<'Patient'>(), serviceOn: visit.serviceOn }
    const known = await eligibilityFor(practice.db, [visit, nobody], 'America/Chicago')
    assert.deepEqual([known.get(visit.id)?.state, known.get(visit.id)?.copayCents], ['eligible', 3_000])
    assert.equal(known.get(nobody.id)?.state, 'self-pay')
  })

  it('does not count any more when the card was corrected since', async () => {
    const { id, ...rest } = card(coverageId, { memberId: 'W999' })
    await practice.call(changeCoverage, { params: { id }, body: { ...rest, version: 1 } })
    const { body } = await practice.call(readEligibility, { params: { id: patientId } })
    assert.ok(body.checks.every(({ standing }) => standing === 'stale' || standing === 'unknown'))
  })

  it(
    'reads every sample answer without a fault',
    { skip: existsSync(samples) ? false : `${samples} is not here` },
    async () => {
      for (const name of readdirSync(samples).filter((file) => /^271.*\.(271|edi)$/.test(file))) {
        const expected = JSON.parse(readFileSync(`${samples}/${name}.expected.json`, 'utf8')) as {
          expected: { detail: { active: boolean }[] }
        }
        const { status, body } = await drop(readFileSync(`${samples}/${name}`), {
          serviceOn: '2026-11-21',
          confirmed: true,
        })
        assert.equal(status, 200, name)
        assert.equal(body.outcome === 'eligible', expected.expected.detail[0]!.active, name)
      }
    },
  )
})

describe('fees', () => {
  before(() =>
    practice.arrange(async ({ db }) => {
      const schedule = async (payer: Id<'Payer'> | null, amountCents: number) => {
        const id = newId<'FeeSchedule'>()
        await db
          .insertInto('insurance.feeSchedule')
          .values({
            id,
            name: 'Fees',
            payerId: payer,
            effectiveFrom: date('2026-01-01'),
            effectiveTo: date('2026-12-31'),
          })
          .execute()
        await db
          .insertInto('insurance.fee')
          .values([
            { id: newId(), feeScheduleId: id, code: '99214', amountCents: cents(amountCents) },
            { id: newId(), feeScheduleId: id, code: '99214', modifier: '26', amountCents: cents(5_000) },
          ])
          .execute()
      }
      await schedule(null, 18_500)
      await schedule(payerId, 13_240)
    }),
  )
  const asked = (modifiers: string[] = [], serviceOn = date('2026-11-21')) => ({
    code: '99214',
    modifiers,
    serviceOn,
  })

  it('are those of the day of service, of the modifier where one is listed', async () => {
    assert.equal(await chargeFor(practice.db, asked()), 18_500)
    assert.equal(await chargeFor(practice.db, asked(['26'])), 5_000)
    assert.equal(await chargeFor(practice.db, asked([], date('2027-01-01'))), undefined)
  })

  it('of a contract are never more than the charge', async () => {
    const expected = (chargeCents: number) =>
      expectedFor(practice.db, payerId, { ...asked(), units: 1, chargeCents: cents(chargeCents) })
    assert.equal(await expected(12_000), 12_000)
    assert.equal(await expected(18_500), 13_240)
  })
})
