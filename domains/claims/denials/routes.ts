import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import { appeal, assign, close, resubmit, snooze } from './commands.ts'
import {
  appealDenial,
  assignDenial,
  billPatient,
  closeDenial,
  readAssignees,
  readDenial,
  readDenials,
  resubmitDenial,
  snoozeDenial,
  writeOffDenial,
} from './contract.ts'
import { assignees, denialOf, denialsList } from './queries.ts'
import { moveToPatient, writeOff } from './settle.ts'

export function denialRoutes({ answer, perform }: Http) {
  answer(readDenials, (db, { query }, { actor }) => denialsList(db, query, actor))
  answer(readAssignees, async (db) => ({ colleagues: await assignees(db) }))
  answer(readDenial, (db, { params }, { actor }) => denialOf(db, params.id, actor))
  perform(assignDenial, async (tx, { params, body }) => {
    await assign(tx, params.id, body.ownerId, body.version)
    return done
  })
  perform(snoozeDenial, async (tx, { params, body }) => {
    await snooze(tx, params.id, body)
    return done
  })
  perform(appealDenial, async (tx, { params, body }) => {
    await appeal(tx, params.id, body.note, body.version)
    return done
  })
  perform(writeOffDenial, async (tx, { params, body }) => {
    await writeOff(tx, params.id, body)
    return done
  })
  perform(billPatient, async (tx, { params, body }) => {
    await moveToPatient(tx, params.id, body)
    return done
  })
  perform(resubmitDenial, async (tx, { params, body }) => {
    await resubmit(tx, params.id, body)
    return { id: body.claimId }
  })
  perform(closeDenial, async (tx, { params, body }) => {
    await close(tx, params.id, body)
    return done
  })
}
