import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import Type from 'typebox'
import { Done, IdOf, Instant, Line, Nullable, endpoint } from '#kernel/contract.ts'
import { NotFound } from '#kernel/refusal.ts'
import { Code } from '../sessions/contract.ts'
import { BadProof } from '../sessions/refusals.ts'
import { WeakPassword } from './password.ts'
import { AlreadySetUp, FactorNeeded } from './refusals.ts'

/** Shown once. Empty where the person has some already. */
const RecoveryCodes = Type.Array(Type.String())

export const readMyAccount = endpoint({
  method: 'GET',
  path: '/my/account',
  summary: 'One’s own sign-in: name, second factors, recovery codes left',
  permission: 'self',
  reply: Type.Object({
    userName: Type.String(),
    displayName: Type.String(),
    email: Nullable(Type.String()),
    passwordChangedAt: Nullable(Instant),
    /** A role asks for a second factor: the last one cannot be removed. */
    secondFactorNeeded: Type.Boolean(),
    totp: Type.Boolean(),
    passkeys: Type.Array(
      Type.Object({
        id: IdOf('Passkey'),
        name: Type.String(),
        createdAt: Instant,
        lastUsedAt: Nullable(Instant),
      }),
    ),
    recoveryCodesLeft: Type.Integer(),
    /** The least characters a new password may have. */
    shortestPassword: Type.Integer(),
  }),
})

export const changeMyPassword = endpoint({
  method: 'POST',
  path: '/my/password',
  summary: 'Change one’s own password; ends one’s other sessions',
  permission: 'self',
  stepUp: true,
  body: Type.Object({
    current: Type.String({ minLength: 1, maxLength: 256 }),
    password: Type.String({ minLength: 1, maxLength: 256 }),
  }),
  reply: Done,
  refusals: [BadProof, WeakPassword],
})

export const offerTotp = endpoint({
  method: 'POST',
  path: '/my/totp',
  summary: 'Begin to set up an authenticator app: the secret to scan',
  permission: 'self',
  stepUp: true,
  reply: Type.Object({ uri: Type.String(), secret: Type.String() }),
  refusals: [AlreadySetUp],
})

export const confirmTotp = endpoint({
  method: 'POST',
  path: '/my/totp/confirm',
  summary: 'Finish setting up the authenticator with one of its codes',
  permission: 'self',
  stepUp: true,
  body: Code,
  reply: Type.Object({ recoveryCodes: RecoveryCodes }),
  refusals: [BadProof],
})

export const removeTotp = endpoint({
  method: 'DELETE',
  path: '/my/totp',
  summary: 'Stop using the authenticator app',
  permission: 'self',
  stepUp: true,
  reply: Done,
  refusals: [FactorNeeded],
})

export const renewRecoveryCodes = endpoint({
  method: 'POST',
  path: '/my/recovery-codes',
  summary: 'Ten new recovery codes; the old ones end',
  permission: 'self',
  stepUp: true,
  reply: Type.Object({ recoveryCodes: RecoveryCodes }),
  refusals: [FactorNeeded],
})

export const offerPasskey = endpoint({
  method: 'POST',
  path: '/my/passkeys/options',
  summary: 'What the browser needs to make a passkey',
  permission: 'self',
  stepUp: true,
  reply: Type.Unsafe<PublicKeyCredentialCreationOptionsJSON>(Type.Any()),
})

export const addPasskey = endpoint({
  method: 'POST',
  path: '/my/passkeys',
  summary: 'Keep a passkey the browser made',
  permission: 'self',
  stepUp: true,
  body: Type.Object({
    name: Line(60),
    answer: Type.Unsafe<RegistrationResponseJSON>(
      Type.Object({
        id: Type.String({ maxLength: 1400 }),
        rawId: Type.String({ maxLength: 1400 }),
        type: Type.Literal('public-key'),
        response: Type.Object({
          clientDataJSON: Type.String({ maxLength: 4000 }),
          attestationObject: Type.String({ maxLength: 20_000 }),
          transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
        }),
        authenticatorAttachment: Type.Optional(Type.String({ maxLength: 40 })),
        clientExtensionResults: Type.Optional(Type.Any()),
      }),
    ),
  }),
  reply: Type.Object({ id: IdOf('Passkey'), recoveryCodes: RecoveryCodes }),
  refusals: [BadProof],
})

export const removePasskey = endpoint({
  method: 'DELETE',
  path: '/my/passkeys/:id',
  summary: 'Stop using a passkey',
  permission: 'self',
  stepUp: true,
  params: Type.Object({ id: IdOf('Passkey') }),
  reply: Done,
  refusals: [NotFound, FactorNeeded],
})
