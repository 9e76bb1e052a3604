import type { Permissions } from '#platform/wiring.ts'

/**
 * Minimum necessary (45 CFR 164.502(b), .514(d)): HR and IT never see a patient; compliance reads; nurses and
 * providers read. Patients see their own record through the portal, not through these.
 */
export const permissions = {
  'patients.read': {
    title: 'Find patients and see their demographics',
    roles: ['owner', 'manager', 'front-desk', 'biller', 'nurse', 'provider', 'compliance'],
  },
  'patients.register': { title: 'Register new patients', roles: ['manager', 'front-desk'] },
  'patients.edit': {
    title: 'Change and verify the demographics of patients',
    roles: ['owner', 'manager', 'front-desk', 'biller'],
  },
  'patients.restrict': {
    title: 'Decide requests to restrict disclosures',
    roles: ['owner', 'manager'],
  },
  'patients.read-ssn': {
    title: 'See a whole social security number',
    roles: ['manager', 'biller'],
  },
  'patients.import': { title: 'Import patients from files', roles: ['manager'] },
} satisfies Permissions
