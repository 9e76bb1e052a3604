import type { Id } from '#kernel/id.ts'
import { money } from '#kernel/cents.ts'
import { useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { Flag } from '#web/ui/Status.tsx'
import { readAccount } from '../accounts/contract.ts'

/** In the head of every page about the patient: what they owe and what is kept for them, each by itself. */
export default function BalanceFlag({ patientId }: { patientId: Id<'Patient'> }) {
  const { data } = useRead(readAccount, { params: { id: patientId } })
  useLive(['billing', 'claims'], [readAccount])
  if (!data) return null
  const { patientCents, creditCents, patientAgeing } = data
  const old = patientAgeing.buckets.slice(2).some((cents) => cents > 0)
  return (
    <>
      {patientCents > 0 && <Flag tone={old ? 'harm' : 'soon'}>Owes ${money(patientCents)}</Flag>}
      {creditCents > 0 && <Flag>Credit ${money(creditCents)}</Flag>}
    </>
  )
}
