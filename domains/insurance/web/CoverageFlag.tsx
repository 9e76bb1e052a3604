import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { useSite } from '#web/site.ts'
import { Flag } from '#web/ui/Status.tsx'
import { useToday } from '#web/ui/When.tsx'
import { readCoverages } from '../coverages/contract.ts'
import { readEligibility } from '../eligibility/contract.ts'
import { standingOn, standingWords } from './words.ts'

/** In the head of every page about the patient: only when coverage is missing or not known to be active. */
export default function CoverageFlag({ patientId }: { patientId: Id<'Patient'> }) {
  const today = useToday()
  const { site } = useSite()
  const { data: cards } = useRead(readCoverages, { params: { id: patientId } })
  const { data: known } = useRead(readEligibility, { params: { id: patientId } })
  if (!cards || !known) return null
  const primary = cards.coverages.find(({ inForce, rank }) => inForce && rank === 'primary')
  if (!primary) return <Flag>Self-pay: no insurance card</Flag>
  const check = known.checks.find(({ coverageId }) => coverageId === primary.id)
  const { tone, label } = standingWords[standingOn(check, today, site?.timeZone ?? 'UTC')]
  return tone === 'good' ? null : (
    <Flag tone={tone}>
      {primary.payerName}: {label.toLowerCase()}
    </Flag>
  )
}
