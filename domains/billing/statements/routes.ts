import { done } from '#kernel/contract.ts'
import { officeDay } from '#domains/practice/practice.ts'
import type { Http } from '#platform/http.ts'
import { endHold as end, hold, makeStatements as make } from './commands.ts'
import {
  endHold,
  holdStatements,
  makeStatements,
  printStatement,
  readStatements,
  readStatementsDue,
} from './contract.ts'
import { statementPaperOf, statements, statementsDue } from './queries.ts'

export function statementRoutes({ answer, perform }: Http) {
  answer(readStatementsDue, async (db, { query }) =>
    statementsDue(db, await officeDay(db, Temporal.Now.instant()), query.show),
  )
  answer(readStatements, (db, { query }) => statements(db, query))
  answer(printStatement, (db, { params }) => statementPaperOf(db, params.id))
  perform(makeStatements, (tx, { body }) => make(tx, body.patientIds))
  perform(holdStatements, async (tx, { params, body }) => {
    await hold(tx, params.id, body)
    return done
  })
  perform(endHold, async (tx, { params, body }) => {
    await end(tx, params.id, body.version)
    return done
  })
}
