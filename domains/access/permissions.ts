import type { Permissions } from '#platform/wiring.ts'

/**
 * Separation of duties (45 CFR 164.308(a)(3) and (4), 164.312(b)): IT runs the accounts and the owner grants;
 * compliance reads the whole log, the manager without its data, IT only what concerns no patient. Who grants does
 * not certify.
 */
export const permissions = {
  'access.users.read': {
    title: 'See who signs in, with their roles and sites',
    roles: ['owner', 'manager', 'hr', 'compliance', 'it'],
  },
  'access.users.edit': {
    title: 'Invite and disable people, end a forgotten password',
    roles: ['owner', 'it'],
  },
  'access.users.grant': {
    title: 'Grant roles and sites, enable people, end a lost second factor',
    roles: ['owner'],
  },
  'access.roles.read': {
    title: 'See what each role may do',
    roles: ['owner', 'manager', 'hr', 'compliance', 'it'],
  },
  'access.roles.edit': { title: 'Change what a role may do', roles: ['owner'] },
  'access.audit.read': {
    title: 'Read the audit log, as far as it concerns no patient',
    roles: ['manager', 'compliance', 'it'],
  },
  'access.audit.patients': {
    title: 'Read also those entries of the audit log that concern patients',
    roles: ['manager', 'compliance'],
  },
  'access.audit.content': {
    title: 'See in the audit log what stood before and after a change',
    roles: ['compliance'],
  },
  'access.audit.check': {
    title: 'Check the audit log against its seals',
    roles: ['owner', 'compliance', 'it'],
  },
  'access.chart-access.read': {
    title: 'See who looked at a patient’s chart',
    roles: ['manager', 'compliance'],
  },
} satisfies Permissions
