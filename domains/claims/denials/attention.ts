/** Money that was denied and will be lost unless somebody works it in time. */
import { money } from '#kernel/cents.ts'
import type { Attention } from '#platform/wiring.ts'
import { type Show, deadlineWarningDays } from './denial.ts'
import { countDenials } from './queries.ts'

const denials = (show: Show, urgency: Attention['urgency'], label: string): Attention => ({
  key: `claims.denials.${show}`,
  urgency,
  label,
  permission: 'denials.read',
  to: `/denials?show=${show}`,
  async count(db, scope) {
    const { count, totalCents } = await countDenials(db, show, scope)
    return count > 0 ? { count, detail: `$${money(totalCents)}` } : { count }
  },
})

export const denialAttention: readonly Attention[] = [
  denials('overdue', 'late', 'denials past the day of their next action'),
  denials('deadline', 'at-risk', `denials whose appeal ends within ${deadlineWarningDays} days`),
  denials('unassigned', 'waiting', 'denials nobody has taken'),
]
