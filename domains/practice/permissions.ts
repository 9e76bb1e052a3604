import type { Permissions } from '#platform/wiring.ts'

const everyone = [
  'owner',
  'manager',
  'front-desk',
  'biller',
  'nurse',
  'provider',
  'hr',
  'compliance',
  'it',
] as const

export const permissions = {
  'practice.read': { title: 'See the practice, its sites, hours and holidays', roles: everyone },
  'practice.edit': {
    title: 'Change the practice, its sites, hours and holidays',
    roles: ['owner', 'manager', 'it'],
  },
} satisfies Permissions
