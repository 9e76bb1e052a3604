import Type from 'typebox'
import { Line, endpoint } from '#kernel/contract.ts'
import { AlreadyExists } from '#kernel/refusal.ts'
import { SignInState } from '../sessions/contract.ts'
import { TooManyAttempts } from '../sessions/refusals.ts'
import { WeakPassword } from '../account/password.ts'
import { UserName } from '../users/contract.ts'
import { LinkOver } from './refusals.ts'

/** What stands after the # of the link: it is never sent as an address, so no log and no proxy keeps it. */
const Token = Type.String({ minLength: 20, maxLength: 100 })
const Password = Type.String({ minLength: 1, maxLength: 256 })

export const readFirstRun = endpoint({
  method: 'GET',
  path: '/first-run',
  summary: 'Whether this practice still waits for its first person',
  permission: 'public',
  reply: Type.Object({ open: Type.Boolean() }),
})

/** The page is /first-run#<token>; the address is printed by the program at its first start. */
export const firstRun = endpoint({
  method: 'POST',
  path: '/first-run',
  summary: 'Create the owner, with the one-time link of the first start',
  permission: 'public',
  body: Type.Object({ token: Token, userName: UserName, displayName: Line(100), password: Password }),
  reply: SignInState,
  refusals: [LinkOver, WeakPassword, TooManyAttempts],
})

/** The page is /welcome#<token>. */
export const readLink = endpoint({
  method: 'POST',
  path: '/welcome/read',
  summary: 'Whom a one-time link is for',
  permission: 'public',
  body: Type.Object({ token: Token }),
  reply: Type.Object({
    purpose: Type.Union([Type.Literal('invite'), Type.Literal('reset')]),
    userName: Type.String(),
    displayName: Type.String(),
    /** The least characters the password may have. */
    shortestPassword: Type.Integer(),
  }),
  refusals: [LinkOver, TooManyAttempts],
})

export const followLink = endpoint({
  method: 'POST',
  path: '/welcome',
  summary: 'Choose a password with a one-time link',
  permission: 'public',
  body: Type.Object({ token: Token, password: Password }),
  reply: SignInState,
  refusals: [LinkOver, WeakPassword, AlreadyExists, TooManyAttempts],
})
