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
  'today.read': { title: 'Open the first page: the day, and what needs somebody', roles: everyone },
  'fhir.read': {
    title: 'Read records as FHIR, for other systems',
    roles: ['owner', 'manager', 'compliance'],
  },
} satisfies Permissions
