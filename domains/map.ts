/**
 * The map of the practice. Each domain may use the domains listed beside it, which must stand above it:
 * it may import their public file, join to their tables and listen to their events. It may never write to
 * their tables, and they never know that it exists. architecture.test.ts holds the code to this map.
 */
export const map = {
  practice: [],
  access: ['practice'],
  facilities: ['practice'],
  patients: ['practice', 'access'],
  workforce: ['practice', 'access'],
  ledger: ['practice', 'access'],
  scheduling: ['practice', 'access', 'facilities', 'patients', 'workforce'],
  insurance: ['practice', 'access', 'patients', 'workforce', 'scheduling'],
  claims: ['practice', 'access', 'patients', 'workforce', 'ledger', 'scheduling', 'insurance'],
  billing: ['practice', 'access', 'patients', 'workforce', 'ledger', 'scheduling', 'insurance', 'claims'],
  reporting: [
    'practice',
    'access',
    'facilities',
    'patients',
    'workforce',
    'ledger',
    'scheduling',
    'insurance',
    'claims',
    'billing',
  ],
} as const satisfies Record<string, readonly string[]>

export type Domain = keyof typeof map
