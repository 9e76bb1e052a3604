/** The life of a claim: its states, and what a person does next with each. Pure. */
import type { DB } from '#database/types.ts'
import type { Selectable } from 'kysely'

type Row = Selectable<DB['claims.claim']>
export type State = Row['state']

/** Nobody outside has it: it may be changed, checked again and voided. A rejected claim never reached the payer's files. */
export const isUnsent = (state: State) => ['draft', 'failed', 'ready', 'held', 'rejected'].includes(state)
