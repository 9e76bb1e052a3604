import type { Permissions } from '#platform/wiring.ts'

export const permissions = {
  'scheduling.read': {
    title: 'See the schedule and the visits of the day',
    roles: ['owner', 'manager', 'front-desk', 'biller', 'nurse', 'provider'],
  },
  'scheduling.book': {
    title: 'Book, move and cancel visits',
    roles: ['manager', 'front-desk', 'nurse', 'provider', 'owner'],
  },
  'scheduling.override': {
    title: 'Book outside a provider’s template, with a reason',
    roles: ['manager', 'owner'],
  },
  'scheduling.flow': {
    title: 'Greet, check in, room and check out patients',
    roles: ['manager', 'front-desk', 'nurse', 'provider', 'owner'],
  },
  'scheduling.templates': {
    title: 'Change visit types and provider templates, and mark providers away',
    roles: ['manager'],
  },
} satisfies Permissions
