import Type from 'typebox'
import { IdOf, Line, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { LastOwner } from '../users/refusals.ts'

export const listRoles = endpoint({
  method: 'GET',
  path: '/roles',
  summary: 'The roles, and which of all permissions each holds',
  permission: 'access.roles.read',
  reply: Type.Object({
    roles: Type.Array(
      Type.Object({
        id: IdOf('Role'),
        name: Type.String(),
        title: Type.String(),
        needsSecondFactor: Type.Boolean(),
        idleMinutes: Type.Integer(),
        permissions: Type.Array(Type.String()),
        people: Type.Integer(),
        version: Type.Integer(),
      }),
    ),
    permissions: Type.Array(Type.Object({ name: Type.String(), title: Type.String() })),
  }),
})

/** NIST SP 800-63B-4 allows an hour at AAL2. Where people pass by: 15 minutes, at the desk 10. */
const RoleFacts = {
  title: Line(60),
  needsSecondFactor: Type.Boolean(),
  idleMinutes: Type.Integer({ minimum: 2, maximum: 30 }),
  permissions: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 2000 }),
}

export const addRole = endpoint({
  method: 'POST',
  path: '/roles',
  summary: 'Add a role',
  permission: 'access.roles.edit',
  stepUp: true,
  body: Type.Object({ id: IdOf('Role'), ...RoleFacts }),
  reply: Type.Object({ version: Type.Integer() }),
  refusals: [AlreadyExists, NotFound],
})

export const editRole = endpoint({
  method: 'PUT',
  path: '/roles/:id',
  summary: 'Change what a role may do; effective at once for everybody who has it',
  permission: 'access.roles.edit',
  stepUp: true,
  params: Type.Object({ id: IdOf('Role') }),
  body: Type.Object({ ...RoleFacts, version: Type.Integer() }),
  reply: Type.Object({ version: Type.Integer() }),
  refusals: [NotFound, Stale, LastOwner],
})
