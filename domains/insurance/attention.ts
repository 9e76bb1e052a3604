/** What about the coverage of the next visits needs somebody. The numbers are the rows of the worklist. */
import type { Attention } from '#platform/wiring.ts'
import type { Show } from './eligibility/eligibility.ts'
import { unverified } from './eligibility/unverified.ts'

const visits = (show: Show, urgency: Attention['urgency'], label: string): Attention => ({
  key: `insurance.${show}`,
  urgency,
  label: `visits ${label}`,
  one: `visit ${label}`,
  permission: 'insurance.read',
  to: `/coverage-to-verify?show=${show}`,
  async count(db, { now, siteIds }) {
    const rows = await unverified(db, { now, siteIds, show })
    const today = rows.filter(({ serviceOn, timeZone }) =>
      serviceOn.equals(now.toZonedDateTimeISO(timeZone).toPlainDate()),
    ).length
    return today > 0 ? { count: rows.length, detail: `${today} today` } : { count: rows.length }
  },
})

export const attention: readonly Attention[] = [
  visits('ineligible', 'at-risk', 'in the next 2 days whose coverage is not active'),
  visits('unknown', 'at-risk', 'in the next 2 days whose payer gave no usable answer'),
  visits('ask', 'waiting', 'in the next 2 days whose coverage is not verified'),
  visits('self-pay', 'waiting', 'in the next 2 days without an insurance card'),
]
