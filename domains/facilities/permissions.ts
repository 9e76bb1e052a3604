import type { Permissions } from '#platform/wiring.ts'

export const permissions = {
  'facilities.read': {
    title: 'See the rooms',
    roles: ['owner', 'manager', 'front-desk', 'biller', 'nurse', 'provider', 'compliance', 'it'],
  },
  'facilities.edit': { title: 'Add, rename and close rooms', roles: ['owner', 'manager'] },
} satisfies Permissions
