import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { goodPassword, openOffice } from '../testing.ts'
import { readSession, signIn, signInWithRecoveryCode, signInWithTotp, stepUp } from '../sessions/contract.ts'
import { listUsers } from '../users/contract.ts'
import {
  changeMyPassword,
  confirmTotp,
  offerPasskey,
  offerTotp,
  readMyAccount,
  removeTotp,
  renewRecoveryCodes,
} from './contract.ts'

const office = await openOffice()
const password = (userName: string) => ({ body: { userName, password: goodPassword } })
const calm = () => office.arrange(({ db }) => db.deleteFrom('access.throttle').execute())

/** The code of a phone whose clock is so many steps of 30 seconds away. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: Temporal.Now.instant().epochMilliseconds + steps * 30_000,
  })

/** Somebody who has set up an authenticator and is signed in. The next code to use is that of the next step. */
async function enrolled(userName: string, roles = ['front-desk']) {
  await calm()
  const id = await office.person(userName, roles)
  const desk = office.browser()
  await desk.ask(signIn, password(userName))
  const { secret } = (await desk.ask(offerTotp)).body
  const { body } = await desk.ask(confirmTotp, { body: { code: codeOf(secret) } })
  await sql`update access.totp set last_step = 0 where user_id = ${id}`.execute(office.db)
  return { id, desk, secret, recoveryCodes: body.recoveryCodes }
}

describe('a second factor', () => {
  it('is asked for before anything else where a role needs it', async () => {
    await calm()
    await office.person('owen', ['owner'])
    const desk = office.browser()
    assert.deepEqual((await desk.ask(signIn, password('owen'))).body, { state: 'enrol', methods: [] })
    const session = (await desk.ask(readSession)).body
    assert.deepEqual([session.state, session.permissions, session.sites], ['enrol', [], []])
    const refused = await desk.ask(listUsers)
    assert.deepEqual([refused.status, refused.body.type], [403, '/problems/second-factor-needed'])
    assert.equal((await desk.ask(readMyAccount)).status, 403)

    const before = desk.cookies['wellrun_session']
    const { secret, uri } = (await desk.ask(offerTotp)).body
    assert.ok(uri.startsWith('otpauth://totp/Wellrun:owen?'))
    assert.equal((await desk.ask(confirmTotp, { body: { code: '000000' } })).status, 422)
    const { status, body } = await desk.ask(confirmTotp, { body: { code: codeOf(secret) } })
    assert.equal(status, 200)
    assert.equal(body.recoveryCodes.length, 10)
    assert.notEqual(desk.cookies['wellrun_session'], before, 'more power, new token')
    assert.equal((await desk.ask(readSession)).body.state, 'signed-in')
    assert.equal((await desk.ask(listUsers)).status, 200)
  })

  it('is asked for at once when a role comes to need it', async () => {
    await calm()
    await office.person('petra', ['biller'])
    const desk = office.browser()
    await desk.ask(signIn, password('petra'))
    const set = (needs: boolean) =>
      office.arrange(({ db }) =>
        db
          .updateTable('access.role')
          .set({ needsSecondFactor: needs })
          .where('name', '=', 'biller')
          .execute(),
      )
    await set(true)
    assert.equal((await desk.ask(readSession)).body.state, 'enrol')
    await set(false)
    assert.equal((await desk.ask(readSession)).body.state, 'signed-in')
  })

  it('keeps a session that knows only the password out of everything', async () => {
    await enrolled('quentin')
    const thief = office.browser('203.0.113.5')
    const { body } = await thief.ask(signIn, password('quentin'))
    assert.deepEqual(body, { state: 'second-factor', methods: ['totp', 'recovery'] })
    for (const e of [readSession, readMyAccount, offerTotp, offerPasskey, listUsers])
      assert.equal((await thief.ask(e)).status, 401, e.path)
  })

  it('cannot be added by a session that was let in to enrol before there was one', async () => {
    await calm()
    await office.person('rita', ['owner'])
    const [mine, thief] = [office.browser(), office.browser('203.0.113.5')]
    await thief.ask(signIn, password('rita'))
    await mine.ask(signIn, password('rita'))
    const { secret } = (await mine.ask(offerTotp)).body
    await mine.ask(confirmTotp, { body: { code: codeOf(secret) } })
    assert.equal((await thief.ask(offerPasskey)).status, 401)
  })

  it('lies sealed in the database', async () => {
    const { id, secret } = await enrolled('sven')
    const { rows } = await sql<{
      sealed: string
    }>`select secret_sealed as sealed from access.totp where user_id = ${id}`.execute(office.db)
    assert.match(rows[0]!.sealed, /^1\.\w+\.[\w-]+$/)
    assert.ok(!rows[0]!.sealed.includes(secret))
    const { rows: kept } = await sql<{ text: string }>`
      select reply::text as text from platform.idempotency union all select to_jsonb(e)::text from audit.entry e`.execute(
      office.db,
    )
    assert.ok(kept.every(({ text }) => !text.includes(secret) && !text.includes(rows[0]!.sealed)))
  })
})

