import { reason } from '#kernel/refusal.ts'

export const UserNameTaken = reason(
  'user-name-taken',
  409,
  'Somebody has this user name, or had it: names are never used again. Please choose another.',
)

export const NotYourself = reason(
  'not-yourself',
  403,
  'Nobody changes their own access. Ask a colleague who may.',
)

export const LastOwner = reason(
  'last-owner',
  409,
  'Nobody would be left who may grant access. Give that to somebody else first.',
)
