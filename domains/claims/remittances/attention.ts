/** What payers sent that is not yet money in the books or at the bank. */
import { money } from '#kernel/cents.ts'
import type { Attention } from '#platform/wiring.ts'
import type { Show } from './remittance.ts'
import { countRemittances } from './queries.ts'

const remittances = (show: Show, urgency: Attention['urgency'], label: string): Attention => ({
  key: `claims.remittances.${show}`,
  urgency,
  label,
  permission: 'remittances.read',
  to: `/remittances?show=${show}`,
  async count(db, { now }) {
    const { count, totalCents } = await countRemittances(db, show, now)
    return count > 0 ? { count, detail: `$${money(totalCents)}` } : { count }
  },
})

export const remittanceAttention: readonly Attention[] = [
  remittances('exception', 'late', 'remittances not posted because they do not add up'),
  remittances('late', 'at-risk', 'payments posted and not at the bank after three business days'),
  remittances('waiting', 'waiting', 'remittances with claims that fit none of ours'),
]
