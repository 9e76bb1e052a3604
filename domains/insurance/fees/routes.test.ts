import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { newId } from '#kernel/id.ts'
import { addFeeSchedule, importFees, readFeeSchedules, readFees, setFee } from './contract.ts'

const practice = await openPractice()
const id = newId<'FeeSchedule'>()
const schedule = (change: object = {}) => ({
  id,
  name: '2026',
  payerId: null,
  lesserOf: true,
  effectiveFrom: '2026-01-01',
  effectiveTo: '2026-12-31',
  ...change,
})
const drop = (content: string, apply: boolean) =>
  practice.call(importFees, { params: { id }, query: { apply }, file: { type: 'text/csv', content } })
const fees = async (of = id) => (await practice.call(readFees, { params: { id: of } })).body.fees

before(async () => assert.equal((await practice.call(addFeeSchedule, { body: schedule() })).status, 200))

describe('fee schedules', () => {
  it('do not overlap', async () => {
    const { body } = await practice.call(addFeeSchedule, {
      body: schedule({ id: newId(), effectiveFrom: '2026-07-01', effectiveTo: null }),
    })
    assert.equal(body.type, '/problems/schedules-overlap')
  })

  it('are read from a list, first as a preview', async () => {
    const list = 'CPT,Mod,Fee\n99213,,"$1,125.00"\n99214,,185\n99214,26,50.5\n'
    const preview = await drop(list, false)
    assert.deepEqual([preview.body.added, preview.body.applied, (await fees()).length], [3, false, 0])
    assert.equal((await drop(list, true)).body.applied, true)
    assert.deepEqual(await fees(), [
      { code: '99213', modifier: '', amountCents: 112_500 },
      { code: '99214', modifier: '', amountCents: 18_500 },
      { code: '99214', modifier: '26', amountCents: 5_050 },
    ])
    const again = await drop('code,fee\n99213,1125.00\n99214,190', true)
    assert.deepEqual([again.body.same, again.body.changed], [1, 1])
  })

  it('take nothing of a list with a line that is wrong, and say which', async () => {
    const { body } = await drop('code,fee\n99215,200\n9921,1\n99216,twelve\n99215,1\n', true)
    assert.deepEqual(
      body.refused.map(({ line }) => line),
      [3, 4, 5],
    )
    assert.equal(body.applied, false)
    assert.ok((await fees()).every(({ code }) => code !== '99215'))
  })

  it('refuse what is not a list of fees', async () => {
    assert.equal((await drop('name,phone\nAda,1', true)).body.type, '/problems/not-a-fee-list')
    assert.equal((await drop('', true)).body.type, '/problems/not-a-fee-list')
  })

  it('are copied into the next year, where a fee can be changed or removed', async () => {
    const next = newId<'FeeSchedule'>()
    await practice.call(addFeeSchedule, {
      body: schedule({ id: next, name: '2027', effectiveFrom: '2027-01-01', effectiveTo: null, copyOf: id }),
    })
    const set = (code: string, modifier: string, amountCents: number | null) =>
      practice.call(setFee, { params: { id: next }, body: { code, modifier, amountCents } })
    await set('99213', '', 100)
    await set('99214', '26', null)
    assert.deepEqual(
      (await fees(next)).map(({ code, modifier, amountCents }) => [code, modifier, amountCents]),
      [
        ['99213', '', 100],
        ['99214', '', 19_000],
      ],
    )
    const { body } = await practice.call(readFeeSchedules)
    assert.deepEqual(
      body.schedules.map(({ name, feeCount }) => [name, feeCount]),
      [
        ['2027', 2],
        ['2026', 3],
      ],
    )
  })
})
