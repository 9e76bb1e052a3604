import type { Permissions } from '#platform/wiring.ts'

export const permissions = {
  'workforce.read': {
    title: 'See who works here, and the providers',
    roles: ['owner', 'manager', 'front-desk', 'biller', 'nurse', 'provider', 'hr', 'compliance', 'it'],
  },
  'workforce.edit': { title: 'Add and change staff and providers', roles: ['manager', 'hr'] },
  'workforce.credentials.read': {
    title: 'See licences and other credentials',
    roles: ['owner', 'manager', 'hr', 'compliance'],
  },
  'workforce.credentials.edit': {
    title: 'Record and verify licences and other credentials',
    roles: ['manager', 'hr'],
  },
} satisfies Permissions
