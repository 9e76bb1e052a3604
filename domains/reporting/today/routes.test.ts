import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { arrangeOffice, arrangePatient, arrangeVisit } from '../../billing/testing.ts'
import { readSetup } from '../setup/contract.ts'
import { readToday } from './contract.ts'

const practice = await openPractice()
const empty = await practice.call(readSetup)
const made = await practice.arrange(async (tx) => {
  const office = await arrangeOffice(tx)
  const { id } = await arrangePatient(tx, office, { copayCents: 2_500 })
  await arrangeVisit(tx, office, id)
  return office
})

describe('the first page', () => {
  it('counts the visits of today by where they are, at each site one works with', async () => {
    const { status, body } = await practice.call(readToday, {}, await practice.as('manager'))
    assert.equal(status, 200)
    const [site] = body.sites!
    assert.deepEqual([site?.name, site?.visits, site?.waiting, site?.seen], ['Downtown', 1, 1, 0])
  })

  it('shows nobody a line that is not theirs, nor the money to who may not see accounts', async () => {
    const nurse = await practice.call(readToday, {}, await practice.as('nurse'))
    assert.equal(nurse.body.sites?.[0]?.collectedCents, null)
    assert.deepEqual(nurse.body.collected, [])
    const nobody = await practice.call(readToday, {}, await practice.colleague(['today.read']))
    assert.deepEqual([nobody.body.lines, nobody.body.quiet, nobody.body.sites], [[], 0, null])
  })

  it('shows a site one does not work with neither in the day nor in the lines', async () => {
    const elsewhere = await practice.colleague(['today.read', 'scheduling.read', 'accounts.read'], [])
    const { body } = await practice.call(readToday, {}, elsewhere)
    assert.deepEqual([body.sites, body.lines], [[], []])
  })

  it('leaves out what is nothing, and says how much it looked at', async () => {
    const { body } = await practice.call(readToday, {}, await practice.as('owner'))
    assert.ok(body.lines.every(({ count }) => count > 0))
    assert.ok(body.quiet > 5)
  })
})

describe('the guide for the first days', () => {
  it('ticks off what is there, step by step', async () => {
    assert.ok(empty.body.every(({ done }) => !done))
    const { body } = await practice.call(readSetup)
    const left = body.filter(({ done }) => !done).map(({ step }) => step)
    assert.ok(made.siteId)
    // Dr. Reyes and Dr. Okafor work, hours, rooms, visit types, a payer and fees are there; nobody else was invited.
    assert.equal(left.includes('practice') || left.includes('weeks') || left.includes('fees'), false)
  })
})
