import type { Permissions } from '#platform/wiring.ts'

/** Who takes money does not write it off; who asks for a refund or a write-off does not decide it. */
export const permissions = {
  'accounts.read': {
    title: 'See what patients and insurance owe, and the payments',
    roles: ['owner', 'manager', 'front-desk', 'biller', 'compliance'],
  },
  'visits.check-in': {
    title: 'Check patients in: demographics, coverage and copay',
    roles: ['manager', 'front-desk'],
  },
  'payments.take': { title: 'Take payments and print receipts', roles: ['front-desk', 'biller'] },
  'payments.void': { title: 'Void payments of the same day', roles: ['biller'] },
  'payments.apply': { title: 'Apply credits of patients to what they owe', roles: ['biller'] },
  'drawers.use': { title: 'Open and count one’s own cash drawer', roles: ['front-desk', 'biller'] },
  'deposits.make': {
    title: 'See every drawer and make deposits to the bank',
    roles: ['owner', 'manager'],
  },
  'adjustments.request': {
    title: 'Ask for refunds and write-offs',
    roles: ['biller'],
  },
  'adjustments.read': {
    title: 'See refunds and write-offs asked for',
    roles: ['owner', 'manager', 'biller', 'compliance'],
  },
  'adjustments.approve': {
    title: 'Approve refunds and write-offs up to the limit',
    roles: ['owner', 'manager'],
  },
  'adjustments.approve-any': { title: 'Approve refunds and write-offs above the limit', roles: ['owner'] },
  'billing.policy': {
    title: 'Change limits of approval and the rhythm of statements',
    roles: ['owner'],
  },
  'statements.read': {
    title: 'See statements, and who gets one',
    roles: ['owner', 'manager', 'front-desk', 'biller'],
  },
  'statements.make': { title: 'Make statements, and hold them', roles: ['manager', 'biller'] },
} satisfies Permissions
