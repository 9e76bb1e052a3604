/** A biller's desk for the tests of remittances: charged visits, an 835 of one payment, and dropping it. */
import { before } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { balance } from '#domains/ledger/ledger.ts'
import type { Id } from '#kernel/id.ts'
import { file, interchange, remittance as set } from '#standards/x12/835-example.ts'
import { postCharges } from '../charges/contract.ts'
import {
  type Office,
  arrangeBilling,
  arrangeCoverage,
  arrangePatient,
  arrangeVisit,
  entryOf,
  serviceDay,
} from '../testing.ts'
import { dropRemittance, readRemittance } from './contract.ts'

export async function openBillersDesk() {
  const practice = await openPractice()
  let office: Office
  before(async () => {
    office = await practice.arrange((tx) => arrangeBilling(tx))
  })

  let days = 0
  /** A visit charged 185.00 for 99214 (contract 132.40) by a patient of its own, with its claim. */
  async function charged(secondary = false, amountCents?: number) {
    const visitId = await practice.arrange(async ({ db }) => {
      const patientId = await arrangePatient(db)
      await arrangeCoverage(db, { ...office, patientId, rank: 'primary' })
      if (secondary) await arrangeCoverage(db, { ...office, patientId, rank: 'secondary' })
      // A day for each: one provider sees one patient at a time.
      return arrangeVisit(db, { ...office, patientId }, { on: serviceDay().subtract({ days: ++days }) })
    })
    const entry = entryOf('99214', amountCents === undefined ? {} : { amountCents: amountCents as never })
    const { body } = await practice.call(postCharges, { params: { id: visitId }, body: entry })
    const claim = await practice.db
      .selectFrom('claims.claim')
      .selectAll()
      .where('id', '=', body.claimIds[0]! as Id<'Claim'>)
      .executeTakeFirstOrThrow()
    const chargeId = entry.lines[0]!.id
    return {
      visitId,
      chargeId,
      ...claim,
      /** Insurance, patient, EFT clearing, allowance and contractual of this charge. */
      books: () =>
        Promise.all(
          (['1100', '1110', '1020', '1190', '4090'] as const).map((account) =>
            balance(practice.db, account, { chargeId }),
          ),
        ),
      state: async () =>
        (
          await practice.db
            .selectFrom('claims.claim')
            .select('state')
            .where('id', '=', claim.id)
            .executeTakeFirstOrThrow()
        ).state,
    }
  }

  let traces = 0
  /** An 835 of one payment with a trace of its own. */
  const advice = (amount: string, body: readonly string[], trace = `EFT${++traces}`) =>
    file(interchange([set(amount, body).map((segment) => segment.replace('EFT0001', trace))]))
  const drop = (content: string | Uint8Array) =>
    practice.call(dropRemittance, { file: { type: 'application/edi-x12', content } })
  const open = async (id: string) => (await practice.call(readRemittance, { params: { id } })).body

  return { practice, charged, advice, drop, open }
}
