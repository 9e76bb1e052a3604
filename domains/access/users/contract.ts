import Type from 'typebox'
import { Done, IdOf, Instant, Line, Nullable, endpoint } from '#kernel/contract.ts'
import { NotFound, Stale } from '#kernel/refusal.ts'
import { LastOwner, NotYourself, UserNameTaken } from './refusals.ts'

/** Letters, digits, dot, dash, underscore and @: what anybody can type at a strange keyboard. */
export const UserName = Type.String({ minLength: 2, maxLength: 60, pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]*$' })

const Access = {
  roleIds: Type.Array(IdOf('Role'), { maxItems: 20 }),
  allSites: Type.Boolean(),
  /** Ignored when allSites. */
  siteIds: Type.Array(IdOf('Site'), { maxItems: 500 }),
}

/** Give it to the person by a way you trust: whoever has it chooses the password. `path` begins with /welcome#. */
const OneTimeLink = Type.Object({ path: Type.String(), expiresAt: Instant })

export const listUsers = endpoint({
  method: 'GET',
  path: '/users',
  summary: 'People who sign in, with their roles and sites',
  permission: 'access.users.read',
  reply: Type.Object({
    users: Type.Array(
      Type.Object({
        id: IdOf('User'),
        userName: Type.String(),
        displayName: Type.String(),
        email: Nullable(Type.String()),
        state: Type.Union([Type.Literal('invited'), Type.Literal('active'), Type.Literal('disabled')]),
        roles: Type.Array(Type.Object({ id: IdOf('Role'), title: Type.String() })),
        allSites: Type.Boolean(),
        sites: Type.Array(Type.Object({ id: IdOf('Site'), name: Type.String() })),
        secondFactor: Type.Boolean(),
        lastSeenAt: Nullable(Instant),
        /** Cannot come in: has no password, and the link to choose one is too old. */
        waiting: Type.Boolean(),
        version: Type.Integer(),
      }),
    ),
    /** What may be granted: every role and site. */
    roles: Type.Array(Type.Object({ id: IdOf('Role'), title: Type.String() })),
    sites: Type.Array(Type.Object({ id: IdOf('Site'), name: Type.String() })),
  }),
})

/** With roles or sites it also needs "access.users.grant". */
export const inviteUser = endpoint({
  method: 'POST',
  path: '/users',
  summary: 'Invite somebody: makes a one-time link with which the person chooses a password',
  permission: 'access.users.edit',
  stepUp: true,
  body: Type.Object({
    id: IdOf('User'),
    userName: UserName,
    displayName: Line(100),
    email: Nullable(Type.String({ format: 'email', maxLength: 200 })),
    ...Access,
  }),
  reply: OneTimeLink,
  refusals: [UserNameTaken, NotFound],
})

export const editUser = endpoint({
  method: 'PUT',
  path: '/users/:id',
  summary: 'Change how somebody is called',
  permission: 'access.users.edit',
  params: Type.Object({ id: IdOf('User') }),
  body: Type.Object({
    displayName: Line(100),
    email: Nullable(Type.String({ format: 'email', maxLength: 200 })),
    version: Type.Integer(),
  }),
  reply: Type.Object({ version: Type.Integer() }),
  refusals: [NotFound, Stale],
})

export const grantAccess = endpoint({
  method: 'PUT',
  path: '/users/:id/access',
  summary: 'Set somebody’s roles and sites; effective at once',
  permission: 'access.users.grant',
  stepUp: true,
  params: Type.Object({ id: IdOf('User') }),
  body: Type.Object({ ...Access, version: Type.Integer() }),
  reply: Type.Object({ version: Type.Integer() }),
  refusals: [NotFound, NotYourself, LastOwner, Stale],
})

export const disableUser = endpoint({
  method: 'POST',
  path: '/users/:id/disable',
  summary: 'Stop somebody from signing in; ends their sessions at once',
  permission: 'access.users.edit',
  stepUp: true,
  params: Type.Object({ id: IdOf('User') }),
  reply: Done,
  refusals: [NotFound, NotYourself, LastOwner],
})

export const enableUser = endpoint({
  method: 'POST',
  path: '/users/:id/enable',
  summary: 'Let somebody sign in again',
  permission: 'access.users.grant',
  stepUp: true,
  params: Type.Object({ id: IdOf('User') }),
  reply: Done,
  refusals: [NotFound, NotYourself],
})

/** The old password and every session end now, whether or not the link is ever used. */
export const resetPassword = endpoint({
  method: 'POST',
  path: '/users/:id/link',
  summary: 'End somebody’s password and make a one-time link to choose a new one',
  permission: 'access.users.edit',
  stepUp: true,
  params: Type.Object({ id: IdOf('User') }),
  reply: OneTimeLink,
  refusals: [NotFound, NotYourself],
})

/** Not together with resetPassword in one permission: both at once would be the whole account. */
export const resetSecondFactor = endpoint({
  method: 'POST',
  path: '/users/:id/reset-second-factor',
  summary: 'Forget somebody’s authenticator, passkeys and recovery codes (a lost phone)',
  permission: 'access.users.grant',
  stepUp: true,
  params: Type.Object({ id: IdOf('User') }),
  reply: Done,
  refusals: [NotFound, NotYourself],
})
