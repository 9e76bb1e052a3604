import type { Permissions } from '#platform/wiring.ts'

export const permissions = {
  'charges.read': {
    title: 'See the diagnoses and charges of visits',
    roles: ['owner', 'manager', 'biller', 'nurse', 'provider'],
  },
  'charges.enter': {
    title: 'Enter the charges of a visit',
    roles: ['owner', 'biller', 'nurse', 'provider'],
  },
  'charges.void': { title: 'Void charges that were posted', roles: ['biller'] },
  'claims.read': { title: 'See claims and their history', roles: ['owner', 'manager', 'biller'] },
  'claims.edit': { title: 'Check, hold, correct and resubmit claims', roles: ['biller'] },
  'claims.submit': {
    title: 'Make claim files for payers and read their acknowledgements',
    roles: ['biller'],
  },
  'codes.read': {
    title: 'Search diagnosis and procedure codes',
    roles: ['owner', 'manager', 'biller', 'nurse', 'provider'],
  },
  'codes.import': { title: 'Import code tables', roles: ['manager', 'biller'] },
  'remittances.read': { title: 'See remittances', roles: ['owner', 'manager', 'biller', 'compliance'] },
  'remittances.post': { title: 'Post remittances and match their claims', roles: ['biller'] },
  'remittances.reverse': { title: 'Take a posted remittance back', roles: ['manager', 'biller'] },
  'denials.read': { title: 'See denials', roles: ['owner', 'manager', 'biller'] },
  'denials.work': {
    title: 'Take, assign, appeal and close denials, and bill patients after review',
    roles: ['manager', 'biller'],
  },
  // Not for the biller: whoever takes payments must not also be able to write off what they were for.
  'denials.settle': { title: 'Write off denied amounts within the limit', roles: ['owner', 'manager'] },
  'denials.settle-any': { title: 'Write off denied amounts above the limit', roles: ['owner'] },
} satisfies Permissions
