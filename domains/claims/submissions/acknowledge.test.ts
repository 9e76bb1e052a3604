import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type Id, newId } from '#kernel/id.ts'
import { write999 } from '#standards/x12/999.ts'
import { writeTa1 } from '#standards/x12/ta1.ts'
import { recheckClaims } from '../claims/contract.ts'
import { readSubmissions } from './contract.ts'
import { answer277, envelope, group, openClaimsDesk } from './testing.ts'

const { practice, read, make, drop, sent, siteId } = await openClaimsDesk()

describe('what comes back for claims', () => {
  it('accepted means A2 alone: A1 is only received', async () => {
    await make()
    const { id, number } = await sent()
    assert.equal((await read(id)).state, 'sent')
    assert.equal((await drop(answer277([number, 'A1']))).body.accepted, 0)
    assert.equal((await read(id)).state, 'received')
    const { body } = await drop(answer277([number, 'A2', 'ICN77']))
    assert.deepEqual([body.accepted, body.rejected, body.unknown], [1, 0, 0])
    const page = await read(id)
    assert.deepEqual([page.state, page.payerControlNumber], ['accepted', 'ICN77'])
    await drop(answer277([number, 'A1']))
    assert.equal((await read(id)).state, 'accepted')
  })

  it('rejected goes back to the office, and out again as a new claim (frequency 1)', async () => {
    const { id, number } = await sent()
    const { body } = await drop(answer277([number, 'A3'], ['NOTOURS', 'A2']))
    assert.deepEqual([body.accepted, body.rejected, body.unknown], [0, 1, 1])
    const page = await read(id)
    assert.deepEqual([page.state, page.findings[0]?.edit], ['rejected', '277CA'])
    await practice.call(recheckClaims, { body: { ids: [id] } })
    assert.equal((await make()).status, 200)
    const again = await read(id)
    assert.deepEqual([again.state, again.frequency, again.submissions.length], ['batched', '1', 2])
  })

  it('changes nothing the second time', async () => {
    const { id, number } = await sent()
    await drop(answer277([number, 'A2', 'ICN78']))
    const once = await read(id)
    await drop(answer277([number, 'A2', 'ICN78']))
    assert.deepEqual(await read(id), once)
  })

  it('a 999 says that the file can be read, not that a claim was accepted', async () => {
    const { id, controlNumber } = await sent()
    const { body } = await drop(write999(envelope, group(controlNumber, 'A')))
    assert.deepEqual([body.acknowledgements[0]?.outcome, body.accepted], ['accepted', 0])
    assert.equal((await read(id)).state, 'sent')
    const list = await practice.call(readSubmissions)
    const ours = list.body.submissions.find((one) => one.controlNumber === controlNumber)
    assert.equal(ours?.state, 'acknowledged')
  })

  it('is listed for those who may see the file it answers', async () => {
    const { controlNumber, id } = await sent()
    await drop(write999(envelope, group(controlNumber, 'A')))
    const listed = async (siteId: Id<'Site'>) => {
      const { body } = await practice.call(
        readSubmissions,
        {},
        await practice.colleague(['claims.read'], [siteId]),
      )
      return body.acknowledgements.some(({ submissionId }) => submissionId === file)
    }
    const file = (await read(id)).submissions[0]!.id
    assert.deepEqual([await listed(siteId()), await listed(newId())], [true, false])
  })

  it('a file refused by 999 or TA1 was never sent: its claims are ready again', async () => {
    const first = await sent()
    await drop(write999(envelope, group(first.controlNumber, 'R')))
    assert.equal((await read(first.id)).state, 'ready')
    await make()
    const second = await sent()
    const ta1 = { control: second.controlNumber, date: '261121', time: '0905', code: 'R', note: '006' }
    const { body } = await drop(writeTa1(envelope, [ta1]))
    assert.match(body.acknowledgements[0]!.note, /sender is not known/)
    assert.equal((await read(second.id)).state, 'ready')
    await make()
  })

  it('is never a fault of the program, however broken the file', async () => {
    const { number } = await sent()
    const whole = answer277([number, 'A1'], ['W9', 'A3'])
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.nat(40),
        fc.string({ maxLength: 3 }),
        async (at, cut, put) => {
          const { status } = await drop(whole.slice(0, at) + put + whole.slice(at + cut))
          assert.ok(status === 200 || status === 422, String(status))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('is refused whole when it is something else, or cut off', async () => {
    for (const content of ['hello', answer277(['W1', 'A2']).slice(0, -40), ''])
      assert.equal((await drop(content)).body.type, '/problems/not-an-acknowledgement')
  })
})
