import type { Permissions } from '#platform/wiring.ts'

export const permissions = {
  'ledger.read': { title: 'See the general ledger', roles: ['owner', 'manager', 'compliance'] },
  'ledger.post': { title: 'Post journals by hand', roles: ['manager'] },
  'ledger.reverse': { title: 'Reverse journals posted by hand', roles: ['owner', 'manager'] },
} satisfies Permissions
