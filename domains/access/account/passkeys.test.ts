import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { describe, it } from 'node:test'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { sql } from 'kysely'
import {
  askForPasskey,
  askForPasskeyToStepUp,
  readSession,
  signIn,
  signInWithPasskey,
  stepUpWithPasskey,
} from '../sessions/contract.ts'
import { goodPassword, openOffice } from '../testing.ts'
import { addPasskey, offerPasskey, removePasskey } from './contract.ts'

const office = await openOffice()
const password = (userName: string) => ({ body: { userName, password: goodPassword } })
const calm = () => office.arrange(({ db }) => db.deleteFrom('access.throttle').execute())

/** A passkey as a browser on http://localhost:7300 has it, made of nothing but its keys. */
function softPasskey({ origin = 'http://localhost:7300' } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = publicKey.export({ format: 'jwk' })
  const id = randomBytes(16)
  let counter = 0
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const authenticatorData = (flags: number, more = Buffer.alloc(0)) => {
    const head = Buffer.alloc(5)
    head.writeUInt8(flags)
    head.writeUInt32BE((counter += 1), 1)
    return Buffer.concat([createHash('sha256').update('localhost').digest(), head, more])
  }
  const base = { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' }
  return {
    rewind: () => (counter = 0),
    create(challenge: string) {
      const cose = isoCBOR.encode(
        new Map<number, number | Uint8Array<ArrayBuffer>>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, new Uint8Array(Buffer.from(jwk.x!, 'base64url'))],
          [-3, new Uint8Array(Buffer.from(jwk.y!, 'base64url'))],
        ]),
      )
      const length = Buffer.alloc(2)
      length.writeUInt16BE(id.length)
      const attested = Buffer.concat([Buffer.alloc(16), length, id, cose])
      const attestationObject = isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', new Uint8Array(authenticatorData(0x45, attested))],
        ]) as Parameters<typeof isoCBOR.encode>[0],
      )
      return {
        ...base,
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
          attestationObject: Buffer.from(attestationObject).toString('base64url'),
        },
      }
    },
    answer(challenge: string, flags = 0x05) {
      const data = clientData('webauthn.get', challenge)
      const seen = authenticatorData(flags)
      const signed = Buffer.concat([seen, createHash('sha256').update(data).digest()])
      return {
        ...base,
        clientExtensionResults: {},
        response: {
          clientDataJSON: data.toString('base64url'),
          authenticatorData: seen.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
        },
      }
    },
  }
}

/** Somebody signed in who has a passkey. */
async function withPasskey(userName: string) {
  await calm()
  const id = await office.person(userName, ['front-desk'])
  const desk = office.browser()
  await desk.ask(signIn, password(userName))
  const key = softPasskey()
  const { challenge } = (await desk.ask(offerPasskey)).body
  const added = await desk.ask(addPasskey, { body: { name: 'Desk key', answer: key.create(challenge) } })
  assert.equal(added.status, 200)
  return { id, desk, key, passkeyId: added.body.id, recoveryCodes: added.body.recoveryCodes }
}

describe('a passkey', () => {
  it('is the second factor after the password', async () => {
    const { key, recoveryCodes } = await withPasskey('aaron')
    assert.equal(recoveryCodes.length, 10)
    const desk = office.browser()
    const { body } = await desk.ask(signIn, password('aaron'))
    assert.deepEqual(body, { state: 'second-factor', methods: ['passkey', 'recovery'] })
    const question = (await desk.ask(askForPasskey)).body
    assert.equal(question.allowCredentials?.length, 1)
    const answer = key.answer(question.challenge)
    assert.equal((await desk.ask(signInWithPasskey, { body: answer })).status, 200)
    assert.equal((await desk.ask(readSession)).body.user.name, 'The aaron')
    assert.equal(
      (await desk.ask(signInWithPasskey, { body: answer })).status,
      422,
      'a question is answered once',
    )
  })

  it('lets in by itself, but only after a finger or PIN', async () => {
    const { key } = await withPasskey('bella')
    const desk = office.browser()
    const question = (await desk.ask(askForPasskey)).body
    assert.equal(question.userVerification, 'required')
    assert.equal(
      (await desk.ask(signInWithPasskey, { body: key.answer(question.challenge, 0x01) })).status,
      422,
    )
    const again = (await desk.ask(askForPasskey)).body
    assert.equal((await desk.ask(signInWithPasskey, { body: key.answer(again.challenge) })).status, 200)
    assert.equal((await desk.ask(readSession)).body.user.name, 'The bella')
  })

  it('of another person does not finish a sign-in', async () => {
    await withPasskey('clara')
    const { key } = await withPasskey('dora')
    const desk = office.browser()
    await desk.ask(signIn, password('clara'))
    const { challenge } = (await desk.ask(askForPasskey)).body
    assert.equal((await desk.ask(signInWithPasskey, { body: key.answer(challenge) })).status, 422)
    assert.equal((await desk.ask(readSession)).status, 401)
  })

  it('is refused from another site, with a counter that does not grow, or to a question nobody asked', async () => {
    const { key } = await withPasskey('emil')
    const desk = office.browser()
    await desk.ask(signIn, password('emil'))
    const ask = async () => (await desk.ask(askForPasskey)).body.challenge
    assert.equal((await desk.ask(signInWithPasskey, { body: key.answer('bm9ib2R5') })).status, 422)
    assert.equal((await desk.ask(signInWithPasskey, { body: key.answer(await ask()) })).status, 200)
    await desk.ask(signIn, password('emil'))
    key.rewind()
    assert.equal((await desk.ask(signInWithPasskey, { body: key.answer(await ask()) })).status, 422)
    const phished = softPasskey({ origin: 'https://wellrun.example' })
    const emma = await withPasskey('emma')
    const { challenge } = (await emma.desk.ask(offerPasskey)).body
    const other = await emma.desk.ask(addPasskey, { body: { name: 'x', answer: phished.create(challenge) } })
    assert.equal(other.status, 422)
  })

  it('proves who one is before a grave act, and goes when it is removed', async () => {
    const { id, desk, key, passkeyId } = await withPasskey('felix')
    await sql`update access.session set stepped_up_at = null where user_id = ${id}`.execute(office.db)
    assert.equal((await desk.ask(removePasskey, { params: { id: passkeyId } })).status, 403)
    const { challenge } = (await desk.ask(askForPasskeyToStepUp)).body
    assert.equal((await desk.ask(stepUpWithPasskey, { body: key.answer(challenge) })).status, 200)
    assert.equal((await desk.ask(removePasskey, { params: { id: passkeyId } })).status, 200)
    assert.equal((await desk.ask(removePasskey, { params: { id: passkeyId } })).status, 404)
    assert.deepEqual((await office.browser().ask(signIn, password('felix'))).body.state, 'signed-in')
  })
})
