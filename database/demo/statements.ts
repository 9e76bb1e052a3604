/** Statements, holds and requests of the demo practice about what patients owe. */
import { cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'
import { insertRows } from './insert.ts'
import type { Random } from './random.ts'
import type { Team } from './team.ts'

/** What a patient owes for a charge by the ledger, and since when. */
export type Owed = {
  readonly chargeId: Id<'Charge'>
  readonly appointmentId: Id<'Appointment'>
  readonly patientId: Id<'Patient'>
  readonly siteId: Id<'Site'>
  readonly owedCents: number
  readonly sinceOn: Temporal.PlainDate
  readonly insured: boolean
}
/** Most who owe have had their first statement; the rest are due for one. */
export async function sendStatements(
  tx: Tx,
  random: Random,
  unpaid: readonly (readonly Owed[])[],
  today: Temporal.PlainDate,
  team: Team,
) {
  const made = unpaid.flatMap((charges) => {
    const on = charges
      .map(({ sinceOn }) => sinceOn)
      .toSorted(Temporal.PlainDate.compare)
      .at(-1)!
      .add({ days: 3 })
    const balance = charges.reduce((total, { owedCents }) => total + owedCents, 0)
    const isMade = Temporal.PlainDate.compare(on, today) < 0 && balance >= 500 && random.chance(0.7)
    return isMade ? [{ patientId: charges[0]!.patientId, on, balance }] : []
  })
  await insertRows(
    tx.db,
    'billing.statement',
    made.map(({ patientId, on, balance }) => ({
      id: newId<'Statement'>(),
      patientId,
      stage: 1,
      balanceCents: cents(balance),
      madeOn: on,
      dueOn: on.add({ days: 21 }),
      madeBy: team.biller,
    })),
  )
  await insertRows(
    tx.db,
    'billing.hold',
    unpaid.slice(0, 3).map(([first], index) => ({
      id: newId<'Hold'>(),
      patientId: first!.patientId,
      reason: (['bad-address', 'dispute', 'charity'] as const)[index]!,
      beginsOn: today.subtract({ days: 6 + index }),
      note: (['Mail came back.', 'Says the visit was free.', 'Application is with the manager.'] as const)[
        index
      ]!,
    })),
  )
}

export async function askForAdjustments(tx: Tx, unpaid: readonly (readonly Owed[])[], team: Team) {
  const kinds = [
    ['administrative', 'Promised a free recheck by telephone'],
    ['charity', 'Household below 200 % of the poverty level'],
    ['small-balance', 'Not worth another letter'],
  ] as const
  await insertRows(
    tx.db,
    'billing.adjustment',
    unpaid.slice(4, 4 + kinds.length).map(([charge], index) => ({
      id: newId<'Adjustment'>(),
      kind: kinds[index]![0],
      patientId: charge!.patientId,
      chargeId: charge!.chargeId,
      amountCents: cents(charge!.owedCents),
      reason: kinds[index]![1],
      requestedAt: tx.now.subtract({ hours: 20 + 26 * index }),
      requestedBy: team.biller,
    })),
  )
}
