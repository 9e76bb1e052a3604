/** What one comes for. Pure. */
import type { DB } from '#database/types.ts'
import { reason } from '#kernel/refusal.ts'

type Column<K extends keyof DB['scheduling.visitType']> = NonNullable<DB['scheduling.visitType'][K]>

export const VisitTypeNameTaken = reason(
  'visit-type-name-taken',
  409,
  'There is already a visit type of that name.',
)

export const roomKinds = [
  'exam',
  'procedure',
  'lab',
  'consult',
  'telehealth',
] as const satisfies readonly Column<'roomKind'>[]

export const colours = ['teal', 'blue', 'violet', 'rose', 'amber', 'green', 'slate', 'orange'] as const
