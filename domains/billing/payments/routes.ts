import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { applyAll, takePayment as take, voidPayment as voidIt } from './commands.ts'
import { applyCredits, printReceipt, readPayments, takePayment, voidPayment } from './contract.ts'
import { daySheet, receiptOf, sitesFor } from './queries.ts'

export function paymentRoutes({ answer, perform }: Http) {
  perform(takePayment, (tx, { params, body }) =>
    take(tx, { ...body, patientId: params.id, appointmentId: body.appointmentId ?? null }),
  )
  perform(voidPayment, async (tx, { params, body }) => {
    await voidIt(tx, params.id, body.reason)
    return done
  })
  perform(applyCredits, (tx, { params }) => applyAll(tx, params.id))
  answer(readPayments, (db, { query }, { actor }) =>
    daySheet(db, { ...query, siteIds: sitesFor(actor, query.siteId), now: Temporal.Now.instant() }),
  )
  answer(printReceipt, (db, { params }, { actor }) => receiptOf(db, params.id, actor))
}
