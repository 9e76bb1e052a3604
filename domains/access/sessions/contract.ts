import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import Type from 'typebox'
import { Done, IdOf, Instant, Nullable, endpoint } from '#kernel/contract.ts'
import { NotFound } from '#kernel/refusal.ts'
import { BadCredentials, BadProof, SignInAgain, TooManyAttempts } from './refusals.ts'

/** Where a sign-in stands, and the ways by which it may go on. */
export const SignInState = Type.Object({
  state: Type.Union([Type.Literal('signed-in'), Type.Literal('second-factor'), Type.Literal('enrol')]),
  methods: Type.Array(Type.Union([Type.Literal('totp'), Type.Literal('passkey'), Type.Literal('recovery')])),
})

export const Code = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) })

/** What the browser's passkey gave back, as @simplewebauthn/browser makes it. */
export const PasskeyAnswer = Type.Unsafe<AuthenticationResponseJSON>(
  Type.Object({
    id: Type.String({ maxLength: 1400 }),
    rawId: Type.String({ maxLength: 1400 }),
    type: Type.Literal('public-key'),
    response: Type.Object({
      clientDataJSON: Type.String({ maxLength: 4000 }),
      authenticatorData: Type.String({ maxLength: 4000 }),
      signature: Type.String({ maxLength: 4000 }),
      userHandle: Type.Optional(Type.String({ maxLength: 400 })),
    }),
    authenticatorAttachment: Type.Optional(Type.String({ maxLength: 40 })),
    clientExtensionResults: Type.Optional(Type.Any()),
  }),
)
export const PasskeyQuestion = Type.Unsafe<PublicKeyCredentialRequestOptionsJSON>(Type.Any())

export const readSession = endpoint({
  method: 'GET',
  path: '/session',
  summary: 'Who is signed in here, and what they may do',
  permission: 'self',
  reply: Type.Object({
    user: Type.Object({ id: IdOf('User'), name: Type.String(), roles: Type.Array(Type.String()) }),
    /** Empty until the state is "signed-in". */
    permissions: Type.Array(Type.String()),
    sites: Type.Array(Type.Object({ id: IdOf('Site'), name: Type.String(), timeZone: Type.String() })),
    demo: Type.Boolean(),
    idleMinutes: Type.Integer(),
    /** "enrol": a role asks for a second factor and none is set up; only the enrolment endpoints answer. */
    state: Type.Union([Type.Literal('signed-in'), Type.Literal('enrol')]),
  }),
})

export const signIn = endpoint({
  method: 'POST',
  path: '/sign-in',
  summary: 'Sign in with user name and password',
  permission: 'public',
  body: Type.Object({
    userName: Type.String({ minLength: 1, maxLength: 200 }),
    password: Type.String({ minLength: 1, maxLength: 256 }),
  }),
  reply: SignInState,
  refusals: [BadCredentials, TooManyAttempts],
})

export const signInWithTotp = endpoint({
  method: 'POST',
  path: '/sign-in/totp',
  summary: 'Second step: the code of the authenticator app',
  permission: 'public',
  body: Code,
  reply: SignInState,
  refusals: [BadProof, SignInAgain, TooManyAttempts],
})

export const signInWithRecoveryCode = endpoint({
  method: 'POST',
  path: '/sign-in/recovery',
  summary: 'Second step: a recovery code, which is used up',
  permission: 'public',
  body: Code,
  reply: SignInState,
  refusals: [BadProof, SignInAgain, TooManyAttempts],
})

export const askForPasskey = endpoint({
  method: 'POST',
  path: '/sign-in/passkey/options',
  summary: 'What the browser needs to use a passkey, after the password or instead of it',
  permission: 'public',
  reply: PasskeyQuestion,
})

export const signInWithPasskey = endpoint({
  method: 'POST',
  path: '/sign-in/passkey/verify',
  summary: 'Sign in with the answer of a passkey',
  permission: 'public',
  body: PasskeyAnswer,
  reply: SignInState,
  refusals: [BadProof, TooManyAttempts],
})

/** Public, so that a half-finished or ended session can be left too. */
export const signOut = endpoint({
  method: 'POST',
  path: '/sign-out',
  summary: 'End this session',
  permission: 'public',
  reply: Done,
})

export const stepUp = endpoint({
  method: 'POST',
  path: '/step-up',
  summary: 'Prove once more who one is: with the password or a code of the authenticator',
  permission: 'self',
  body: Type.Object({
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
  }),
  reply: Done,
  refusals: [BadProof, TooManyAttempts],
})

export const askForPasskeyToStepUp = endpoint({
  method: 'POST',
  path: '/step-up/passkey/options',
  summary: 'What the browser needs to prove with a passkey who one is',
  permission: 'self',
  reply: PasskeyQuestion,
})

export const stepUpWithPasskey = endpoint({
  method: 'POST',
  path: '/step-up/passkey/verify',
  summary: 'Prove once more who one is with a passkey',
  permission: 'self',
  body: PasskeyAnswer,
  reply: Done,
  refusals: [BadProof],
})

export const listMySessions = endpoint({
  method: 'GET',
  path: '/my/sessions',
  summary: 'Where one is signed in',
  permission: 'self',
  reply: Type.Object({
    sessions: Type.Array(
      Type.Object({
        id: IdOf('Session'),
        /** Browser and system in plain words, e.g. "Firefox on Windows". */
        device: Type.String(),
        address: Nullable(Type.String()),
        createdAt: Instant,
        lastSeenAt: Instant,
        current: Type.Boolean(),
      }),
    ),
  }),
})

export const endMySession = endpoint({
  method: 'DELETE',
  path: '/my/sessions/:id',
  summary: 'End one of one’s own sessions',
  permission: 'self',
  params: Type.Object({ id: IdOf('Session') }),
  reply: Done,
  refusals: [NotFound],
})

export const endMyOtherSessions = endpoint({
  method: 'POST',
  path: '/my/sessions/end-others',
  summary: 'End every session of one’s own but this one',
  permission: 'self',
  reply: Type.Object({ ended: Type.Integer() }),
})
