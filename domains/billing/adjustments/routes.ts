import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { decide, payRefund as pay, requestAdjustment as ask } from './commands.ts'
import { decideAdjustment, payRefund, readAdjustments, requestAdjustment } from './contract.ts'
import { adjustments } from './queries.ts'

export function adjustmentRoutes({ answer, perform }: Http) {
  answer(readAdjustments, (db, { query }, { actor }) =>
    adjustments(db, query.show ?? 'requested', actor, Temporal.Now.instant()),
  )
  perform(requestAdjustment, async (tx, { body }) => {
    await ask(tx, body)
    return done
  })
  perform(decideAdjustment, async (tx, { params, body }) => {
    await decide(tx, params.id, body)
    return done
  })
  perform(payRefund, async (tx, { params, body }) => {
    await pay(tx, params.id, body)
    return done
  })
}
