import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { deposit, match, putAside, takeBack } from './commands.ts'
import {
  depositRemittance,
  dropRemittance,
  matchClaim,
  readCandidates,
  readRemittance,
  readRemittances,
  reverseRemittance,
  setAside,
} from './contract.ts'
import { candidates, remittance, remittances } from './queries.ts'
import { receiveRemittances } from './receive.ts'

export function remittanceRoutes({ answer, perform }: Http) {
  perform(dropRemittance, async (tx, _request, { received }) => ({
    remittances: await receiveRemittances(tx, received),
  }))
  answer(readRemittances, (db, { query }) => remittances(db, query))
  answer(readRemittance, (db, { params, query }, { actor }) => remittance(db, params.id, query, actor))
  answer(readCandidates, async (db, { params, query }, { actor }) => ({
    candidates: await candidates(db, params.id, query.number, actor),
  }))
  perform(matchClaim, async (tx, { params, body }) => {
    await match(tx, params.id, body)
    return done
  })
  perform(setAside, async (tx, { params, body }) => {
    await putAside(tx, params.id, body.reason, body.version)
    return done
  })
  perform(reverseRemittance, async (tx, { params, body }) => {
    await takeBack(tx, params.id, body.reason, body.version)
    return done
  })
  perform(depositRemittance, async (tx, { params, body }) => {
    await deposit(tx, params.id, body.depositedOn, body.amountCents, body.version)
    return done
  })
}
