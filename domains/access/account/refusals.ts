import { reason } from '#kernel/refusal.ts'

export const AlreadySetUp = reason(
  'already-set-up',
  409,
  'An authenticator app is set up already. Remove it first if you have a new phone.',
)

export const FactorNeeded = reason(
  'factor-needed',
  409,
  'Your role asks for a second factor. Set up another one before you remove this one.',
)
