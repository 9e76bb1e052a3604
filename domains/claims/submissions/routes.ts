import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { readAcknowledgement } from './acknowledge.ts'
import { setClearinghouse } from './clearinghouse.ts'
import * as commands from './commands.ts'
import {
  changeClearinghouse,
  downloadSubmission,
  dropAcknowledgement,
  makeSubmission,
  markSent,
  readSubmissions,
} from './contract.ts'
import { fileOf, submissions } from './queries.ts'

export function submissionRoutes({ answer, perform }: Http) {
  answer(readSubmissions, (db, { query }, { actor }) => submissions(db, query.show ?? 'all', actor))
  perform(makeSubmission, (tx, { body }) => commands.makeSubmission(tx, body.id, body.payerId))
  perform(changeClearinghouse, async (tx, { body }) => {
    await setClearinghouse(tx, body)
    return done
  })
  answer(downloadSubmission, (db, { params }, { actor }) => fileOf(db, params.id, actor))
  perform(markSent, async (tx, { params, body }) => {
    await commands.markSent(tx, params.id, body.version)
    return done
  })
  perform(dropAcknowledgement, (tx, _request, { stream, received }) =>
    readAcknowledgement(tx, stream, received),
  )
}
