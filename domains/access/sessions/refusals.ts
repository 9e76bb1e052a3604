import { reason } from '#kernel/refusal.ts'

/** One answer for an unknown user, a wrong password, a disabled user: it says nothing about who exists. */
export const BadCredentials = reason(
  'bad-credentials',
  422,
  'The user name or the password is not right. Capital letters matter in the password.',
)

export const BadProof = reason(
  'bad-proof',
  422,
  'That was not accepted. A code from the authenticator works once, and for half a minute; wait for the next one.',
)

export const SignInAgain = reason(
  'sign-in-again',
  422,
  'This sign-in was not finished in time. Please begin again with your user name and password.',
)

/** `facts.retryAfterSeconds` says how long to wait. */
export const TooManyAttempts = reason(
  'too-many-attempts',
  429,
  'Too many attempts. Please wait a little before the next one.',
)

export const SecondFactorNeeded = reason(
  'second-factor-needed',
  403,
  'Your role asks for a second factor. Please set one up first.',
)
