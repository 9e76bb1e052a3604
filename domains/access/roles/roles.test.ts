import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newId } from '#kernel/id.ts'
import { signIn } from '../sessions/contract.ts'
import { goodPassword, openOffice } from '../testing.ts'
import { listUsers } from '../users/contract.ts'
import { addRole, editRole, listRoles } from './contract.ts'

const office = await openOffice()
await office.person('the-owner', ['owner'])

const roleIdOf = async (name: string) => {
  const { id } = await office.db
    .selectFrom('access.role')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return id
}

describe('a role', () => {
  it('may be changed by who may, in force at once and written to the log', async () => {
    await office.person('pam', ['front-desk'])
    const desk = office.browser()
    await desk.ask(signIn, { body: { userName: 'pam', password: goodPassword } })
    const owner = await office.as('owner')
    const { roles } = (await office.call(listRoles, {}, owner)).body
    const { id, people: _, name: _name, ...role } = roles.find(({ name }) => name === 'front-desk')!
    const body = { ...role, permissions: [...role.permissions, 'access.users.read'] }
    assert.equal((await office.call(editRole, { params: { id }, body }, owner)).status, 200)
    assert.equal((await desk.ask(listUsers)).status, 200)
    assert.equal(
      (await office.lastEntry('permission'))?.reason,
      'Front desk: added access.users.read; removed nothing',
    )
    assert.equal((await office.call(editRole, { params: { id }, body }, owner)).status, 409, 'stale')
    const invented = { ...role, version: role.version + 1, permissions: ['access.everything'] }
    assert.equal((await office.call(editRole, { params: { id }, body: invented }, owner)).status, 404)
  })

  it('keeps the powers that somebody must have', async () => {
    const owner = await office.as('owner')
    const { roles } = (await office.call(listRoles, {}, owner)).body
    const { id, ...role } = roles.find(({ name }) => name === 'owner')!
    const body = { ...role, permissions: role.permissions.filter((name) => name !== 'access.users.grant') }
    const refused = await office.call(editRole, { params: { id }, body }, owner)
    assert.deepEqual([refused.status, refused.body.type], [409, '/problems/last-owner'])
  })

  it('takes nothing from a request that it was not asked for', async () => {
    const owner = await office.as('owner')
    const { roles } = (await office.call(listRoles, {}, owner)).body
    const { id, ...role } = roles.find(({ name }) => name === 'biller')!
    const body = { ...role, name: 'owner-2', id: newId() }
    assert.equal((await office.call(editRole, { params: { id }, body }, owner)).status, 200)
    assert.equal(await roleIdOf('biller'), id)
  })

  it('may be added', async () => {
    const owner = await office.as('owner')
    const facts = {
      title: 'Float pool',
      needsSecondFactor: true,
      idleMinutes: 5,
      permissions: ['practice.read'],
    }
    assert.equal((await office.call(addRole, { body: { id: newId(), ...facts } }, owner)).status, 200)
    const { roles } = (await office.call(listRoles, {}, owner)).body
    assert.deepEqual(roles.find(({ title }) => title === 'Float pool')?.permissions, ['practice.read'])
  })
})
