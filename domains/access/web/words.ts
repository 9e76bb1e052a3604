/** How the log is told to people. */

export const kindWords = {
  create: 'Added',
  update: 'Changed',
  delete: 'Removed',
  read: 'Looked at',
  print: 'Printed',
  export: 'Exported',
  'sign-in': 'Signed in',
  'sign-out': 'Signed out',
  refused: 'Was refused',
  permission: 'Changed access',
  system: 'System',
} as const

export type Kind = keyof typeof kindWords
export const kinds = Object.keys(kindWords) as Kind[]
export const outcomes = ['done', 'refused', 'failed'] as const

/** A value of a row as it stood, short enough for a line. */
export const valueWords = (value: unknown): string =>
  value === null || value === undefined
    ? 'nothing'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
