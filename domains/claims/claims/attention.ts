/** Claims that stand still: to be mended, to be sent, not answered, or soon too late to file. */
import { money } from '#kernel/cents.ts'
import type { Attention } from '#platform/wiring.ts'
import type { Show } from './claim.ts'
import { countClaims } from './queries.ts'

const claims = (show: Show, urgency: Attention['urgency'], label: string): Attention => ({
  key: `claims.${show}`,
  urgency,
  label,
  permission: 'claims.read',
  to: `/claims?show=${show}`,
  async count(db, scope) {
    const { count, totalCents } = await countClaims(db, show, scope)
    return count > 0 ? { count, detail: `$${money(totalCents)}` } : { count }
  },
})

export const claimAttention: readonly Attention[] = [
  claims('work', 'at-risk', 'claims with something to mend'),
  claims('filing', 'at-risk', 'claims whose time to file ends within 30 days'),
  claims('silent', 'late', 'claims the payer has not answered after five business days'),
  claims('waiting', 'waiting', 'claims ready since before yesterday and not sent'),
]
