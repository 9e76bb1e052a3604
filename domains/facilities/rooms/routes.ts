import type { Http } from '#platform/http.ts'
import * as commands from './commands.ts'
import { addRoom, editRoom, readRooms } from './contract.ts'
import { rooms } from './queries.ts'

export function roomRoutes({ answer, perform }: Http) {
  answer(readRooms, (db, _request, { actor }) => rooms(db, actor.siteIds))
  perform(addRoom, (tx, { body }) => commands.add(tx, body))
  perform(editRoom, (tx, { params, body }) => commands.edit(tx, params.id, body))
}
