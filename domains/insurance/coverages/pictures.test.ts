import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { createPatient } from '#domains/patients/patients.ts'
import { newId } from '#kernel/id.ts'
import { keepCardPicture, readCardPicture, readCoverages } from './contract.ts'

const practice = await openPractice()
const patientId = newId<'Patient'>()
const id = newId<'Coverage'>()
const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 9])

before(() =>
  practice.arrange(async (tx) => {
    await createPatient(tx, {
      id: patientId,
      lastName: "O'Brien",
      firstName: 'Maeve',
      bornOn: Temporal.PlainDate.from('1975-03-14'),
      sex: 'F',
    })
    const payerId = newId<'Payer'>()
    await tx.db
      .insertInto('insurance.payer')
      .values({ id: payerId, name: 'Prairie Health', payerCode: 'PRAIRIE1', filingCode: 'CI' })
      .execute()
    await tx.db
      .insertInto('insurance.coverage')
      .values({
        id,
        patientId,
        payerId,
        rank: 'primary',
        memberId: 'W1',
        relation: 'self',
        effectiveOn: Temporal.PlainDate.from('2026-01-01'),
      })
      .execute()
  }),
)

const send = (side: 'front' | 'back', content: Uint8Array, type = 'image/jpeg') =>
  practice.call(keepCardPicture, { params: { id, side }, file: { type, content } })
const see = (side: 'front' | 'back') => practice.call(readCardPicture, { params: { id, side } })

describe('pictures of a card', () => {
  it('are kept for each side and come back byte for byte, the newest of a side', async () => {
    assert.equal((await see('front')).status, 404)
    assert.equal((await send('front', jpeg)).status, 200)
    assert.equal((await send('back', jpeg)).status, 200)
    assert.equal((await send('back', png, 'image/png')).status, 200)
    assert.deepEqual(new Uint8Array((await see('front')).bytes), jpeg)
    assert.deepEqual(new Uint8Array((await see('back')).bytes), png)
    const { body } = await practice.call(readCoverages, { params: { id: patientId } })
    assert.deepEqual([body.coverages[0]!.hasFront, body.coverages[0]!.hasBack], [true, true])
  })

  it('are refused when the file is something else that calls itself a picture', async () => {
    const { status, body } = await send('front', Buffer.from('<svg onload="alert(1)"/>'))
    assert.deepEqual([status, body.type], [422, '/problems/not-a-picture'])
    assert.equal((await send('front', new Uint8Array())).status, 422)
    assert.deepEqual(new Uint8Array((await see('front')).bytes), jpeg)
  })

  it('leave a mark in the audit log whenever somebody looks', async () => {
    const somebody = await practice.as('front-desk')
    await practice.call(readCardPicture, { params: { id, side: 'front' } }, somebody)
    const seen = await practice.db
      .selectFrom('audit.entry')
      .select('patientIds')
      .where('actorId', '=', somebody.id)
      .execute()
    assert.ok(seen.some(({ patientIds }) => patientIds?.includes(patientId)))
  })
})
