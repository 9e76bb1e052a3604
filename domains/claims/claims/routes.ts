import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import * as commands from './commands.ts'
import {
  changeClaim,
  holdClaim,
  print1500,
  read837,
  readClaim,
  readClaims,
  recheckClaims,
  releaseClaim,
  replaceClaim,
} from './contract.ts'
import { form1500 } from './paper.ts'
import { claimOf, claimsList } from './queries.ts'
import { segmentsOf } from './written.ts'

export function claimRoutes({ answer, perform }: Http) {
  answer(readClaims, (db, { query }, { actor }) => claimsList(db, query, actor))
  answer(readClaim, (db, { params }, { actor }) => claimOf(db, params.id, actor))
  answer(read837, (db, { params }, { actor }) => segmentsOf(db, params.id, actor))
  answer(print1500, (db, { params }, { actor }) => form1500(db, params.id, actor))
  perform(recheckClaims, (tx, { body }) => commands.recheck(tx, body.ids))
  perform(holdClaim, async (tx, { params, body }) => {
    await commands.holdBack(tx, params.id, body.version, body.reason)
    return done
  })
  perform(releaseClaim, async (tx, { params, body }) => {
    await commands.release(tx, params.id, body.version)
    return done
  })
  perform(changeClaim, async (tx, { params, body }) => {
    await commands.changeNumbers(tx, params.id, body)
    return done
  })
  perform(replaceClaim, async (tx, { params, body }) => {
    await commands.replace(tx, params.id, body)
    return { id: body.id }
  })
}
