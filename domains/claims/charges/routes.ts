import { done } from '#kernel/contract.ts'
import { chargeFor } from '#domains/insurance/insurance.ts'
import type { Http } from '#platform/http.ts'
import { codeOf } from './charge.ts'
import * as commands from './commands.ts'
import {
  markNoCharge,
  postCharges,
  readCharges,
  readChargesToEnter,
  readFee,
  voidCharges,
} from './contract.ts'
import { chargesOfVisit, chargesToEnter } from './queries.ts'

export function chargeRoutes({ answer, perform }: Http) {
  answer(readChargesToEnter, (db, { query }, { actor }) => chargesToEnter(db, query, actor))
  answer(readFee, async (db, { query }) => {
    const modifiers = (query.modifiers ?? '').split(',').filter(Boolean).map(codeOf)
    const question = { code: codeOf(query.code), modifiers, serviceOn: query.serviceOn }
    return { amountCents: (await chargeFor(db, question)) ?? null }
  })
  answer(readCharges, (db, { params }, { actor }) => chargesOfVisit(db, params.id, actor))
  perform(postCharges, (tx, { params, body }) => commands.postCharges(tx, params.id, body))
  perform(markNoCharge, async (tx, { params, body }) => {
    await commands.markNoCharge(tx, params.id, body.reason)
    return done
  })
  perform(voidCharges, async (tx, { params, body }) => {
    await commands.voidCharges(tx, params.id, body.reason)
    return done
  })
}
