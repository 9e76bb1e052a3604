/** The life of a claim: its states, and what a person does next with each. Pure. */
import type { DB } from '#database/types.ts'
import type { Selectable } from 'kysely'

type Row = Selectable<DB['claims.claim']>
export type State = Row['state']

/** Nobody outside has it: it may be changed, checked again and voided. A rejected claim never reached the payer's files. */
export const isUnsent = (state: State) => ['draft', 'failed', 'ready', 'held', 'rejected'].includes(state)

/** The last day the payer takes a claim: Medicare one calendar year (42 CFR 424.44), others by contract. */
export const filingLimit = (
  payer: { readonly filingCode: string; readonly timelyFilingDays: number },
  serviceOn: Temporal.PlainDate,
): Temporal.PlainDate =>
  payer.filingCode === 'MB' ? serviceOn.add({ years: 1 }) : serviceOn.add({ days: payer.timelyFilingDays })
