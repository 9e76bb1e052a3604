import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import {
  changePolicy,
  exportAccount,
  readAccount,
  readAccountJournals,
  readBalances,
  readPolicy,
} from './contract.ts'
import { changePolicy as change, policies } from './policy.ts'
import { accountCsv, accountJournals, accountOf, balances } from './queries.ts'

export function accountRoutes({ answer, perform }: Http) {
  answer(readAccount, (db, { params }) => accountOf(db, params.id, Temporal.Now.instant()))
  answer(readAccountJournals, async (db, { params, query }) => ({
    lines: await accountJournals(db, params.id, query.chargeId),
  }))
  answer(exportAccount, (db, { params }) => accountCsv(db, params.id))
  answer(readPolicy, (db) => policies(db, Temporal.Now.plainDateISO('UTC')))
  perform(changePolicy, async (tx, { body }) => {
    await change(tx, body)
    return done
  })
  answer(readBalances, (db, { query }) =>
    balances(db, query.show ?? 'owing', Temporal.Now.plainDateISO('UTC')),
  )
}
