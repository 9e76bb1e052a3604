import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { type Id, newId } from '#kernel/id.ts'
import { createLive } from '#platform/live.ts'
import { openHttp } from '#app/compose.ts'
import { createLog } from '#platform/log.ts'
import { createFirstRunLink } from '../links/commands.ts'
import { firstRun, followLink, readFirstRun, readLink } from '../links/contract.ts'
import { createAuthenticator } from '../sessions/authenticator.ts'
import { readSession, signIn } from '../sessions/contract.ts'
import { goodPassword, openOffice } from '../testing.ts'
import {
  disableUser,
  editUser,
  enableUser,
  grantAccess,
  inviteUser,
  listUsers,
  resetPassword,
  resetSecondFactor,
} from './contract.ts'
import { demoUser } from './demo.ts'

const office = await openOffice()
const sentence = 'a goat in a small blue boat'
const tokenIn = (path: string) => path.split('#')[1]!
const calm = () => office.arrange(({ db }) => db.deleteFrom('access.throttle').execute())

const roleIdOf = async (name: string) => {
  const { id } = await office.db
    .selectFrom('access.role')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return id
}
const versionOf = async (id: Id<'User'>) => {
  const { version } = await office.db
    .selectFrom('access.user')
    .select('version')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return version
}
const nothing = { roleIds: [], allSites: false, siteIds: [] }

describe('the first run', () => {
  const browser = office.browser()

  it('makes the owner with a one-time link, who must then set up a second factor', async () => {
    assert.deepEqual((await browser.ask(readFirstRun)).body, { open: true })
    const old = tokenIn((await createFirstRunLink(office.db))!)
    const token = tokenIn((await createFirstRunLink(office.db))!)
    const person = { userName: 'ada', displayName: 'Ada Lovelace', password: sentence }
    assert.equal((await browser.ask(firstRun, { body: { ...person, token: old } })).status, 410)
    assert.equal((await browser.ask(firstRun, { body: { ...person, token, password: 'short' } })).status, 422)
    const answers = await Promise.all(
      [person, { ...person, userName: 'eve' }].map((body) =>
        office.browser().ask(firstRun, { body: { ...body, token } }),
      ),
    )
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 410],
    )
    assert.equal(answers.find(({ status }) => status === 200)!.body.state, 'enrol')
    assert.deepEqual((await browser.ask(readFirstRun)).body, { open: false })
    assert.equal(await createFirstRunLink(office.db), null)
  })

  it('leaves no token in the database', async () => {
    const { rows } = await sql<{ text: string }>`select to_jsonb(l)::text as text from access.link l`.execute(
      office.db,
    )
    assert.ok(rows.length >= 2)
    assert.ok(rows.every(({ text }) => !text.includes('#')))
  })
})

describe('inviting somebody', () => {
  it('makes a link with which they choose their own password, once', async () => {
    const owner = await office.as('owner')
    const id = newId<'User'>()
    const { body: link, status } = await office.call(
      inviteUser,
      {
        body: {
          id,
          userName: 'fay',
          displayName: 'Fay',
          email: null,
          ...nothing,
          roleIds: [await roleIdOf('front-desk')],
        },
      },
      owner,
    )
    assert.equal(status, 200)
    const desk = office.browser()
    const token = tokenIn(link.path)
    assert.deepEqual((await desk.ask(readLink, { body: { token } })).body, {
      purpose: 'invite',
      userName: 'fay',
      displayName: 'Fay',
      shortestPassword: 15,
    })
    assert.equal((await desk.ask(followLink, { body: { token, password: 'Fay at a desk' } })).status, 422)
    assert.deepEqual(
      (await desk.ask(followLink, { body: { token, password: sentence } })).body.state,
      'signed-in',
    )
    assert.equal((await desk.ask(followLink, { body: { token, password: sentence } })).status, 410)
    assert.deepEqual((await desk.ask(readSession)).body.user.roles, ['front-desk'])
  })

  it('by IT gives no roles: that is for who may grant', async () => {
    const it = await office.as('it')
    const person = { id: newId<'User'>(), userName: 'gil', displayName: 'Gil', email: null, ...nothing }
    const refused = await office.call(
      inviteUser,
      { body: { ...person, roleIds: [await roleIdOf('owner')] } },
      it,
    )
    assert.equal(refused.status, 403)
    assert.equal((await office.call(inviteUser, { body: person }, it)).status, 200)
    const again = await office.call(inviteUser, { body: { ...person, id: newId(), userName: 'GIL' } }, it)
    assert.deepEqual([again.status, again.body.type], [409, '/problems/user-name-taken'])
  })
})

