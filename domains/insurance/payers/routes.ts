import { done } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import type { Http } from '#platform/http.ts'
import { refuseIfViolated } from '#platform/transaction.ts'
import { PayerCodeTaken, addPayer, changePayer, type Payer, readPayers } from './contract.ts'

const clashes = refuseIfViolated({ payer_pkey: AlreadyExists, payer_code_is_used_once: PayerCodeTaken })

/** Small enough to be read whole: an office bills tens of payers, seldom hundreds. */
export function payerRoutes({ answer, perform }: Http) {
  answer(readPayers, async (db) => {
    const payers = await db.selectFrom('insurance.payer').selectAll().orderBy('name').execute()
    return { payers: payers as Payer[] }
  })
  perform(addPayer, async (tx, { body }) => {
    await tx.db.insertInto('insurance.payer').values(body).execute().catch(clashes)
    return done
  })
  perform(changePayer, async (tx, { params, body: { version, ...payer } }) => {
    const { numUpdatedRows } = await tx.db
      .updateTable('insurance.payer')
      .set({ ...payer, version: version + 1 })
      .where('id', '=', params.id)
      .where('version', '=', version)
      .executeTakeFirstOrThrow()
      .catch(clashes)
    if (numUpdatedRows === 0n) {
      const known = await tx.db
        .selectFrom('insurance.payer')
        .select('id')
        .where('id', '=', params.id)
        .executeTakeFirst()
      refuse(known ? Stale : NotFound)
    }
    return done
  })
}
