import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, describe, it } from 'node:test'
import Type from 'typebox'
import { openPractice } from '#app/testing.ts'
import { Done, FileReply, done, endpoint } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import { Refusal, Stale } from '#kernel/refusal.ts'
import { cookiesOf } from './cookies.ts'
import { createHttp } from './http.ts'
import { createLive } from './live.ts'
import { createLog } from './log.ts'

const practice = await openPractice()
const colleague = await practice.colleague(['test'])
const openDoor = (trustProxy: boolean) => {
  const http = createHttp(practice.platform, {
    authenticate: async () => ({ actor: colleague, steppedUpAt: null }),
    log: createLog('silent'),
    trustProxy,
  })
  after(() => http.app.close())
  return http
}

describe('the address of a caller', () => {
  const where = endpoint({
    method: 'GET',
    path: '/where',
    summary: 'The address of the caller',
    permission: 'public',
    reply: Type.Object({ address: Type.String() }),
  })
  const seen = async (trustProxy: boolean, forwarded: string) => {
    const http = openDoor(trustProxy)
    http.answer(where, async (_db, _request, { origin }) => ({ address: origin.address ?? '' }))
    const headers = { 'x-forwarded-for': forwarded }
    return (await http.app.inject({ url: '/api/where', headers })).json<{ address: string }>().address
  }

  it('is what the one proxy says, not what the caller told the proxy', async () => {
    assert.equal(await seen(true, '203.0.113.7'), '203.0.113.7')
    assert.equal(await seen(true, '198.51.100.1, 203.0.113.7'), '203.0.113.7')
  })

  it('is that of the connection where no proxy stands before the server', async () => {
    assert.equal(await seen(false, '203.0.113.7'), '127.0.0.1')
  })
})

describe('what a reply discloses', () => {
  const patientId = newId<'Patient'>()
  const common = {
    summary: 'Something about a patient',
    permission: 'test',
    discloses: () => [patientId],
  } as const
  const file = { ...common, method: 'GET', reply: FileReply } as const
  const http = openDoor(false)
  const bytes = Buffer.from('about somebody')
  http.answer(endpoint({ ...file, path: '/paper', produces: 'application/pdf' }), async () => ({
    name: 'a.pdf',
    bytes,
  }))
  http.answer(endpoint({ ...file, path: '/data', produces: 'text/csv' }), async () => ({
    name: 'a.csv',
    bytes,
  }))
  http.answer(endpoint({ ...common, method: 'GET', path: '/page', reply: Done }), async () => done)
  let refuses = false
  http.perform(endpoint({ ...common, method: 'POST', path: '/lookup', reply: Done }), async () =>
    refuses ? new Refusal(Stale) : done,
  )
  const ask = async (method: 'GET' | 'POST', path: string) => {
    await http.app.inject({ method, url: `/api${path}`, headers: { 'x-wellrun': '1' } })
    return practice.db
      .selectFrom('audit.entry')
      .select(['kind', 'patientIds'])
      .where('subject', '=', `${method} ${path}`)
      .execute()
  }

  it('is written as a print on paper, an export as data and a read on a page', async () => {
    assert.deepEqual(await ask('GET', '/paper'), [{ kind: 'print', patientIds: [patientId] }])
    assert.deepEqual(await ask('GET', '/data'), [{ kind: 'export', patientIds: [patientId] }])
    assert.deepEqual(await ask('GET', '/page'), [{ kind: 'read', patientIds: [patientId] }])
  })

  it('is written of a command too, unless it was refused', async () => {
    refuses = true
    assert.deepEqual(await ask('POST', '/lookup'), [])
    refuses = false
    assert.deepEqual(await ask('POST', '/lookup'), [{ kind: 'read', patientIds: [patientId] }])
  })
})

describe('cookies', () => {
  it('badly encoded count as empty, and the others are still read', () => {
    assert.deepEqual(cookiesOf({ headers: { cookie: 'a=%E0%A4%A; b=x%20y; junk' } }), { a: '', b: 'x y' })
  })
})

describe('the live connection of a page', () => {
  it('lasts while the caller is there and ends when the caller is gone', async () => {
    const live = createLive(practice.url, () => {}, 20)
    let asked = 0
    let isThere = true
    const server = createServer((_request, response) =>
      live.subscribe(response, async () => {
        asked += 1
        return isThere
      }),
    ).listen(0)
    await once(server, 'listening')
    const { body } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    let ended = false
    const reading = (async () => {
      for await (const _ of body!);
      ended = true
    })()
    while (asked < 3) await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal(ended, false)
    isThere = false
    await reading
    await live.close()
    server.close()
  })
})