describe('roles and sites', () => {
  it('take effect with the next request of that person', async () => {
    await calm()
    const id = await office.person('hal', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, { body: { userName: 'hal', password: goodPassword } })
    assert.equal((await desk.ask(listUsers)).status, 403)
    const owner = await office.as('owner')
    const body = { ...nothing, roleIds: [await roleIdOf('front-desk'), await roleIdOf('hr')], version: 1 }
    const { status } = await office.call(grantAccess, { params: { id }, body }, owner)
    assert.equal(status, 200)
    // hr asks for a second factor, and gets no further than setting it up.
    assert.deepEqual((await desk.ask(readSession)).body.state, 'enrol')
    await office.call(grantAccess, { params: { id }, body: { ...nothing, version: 2 } }, owner)
    const session = (await desk.ask(readSession)).body
    assert.deepEqual([session.permissions, session.sites], [[], []])
    const entry = await office.lastEntry('permission')
    assert.deepEqual([entry?.recordId, entry?.reason], [id, 'roles: none; sites: 0'])
  })

  it('are nobody’s own to change, and not to change unseen', async () => {
    const owner = await office.as('owner')
    const own = await office.call(
      grantAccess,
      { params: { id: owner.id }, body: { ...nothing, version: 1 } },
      owner,
    )
    assert.deepEqual([own.status, own.body.type], [403, '/problems/not-yourself'])
    const id = await office.person('ivy', ['front-desk'])
    const stale = await office.call(grantAccess, { params: { id }, body: { ...nothing, version: 7 } }, owner)
    assert.deepEqual([stale.status, stale.body.type], [409, '/problems/changed-meanwhile'])
    const unknown = await office.call(
      grantAccess,
      { params: { id }, body: { ...nothing, roleIds: [newId()], version: 1 } },
      owner,
    )
    assert.equal(unknown.status, 404)
  })

  it('never leave the practice without somebody who may grant, even when two act at once', async () => {
    const others = await office.db
      .selectFrom('access.user')
      .select('id')
      .where('userName', 'in', ['ada', 'eve'])
      .execute()
    await office.arrange(({ db }) =>
      db
        .updateTable('access.user')
        .set({ state: 'disabled' })
        .where(
          'id',
          'in',
          others.map(({ id }) => id),
        )
        .execute(),
    )
    const [one, two] = [
      await office.person('owner-one', ['owner']),
      await office.person('owner-two', ['owner']),
    ]
    const owner = await office.as('owner')
    const answers = await Promise.all([
      office.call(grantAccess, { params: { id: one }, body: { ...nothing, version: 1 } }, owner),
      office.call(disableUser, { params: { id: two } }, owner),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((a, b) => a - b),
      [200, 409],
    )
    const left = answers[0].status === 200 ? two : one
    const last = await office.call(disableUser, { params: { id: left } }, owner)
    assert.deepEqual([last.status, last.body.type], [409, '/problems/last-owner'])
  })
})

describe('disabling somebody', () => {
  it('ends every session and link, and enabling does not bring them back', async () => {
    await calm()
    const id = await office.person('joe', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, { body: { userName: 'joe', password: goodPassword } })
    const owner = await office.as('owner')
    const { path } = (await office.call(resetPassword, { params: { id } }, owner)).body
    assert.equal((await office.call(disableUser, { params: { id } }, owner)).status, 200)
    assert.equal((await desk.ask(readSession)).status, 401)
    assert.equal(
      (await desk.ask(followLink, { body: { token: tokenIn(path), password: sentence } })).status,
      410,
    )
    assert.equal((await office.call(enableUser, { params: { id } }, owner)).status, 200)
    assert.equal((await desk.ask(readSession)).status, 401)
  })

  it('is known at once in a server that remembers people, through the database’s own word', async () => {
    await calm()
    const live = createLive(office.url, () => {})
    // The first word of a live connection is that everything may have changed.
    const connected = new Promise<void>((resolve) => live.listen((topic) => topic === '*' && resolve()))
    const authenticate = createAuthenticator(office.db, live)
    const { app } = openHttp(office.platform, { authenticate, log: createLog('silent') })
    const id = await office.person('kim', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, { body: { userName: 'kim', password: goodPassword } })
    const status = async () =>
      (await app.inject({ method: 'GET', url: '/api/session', cookies: desk.cookies })).statusCode
    await connected
    assert.equal(await status(), 200)
    await office.call(disableUser, { params: { id } }, await office.as('owner'))
    const started = performance.now()
    while ((await status()) === 200 && performance.now() - started < 2_000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    assert.equal(await status(), 401)
    assert.ok(performance.now() - started < 1_000)
    await live.close()
    await app.close()
  })
})

describe('a forgotten password', () => {
  it('is ended by a colleague who neither learns nor chooses the new one', async () => {
    await calm()
    const id = await office.person('lea', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, { body: { userName: 'lea', password: goodPassword } })
    const it = await office.as('it')
    const first = (await office.call(resetPassword, { params: { id } }, it)).body
    const second = (await office.call(resetPassword, { params: { id } }, it)).body
    assert.equal((await desk.ask(readSession)).status, 401)
    assert.equal((await desk.ask(signIn, { body: { userName: 'lea', password: goodPassword } })).status, 422)
    assert.equal((await desk.ask(readLink, { body: { token: tokenIn(first.path) } })).status, 410)
    const token = tokenIn(second.path)
    assert.equal((await desk.ask(followLink, { body: { token, password: sentence } })).status, 200)
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from platform.idempotency where reply::text like ${`%${token}%`}`.execute(
      office.db,
    )
    assert.equal(rows[0]!.n, 0)
  })

  it('of somebody who grants access is not for IT to end, nor their second factor', async () => {
    const id = await office.person('mia', ['owner'])
    const it = await office.as('it')
    for (const e of [resetPassword, disableUser, resetSecondFactor])
      assert.equal((await office.call(e, { params: { id } }, it)).status, 403, e.path)
    const edit = { displayName: 'Not Mia', email: null, version: await versionOf(id) }
    assert.equal((await office.call(editUser, { params: { id }, body: edit }, it)).status, 403)
  })

  it('link still asks for the second factor that there is', async () => {
    await calm()
    const id = await office.person('noa', ['front-desk'])
    await office.arrange(async ({ db }) => {
      await db
        .insertInto('access.passkey')
        .values({
          id: newId(),
          userId: id,
          name: 'x',
          credentialId: 'noa',
          publicKey: Buffer.alloc(1),
          counter: 0,
        })
        .execute()
    })
    const { path } = (await office.call(resetPassword, { params: { id } }, await office.as('it'))).body
    const desk = office.browser()
    const { body } = await desk.ask(followLink, { body: { token: tokenIn(path), password: sentence } })
    assert.equal(body.state, 'second-factor')
    assert.equal((await desk.ask(readSession)).status, 401)
    const reset = await office.call(resetSecondFactor, { params: { id } }, await office.as('owner'))
    assert.equal(reset.status, 200)
    assert.equal(
      (await desk.ask(signIn, { body: { userName: 'noa', password: sentence } })).body.state,
      'signed-in',
    )
  })
})

describe('a login of the demo practice', () => {
  const login = {
    userName: 'demo-owner',
    displayName: 'Demo',
    password: 'demo',
    roles: ['owner'] as const,
    siteIds: null,
  }

  it('is refused in a real practice', async () => {
    await assert.rejects(
      office.arrange((tx) => demoUser(tx, login)),
      /Only the demo practice/,
    )
  })

  it('needs no second factor there, and does as soon as the practice is real', async () => {
    await calm()
    const organisationId = newId<'Organisation'>()
    await office.arrange(async (tx) => {
      await tx.db
        .insertInto('practice.organisation')
        .values({
          id: organisationId,
          name: 'Demo',
          legalName: 'Demo',
          npi: '1234567893',
          taxId: '123456789',
          taxonomy: '207Q00000X',
          address: '1 Main Street',
          city: 'Springfield',
          state: 'IL',
          zip: '62701',
          phone: '2175550100',
          isDemo: true,
        })
        .execute()
      await demoUser(tx, login)
    })
    const desk = office.browser()
    const { body } = await desk.ask(signIn, { body: { userName: 'demo-owner', password: 'demo' } })
    assert.equal(body.state, 'signed-in')
    assert.equal((await desk.ask(readSession)).body.demo, true)
    await office.arrange(({ db }) => db.updateTable('practice.organisation').set({ isDemo: false }).execute())
    assert.equal((await desk.ask(readSession)).body.state, 'enrol')
  })
})
