import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, describe, it } from 'node:test'
import Type from 'typebox'
import { Done, done, endpoint } from '#kernel/contract.ts'
import { Refusal } from '#kernel/refusal.ts'
import { openPractice } from '#app/testing.ts'
import { createHttp } from './http.ts'
import { createStrangerLimit, isTooDeep } from './limits.ts'
import { createLog } from './log.ts'

const practice = await openPractice()
const open = endpoint({
  method: 'POST',
  path: '/anybody',
  summary: 'For anybody',
  permission: 'public',
  body: Type.Object({ text: Type.String(), more: Type.Optional(Type.Unknown()) }),
  reply: Done,
})
const openDoor = (bodyWithinMilliseconds: number) => {
  const http = createHttp(practice.platform, {
    authenticate: async () => null,
    log: createLog('silent'),
    bodyWithinMilliseconds,
  })
  http.perform(open, async () => done)
  after(() => http.app.close())
  return http
}
const http = openDoor(30_000)

const ask = (payload: string, remoteAddress = '10.0.0.1') =>
  http.app.inject({
    method: 'POST',
    url: '/api/anybody',
    remoteAddress,
    headers: {
      'x-wellrun': '1',
      'content-type': 'application/json',
      'idempotency-key': `key-of-length-${payload.length}`,
    },
    payload,
  })

describe('limits at the door', () => {
  it('refuse a body nested deeper than any form, without falling over it', async () => {
    assert.equal((await ask('{"text":"x","more":[[[1]]]}')).statusCode, 200)
    const { statusCode, body } = await ask(`{"text":"x","more":${'['.repeat(200_000)}${']'.repeat(200_000)}}`)
    assert.equal(statusCode, 400)
    assert.match(body, /nested too deeply/)
  })

  it('do not take brackets in a text for nesting', () => {
    assert.equal(isTooDeep(JSON.stringify({ text: `\\"${'['.repeat(500)}` })), false)
    assert.equal(isTooDeep(`${'{"a":'.repeat(40)}1${'}'.repeat(40)}`), true)
  })

  it('refuse a body that would change a prototype, and one that is too large', async () => {
    assert.equal((await ask('{"text":"x","__proto__":{"isOwner":true}}')).statusCode, 400)
    assert.equal((await ask(JSON.stringify({ text: 'x'.repeat(3 * 2 ** 20) }))).statusCode, 413)
  })

  it('let a stranger ask often, but not without end, and leave other addresses alone', async () => {
    let time = 0
    const mustBePatient = createStrangerLimit(() => time)
    for (let turn = 0; turn < 600; turn += 1) mustBePatient('10.0.0.2')
    assert.throws(
      () => mustBePatient('10.0.0.2'),
      (error) => error instanceof Refusal && error.reason.status === 429,
    )
    mustBePatient('10.0.0.3')
    time += 1_000
    for (let turn = 0; turn < 10; turn += 1) mustBePatient('10.0.0.2')
    assert.throws(() => mustBePatient('10.0.0.2'))
    // The same over HTTP.
    const answers = await Promise.all(Array.from({ length: 700 }, () => ask('{"text":"x"}', '10.0.0.4')))
    assert.ok(answers.some(({ statusCode }) => statusCode === 429))
    assert.equal((await ask('{"text":"x"}', '10.0.0.5')).statusCode, 200)
  })

  it('cut off who sends a body drop by drop', async () => {
    const address = new URL(await openDoor(200).app.listen({ host: '127.0.0.1', port: 0 }))
    const socket = connect(Number(address.port), address.hostname)
    socket.on('error', () => {})
    socket.write(
      'POST /api/anybody HTTP/1.1\r\nhost: x\r\nx-wellrun: 1\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
    )
    const from = performance.now()
    await once(socket, 'close')
    assert.ok(performance.now() - from < 5_000)
  })
})
