import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { goodPassword, openOffice } from '../testing.ts'
import {
  endMyOtherSessions,
  endMySession,
  listMySessions,
  readSession,
  signIn,
  signOut,
  stepUp,
} from './contract.ts'

const office = await openOffice()
const right = (userName: string) => ({ body: { userName, password: goodPassword } })
const wrong = (userName: string) => ({ body: { userName, password: 'not this one' } })

/** Forgets the failed attempts of earlier tests: they come from the same addresses. */
const calm = () => office.arrange(({ db }) => db.deleteFrom('access.throttle').execute())

describe('signing in', () => {
  it('opens a session that says who one is and what one may do', async () => {
    await office.person('fiona', ['front-desk'])
    const desk = office.browser()
    assert.equal((await desk.ask(readSession)).status, 401)
    assert.deepEqual((await desk.ask(signIn, right('Fiona'))).body, { state: 'signed-in', methods: [] })
    const { status, body } = await desk.ask(readSession)
    assert.equal(status, 200)
    assert.deepEqual(
      [body.user.name, body.user.roles, body.idleMinutes, body.state],
      ['The fiona', ['front-desk'], 10, 'signed-in'],
    )
    assert.ok(body.permissions.includes('practice.read'))
    assert.ok(!body.permissions.includes('access.users.grant'))
  })

  it('tells a stranger nothing about who exists', async () => {
    await calm()
    await office.person('disa', ['front-desk'])
    await office.arrange(({ db }) =>
      db.updateTable('access.user').set({ state: 'disabled' }).where('userName', '=', 'disa').execute(),
    )
    const desk = office.browser()
    const unknown = await desk.ask(signIn, right('nobody-of-this-name'))
    const disabled = await desk.ask(signIn, right('disa'))
    const mistaken = await desk.ask(signIn, wrong('fiona'))
    assert.equal(unknown.status, 422)
    assert.deepEqual(disabled, unknown)
    assert.deepEqual(mistaken, unknown)
  })

  it('keeps neither token nor password in the database or the audit log', async () => {
    await calm()
    await office.person('gus', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, wrong('gus'))
    await desk.ask(signIn, right('gus'))
    const token = desk.cookies['wellrun_session']!
    const { rows } = await sql<{ text: string }>`
      select to_jsonb(s)::text as text from access.session s union all select to_jsonb(e)::text from audit.entry e`.execute(
      office.db,
    )
    assert.ok(rows.length > 3)
    for (const { text } of rows)
      assert.ok(!text.includes(token) && !text.includes('not this one') && !text.includes('_hash": "$argon'))
  })

  it('is remembered in the audit log, the failed attempts too', async () => {
    await calm()
    const id = await office.person('ines', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, wrong('ines'))
    const failed = await office.lastEntry('sign-in')
    assert.deepEqual([failed?.actorId, failed?.outcome, failed?.origin], [id, 'refused', '192.0.2.1'])
    await desk.ask(signIn, right('ines'))
    const done = await office.lastEntry('sign-in')
    assert.deepEqual([done?.actorId, done?.outcome], [id, 'done'])
  })

  it('gives a new token and ends the session whose token was in the browser before (fixation)', async () => {
    await calm()
    await office.person('mallory', ['front-desk'])
    const victim = await office.person('vera', ['front-desk'])
    const attacker = office.browser()
    await attacker.ask(signIn, right('mallory'))
    const desk = office.browser()
    desk.cookies['wellrun_session'] = attacker.cookies['wellrun_session']!
    await desk.ask(signIn, right('vera'))
    assert.notEqual(desk.cookies['wellrun_session'], attacker.cookies['wellrun_session'])
    assert.equal((await attacker.ask(readSession)).status, 401)
    assert.equal((await desk.ask(readSession)).body.user.id, victim)
  })
})

describe('guessing', () => {
  /** How long the next attempt must wait after one more failure, in seconds. */
  async function waitAfter(failures: number, userName: string) {
    await sql`update access.throttle set failures = ${failures}, blocked_until = now() where key like 'name:%'`.execute(
      office.db,
    )
    assert.equal((await office.browser(`198.51.100.${failures}`).ask(signIn, wrong(userName))).status, 422)
    const { rows } = await sql<{ seconds: number }>`
      select round(extract(epoch from blocked_until - last_failed_at)) as seconds from access.throttle
       where key like 'name:%'`.execute(office.db)
    return rows[0]!.seconds
  }

  it('is slowed down by name, wherever it comes from, more and more, as much for a name that nobody has', async () => {
    await office.person('nora', ['front-desk'])
    for (const userName of ['nora', 'no-such-person']) {
      await calm()
      await office.browser().ask(signIn, wrong(userName))
      const waits: number[] = []
      for (const failures of [1, 4, 5, 8, 12, 30, 99]) waits.push(await waitAfter(failures, userName))
      assert.deepEqual(waits, [0, 0, 1, 8, 128, 900, 86_400])
      const { status, body } = await office.browser('203.0.113.80').ask(signIn, wrong(userName))
      assert.deepEqual([status, body.type], [429, '/problems/too-many-attempts'])
      assert.ok((body.facts as { retryAfterSeconds: number }).retryAfterSeconds > 86_000)
    }
  })

  it('of a name elsewhere does not keep its owner out at the desk where they work', async () => {
    await calm()
    await office.person('otto', ['front-desk'])
    const desk = office.browser('192.0.2.7')
    await desk.ask(signIn, right('otto'))
    await desk.ask(signOut)
    for (let i = 0; i < 7; i += 1) await office.browser(`198.51.100.${i}`).ask(signIn, wrong('otto'))
    await sql`update access.throttle set blocked_until = now() + interval '1 minute' where key like 'name:%'`.execute(
      office.db,
    )
    assert.equal((await office.browser('198.51.100.99').ask(signIn, right('otto'))).status, 429)
    assert.equal((await desk.ask(signIn, right('otto'))).status, 200)
  })

  it('of many names from one address is slowed down by address', async () => {
    await calm()
    const spray = office.browser('203.0.113.9')
    await spray.ask(signIn, wrong('name-1'))
    await sql`update access.throttle set failures = 41 where key like 'address:%'`.execute(office.db)
    await spray.ask(signIn, wrong('name-2'))
    assert.equal((await spray.ask(signIn, wrong('name-3'))).status, 429)
    assert.equal((await office.browser('203.0.113.10').ask(signIn, wrong('name-3'))).status, 422)
  })

  it('many times at once is counted all the same', async () => {
    await calm()
    await office.person('pia', ['front-desk'])
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => office.browser(`198.51.100.${i}`).ask(signIn, wrong('pia'))),
    )
    const checked = answers.filter(({ status }) => status === 422).length
    // Six, and as many more as the seconds that a busy machine took.
    assert.ok(checked >= 6 && checked < 10, `${checked} were looked at`)
  })
})

