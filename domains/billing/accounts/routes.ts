import { done } from '#kernel/contract.ts'
import { officeDay } from '#domains/practice/practice.ts'
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
  answer(readPolicy, async (db) => policies(db, await officeDay(db, Temporal.Now.instant())))
  perform(changePolicy, async (tx, { body }) => {
    await change(tx, body)
    return done
  })
  answer(readBalances, async (db, { query }) =>
    balances(db, query.show ?? 'owing', await officeDay(db, Temporal.Now.instant())),
  )
}
