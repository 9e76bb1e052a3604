import type { Permissions } from '#platform/wiring.ts'

export const permissions = {
  'insurance.read': {
    title: 'See insurance cards and eligibility',
    roles: ['owner', 'manager', 'front-desk', 'biller', 'nurse', 'provider'],
  },
  'insurance.edit': { title: 'Enter and verify insurance cards', roles: ['manager', 'front-desk', 'biller'] },
  'insurance.ask': { title: 'Ask payers about eligibility', roles: ['manager', 'front-desk', 'biller'] },
  'insurance.payers': {
    title: 'See the list of payers',
    roles: ['owner', 'manager', 'front-desk', 'biller'],
  },
  'insurance.payers.edit': { title: 'Change payers', roles: ['manager', 'biller'] },
  'insurance.fees': { title: 'See fee schedules', roles: ['owner', 'manager', 'biller'] },
  'insurance.fees.edit': { title: 'Change fee schedules', roles: ['owner', 'manager'] },
} satisfies Permissions
