import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { sitesFor } from '../payments/queries.ts'
import { closeDrawer as close, makeDeposit as deposit, openDrawer as open } from './commands.ts'
import {
  closeDrawer,
  makeDeposit,
  openDrawer,
  readDeposits,
  readDrawers,
  readMyDrawer,
  readNextDeposit,
} from './contract.ts'
import { deposits, drawers, myDrawer, nextDeposit } from './queries.ts'

export function drawerRoutes({ answer, perform }: Http) {
  answer(readMyDrawer, (db, { query }, { actor }) => myDrawer(db, actor, query.siteId))
  answer(readDrawers, (db, { query }, { actor }) =>
    drawers(db, {
      siteIds: sitesFor(actor, query.siteId),
      show: query.show ?? 'recent',
      now: Temporal.Now.instant(),
    }),
  )
  answer(readNextDeposit, (db, { query }, { actor }) => nextDeposit(db, actor, query.siteId))
  answer(readDeposits, (db, { query }, { actor }) => deposits(db, sitesFor(actor, query.siteId)))
  perform(openDrawer, async (tx, { body }) => {
    await open(tx, body)
    return done
  })
  perform(closeDrawer, (tx, { params, body }) => close(tx, params.id, body))
  perform(makeDeposit, (tx, { body }) => deposit(tx, body))
}
