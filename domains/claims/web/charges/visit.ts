import type { Reply } from '#kernel/contract.ts'
import type { readCharges } from '../../charges/contract.ts'

export type VisitCharges = Reply<typeof readCharges>

/** What changes when a visit is charged: read again. */
export const refreshed = ['/visits', '/charges', '/claims', '/submissions', '/schedule', '/day'] as const
