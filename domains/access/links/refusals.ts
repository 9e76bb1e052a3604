import { reason } from '#kernel/refusal.ts'

export const LinkOver = reason(
  'link-over',
  410,
  'This link was used already or is too old. Ask whoever sent it for a new one.',
)
