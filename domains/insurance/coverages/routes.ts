import { done } from '#kernel/contract.ts'
import { officeDay } from '#domains/practice/practice.ts'
import type { Http } from '#platform/http.ts'
import { add, change, end, verify } from './commands.ts'
import {
  addCoverage,
  changeCoverage,
  endCoverage,
  keepCardPicture,
  readCardPicture,
  readCoverages,
  verifyCoverage,
} from './contract.ts'
import { keepPicture, picture } from './pictures.ts'
import { coverages } from './queries.ts'

export function coverageRoutes({ answer, perform }: Http) {
  answer(readCoverages, async (db, { params }) => ({
    coverages: await coverages(db, params.id, await officeDay(db, Temporal.Now.instant())),
  }))
  perform(addCoverage, async (tx, { params, body }) => {
    await add(tx, params.id, body)
    return done
  })
  perform(changeCoverage, async (tx, { params, body }) => {
    await change(tx, params.id, body)
    return done
  })
  perform(endCoverage, async (tx, { params, body }) => {
    await end(tx, params.id, body.terminatesOn, body.reason, body.version)
    return done
  })
  perform(verifyCoverage, async (tx, { params, body }) => {
    await verify(tx, params.id, body.version, await officeDay(tx.db, tx.now))
    return done
  })
  answer(readCardPicture, (db, { params }) => picture(db, params.id, params.side))
  perform(keepCardPicture, async (tx, { params }, { received }) => {
    await keepPicture(tx, params.id, params.side, received)
    return done
  })
}