describe('a code of the authenticator', () => {
  it('works once, even when two use it at the same moment', async () => {
    const { secret } = await enrolled('tilda')
    const browsers = Array.from({ length: 4 }, () => office.browser())
    for (const one of browsers) await one.ask(signIn, password('tilda'))
    const code = codeOf(secret)
    const answers = await Promise.all(browsers.map((one) => one.ask(signInWithTotp, { body: { code } })))
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 422, 422, 422],
    )
    const late = office.browser()
    await late.ask(signIn, password('tilda'))
    assert.equal((await late.ask(signInWithTotp, { body: { code } })).status, 422)
    assert.equal((await late.ask(signInWithTotp, { body: { code: codeOf(secret, 1) } })).status, 200)
  })

  it('is not accepted when it is older than a step, or younger', async () => {
    const { secret } = await enrolled('ulla')
    const desk = office.browser()
    await desk.ask(signIn, password('ulla'))
    for (const steps of [-3, 3])
      assert.equal((await desk.ask(signInWithTotp, { body: { code: codeOf(secret, steps) } })).status, 422)
  })

  it('cannot be guessed by trying, and the person’s own desk stays open', async () => {
    const { desk, secret } = await enrolled('viktor')
    const thief = office.browser('203.0.113.5')
    await thief.ask(signIn, password('viktor'))
    const answers: number[] = []
    for (let i = 0; i < 8; i += 1)
      answers.push((await thief.ask(signInWithTotp, { body: { code: `00000${i}` } })).status)
    assert.ok(answers.includes(429))
    await desk.ask(signIn, password('viktor'))
    assert.equal((await desk.ask(signInWithTotp, { body: { code: codeOf(secret) } })).status, 200)
  })

  it('without a begun sign-in says to begin again', async () => {
    const { status, body } = await office.browser().ask(signInWithTotp, { body: { code: '123456' } })
    assert.deepEqual([status, body.type], [422, '/problems/sign-in-again'])
  })

  it('proves who one is before a grave act', async () => {
    const { id, desk, secret } = await enrolled('wilma')
    await sql`update access.session set stepped_up_at = now() - interval '11 minutes' where user_id = ${id}`.execute(
      office.db,
    )
    const refused = await desk.ask(renewRecoveryCodes)
    assert.deepEqual([refused.status, refused.body.type], [403, '/problems/step-up-needed'])
    const code = codeOf(secret)
    assert.equal((await desk.ask(stepUp, { body: { code } })).status, 200)
    assert.equal((await desk.ask(stepUp, { body: { code } })).status, 422, 'used up')
    assert.equal((await desk.ask(renewRecoveryCodes)).status, 200)
  })
})

describe('a recovery code', () => {
  it('lets in once, however it is typed', async () => {
    const { recoveryCodes } = await enrolled('xaver')
    const [first, second] = recoveryCodes as [string, string]
    const browsers = [office.browser(), office.browser()]
    for (const one of browsers) await one.ask(signIn, password('xaver'))
    const answers = await Promise.all(
      browsers.map((one) => one.ask(signInWithRecoveryCode, { body: { code: first.toUpperCase() } })),
    )
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 422],
    )
    const third = office.browser()
    await third.ask(signIn, password('xaver'))
    assert.equal((await third.ask(signInWithRecoveryCode, { body: { code: first } })).status, 422)
    assert.equal(
      (await third.ask(signInWithRecoveryCode, { body: { code: second.replaceAll('-', ' ') } })).status,
      200,
    )
    assert.equal((await third.ask(readMyAccount)).body.recoveryCodesLeft, 8)
  })

  it('ends when new ones are made', async () => {
    const { desk, recoveryCodes } = await enrolled('yara')
    const renewed = (await desk.ask(renewRecoveryCodes)).body.recoveryCodes
    assert.equal(renewed.length, 10)
    const other = office.browser()
    await other.ask(signIn, password('yara'))
    assert.equal((await other.ask(signInWithRecoveryCode, { body: { code: recoveryCodes[0] } })).status, 422)
    assert.equal((await other.ask(signInWithRecoveryCode, { body: { code: renewed[0] } })).status, 200)
  })
})

describe('the last second factor', () => {
  it('cannot be removed by somebody whose role needs one', async () => {
    const { desk } = await enrolled('zoe', ['owner'])
    const refused = await desk.ask(removeTotp)
    assert.deepEqual([refused.status, refused.body.type], [409, '/problems/factor-needed'])
    assert.equal((await desk.ask(readMyAccount)).body.totp, true)
  })

  it('takes the recovery codes with it where it may go', async () => {
    const { desk } = await enrolled('yves')
    assert.equal((await desk.ask(removeTotp)).status, 200)
    const { totp, recoveryCodesLeft } = (await desk.ask(readMyAccount)).body
    assert.deepEqual([totp, recoveryCodesLeft], [false, 0])
  })
})

describe('changing one’s password', () => {
  it('needs the old one, refuses weak ones, and ends the other sessions', async () => {
    await calm()
    await office.person('xenia', ['front-desk'])
    const [desk, other] = [office.browser(), office.browser()]
    for (const one of [desk, other]) await one.ask(signIn, password('xenia'))
    const next = 'two goats in a rather large boat'
    const wrong = await desk.ask(changeMyPassword, { body: { current: 'not this one', password: next } })
    assert.equal(wrong.status, 422)
    const weak = await desk.ask(changeMyPassword, { body: { current: goodPassword, password: 'short' } })
    assert.equal(weak.body.type, '/problems/weak-password')
    assert.equal(
      (await desk.ask(changeMyPassword, { body: { current: goodPassword, password: next } })).status,
      200,
    )
    assert.equal((await desk.ask(readSession)).status, 200)
    assert.equal((await other.ask(readSession)).status, 401)
    assert.equal((await other.ask(signIn, password('xenia'))).status, 422)
    assert.equal((await other.ask(signIn, { body: { userName: 'xenia', password: next } })).status, 200)
  })
})
