import type { Http } from '#platform/http.ts'
import { exportAccount, readAccount, readAccountJournals, readBalances } from './contract.ts'
import { accountCsv, accountJournals, accountOf, balances } from './queries.ts'

export function accountRoutes({ answer }: Http) {
  answer(readAccount, (db, { params }) => accountOf(db, params.id, Temporal.Now.instant()))
  answer(readAccountJournals, async (db, { params, query }) => ({
    lines: await accountJournals(db, params.id, query.chargeId),
  }))
  answer(exportAccount, (db, { params }) => accountCsv(db, params.id))
  answer(readBalances, (db, { query }) =>
    balances(db, query.show ?? 'owing', Temporal.Now.plainDateISO('UTC')),
  )
}