describe('a session', () => {
  it('ends when nobody used it for as long as the strictest of the roles allows', async () => {
    await calm()
    const id = await office.person('quinn', ['front-desk', 'biller'])
    const desk = office.browser()
    await desk.ask(signIn, right('quinn'))
    await sql`update access.session set last_seen_at = now() - interval '9 minutes' where user_id = ${id}`.execute(
      office.db,
    )
    assert.equal((await desk.ask(readSession)).status, 200)
    const [session] = await office.sessionsOf(id)
    assert.ok(Temporal.Now.instant().since(session!.lastSeenAt).total('seconds') < 30, 'using it was noticed')
    await sql`update access.session set last_seen_at = now() - interval '10 minutes' where user_id = ${id}`.execute(
      office.db,
    )
    assert.equal((await desk.ask(readSession)).status, 401)
  })

  it('ends after twelve hours, however busy', async () => {
    await calm()
    const id = await office.person('rosa', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, right('rosa'))
    const [session] = await office.sessionsOf(id)
    assert.equal(session!.expiresAt.since(session!.createdAt).total('hours'), 12)
    await sql`update access.session set expires_at = now() where user_id = ${id}`.execute(office.db)
    assert.equal((await desk.ask(readSession)).status, 401)
  })

  it('dies with its person’s right to sign in, at once', async () => {
    await calm()
    const id = await office.person('sam', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, right('sam'))
    await office.arrange(({ db }) =>
      db.updateTable('access.user').set({ state: 'disabled' }).where('id', '=', id).execute(),
    )
    assert.equal((await desk.ask(readSession)).status, 401)
  })

  it('is ended by signing out, and the cookie with it', async () => {
    await calm()
    await office.person('tess', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, right('tess'))
    const token = desk.cookies['wellrun_session']!
    assert.equal((await desk.ask(signOut)).status, 200)
    assert.equal(desk.cookies['wellrun_session'], undefined)
    desk.cookies['wellrun_session'] = token
    assert.equal((await desk.ask(readSession)).status, 401)
    assert.equal((await office.lastEntry('sign-out'))?.actor, 'The tess')
  })

  it('shows where one is signed in and ends the others, but never somebody else’s', async () => {
    await calm()
    await office.person('uma', ['front-desk'])
    const stranger = await office.person('victor', ['front-desk'])
    const [desk, phone, other] = [office.browser(), office.browser(), office.browser()]
    for (const one of [desk, phone]) await one.ask(signIn, right('uma'))
    await other.ask(signIn, right('victor'))
    const { sessions } = (await desk.ask(listMySessions)).body
    assert.deepEqual(
      sessions.map(({ device, current }) => `${device}, ${current ? 'this one' : 'another'}`).toSorted(),
      ['Firefox on Linux, another', 'Firefox on Linux, this one'],
    )
    const [foreign] = await office.sessionsOf(stranger)
    assert.equal((await desk.ask(endMySession, { params: { id: foreign!.id } })).status, 404)
    assert.equal((await other.ask(readSession)).status, 200)
    const phoneSession = sessions.find(({ current }) => !current)!
    assert.equal((await desk.ask(endMySession, { params: { id: phoneSession.id } })).status, 200)
    assert.equal((await phone.ask(readSession)).status, 401)
    await phone.ask(signIn, right('uma'))
    assert.equal((await desk.ask(endMyOtherSessions)).body.ended, 1)
    assert.equal((await phone.ask(readSession)).status, 401)
    assert.equal((await desk.ask(readSession)).status, 200)
  })

  it('gets a new token by a fresh proof; the old one has no power and is soon nothing', async () => {
    await calm()
    const id = await office.person('wanda', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, right('wanda'))
    await sql`update access.session set stepped_up_at = null where user_id = ${id}`.execute(office.db)
    const before = desk.cookies['wellrun_session']!
    assert.equal((await desk.ask(stepUp, { body: { password: 'not this one' } })).status, 422)
    assert.equal(desk.cookies['wellrun_session'], before)
    assert.equal((await desk.ask(stepUp, { body: { password: goodPassword } })).status, 200)
    assert.notEqual(desk.cookies['wellrun_session'], before)
    const [session] = await office.sessionsOf(id)
    assert.ok(session!.steppedUpAt)

    const late = office.browser()
    late.cookies['wellrun_session'] = before
    assert.equal((await late.ask(readSession)).status, 200, 'a request that was on its way')
    await sql`update access.session set renewed_at = now() - interval '11 seconds' where user_id = ${id}`.execute(
      office.db,
    )
    assert.equal((await late.ask(readSession)).status, 401)
    assert.equal((await desk.ask(readSession)).status, 200)
  })
})
