/** What payers said of the cards of the visits of today and the next days, and how each patient was checked in. */
import { type Id, newId } from '#kernel/id.ts'
import { cents } from '#kernel/cents.ts'
import type { Tx } from '#platform/transaction.ts'
import { insertRows } from './insert.ts'
import { copayOf } from './patients.ts'
import type { Random } from './random.ts'
import type { SettledVisit } from './visits.ts'

const kept = { collected: 'collected', waived: 'waived', billed: 'billed', none_due: 'none-due' } as const

export async function askPayers(tx: Tx, random: Random, visits: readonly SettledVisit[]) {
  const near = visits.filter(({ on, provider: { site } }) => {
    const days = site.today.until(on).days
    return days >= -1 && days <= 3
  })
  await insertRows(
    tx.db,
    'insurance.eligibilityCheck',
    near.flatMap(({ patient, on }) => {
      const [card] = patient.coverages
      // For some visits nobody has asked yet.
      if (!card || random.chance(0.2)) return []
      const askedAt = tx.now.subtract({ hours: random.integer(3, 70) })
      const outcome = random.weighted([
        ['eligible' as const, 88],
        ['unknown' as const, 8],
        ['ineligible' as const, 4],
      ])
      const { copay } = card.payer
      return [
        {
          id: random.id(askedAt) as Id<'EligibilityCheck'>,
          coverageId: card.id,
          patientId: patient.id,
          askedAt,
          serviceOn: on,
          outcome,
          source: '271' as const,
          copayCents: outcome === 'eligible' && copay !== null ? cents(copay) : null,
          notes: outcome === 'unknown' ? ['The payer could not be reached.'] : [],
        },
      ]
    }),
  )
  await insertRows(
    tx.db,
    'billing.checkIn',
    visits.flatMap(({ id, patient, type, copayDisposition, times, on, provider: { site } }) => {
      if (!copayDisposition || !times.checkedInAt || on.until(site.today).days > 14) return []
      const copay = copayOf(patient, type.name)
      return [
        {
          id: newId(),
          appointmentId: id,
          patientId: patient.id,
          demographics: 'verified' as const,
          coverage: patient.coverages.length > 0 ? ('confirmed' as const) : ('self-pay' as const),
          copay: kept[copayDisposition],
          copayDueCents: copay === null ? null : cents(copay),
          reason: copayDisposition === 'waived' ? 'Financial hardship, documented' : null,
          madeAt: times.checkedInAt,
        },
      ]
    }),
  )
}
