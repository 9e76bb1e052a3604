import type { Id } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { siteOf } from '#domains/practice/practice.ts'
import { type Tx, mustReachSite, refuseIfViolated } from '#platform/transaction.ts'
import type { NewRoom, RoomEdit } from './contract.ts'
import { RoomNameTaken } from './room.ts'

export async function add(tx: Tx, room: NewRoom) {
  mustReachSite(tx.actor, room.siteId)
  await siteOf(tx.db, room.siteId)
  await tx.touch('facilities.rooms')
  return tx.db
    .insertInto('facilities.room')
    .values(room)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfViolated({ room_pkey: AlreadyExists, room_name_is_used_once: RoomNameTaken }))
}

/** A closed room takes no new visits; those already booked keep it until somebody moves them. */
export async function edit(tx: Tx, id: Id<'Room'>, { version, ...change }: RoomEdit) {
  const room = await tx.db
    .selectFrom('facilities.room')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!room) refuse(NotFound, 'There is no such room.')
  mustReachSite(tx.actor, room.siteId)
  if (room.version !== version) refuse(Stale)
  await tx.touch('facilities.rooms')
  return tx.db
    .updateTable('facilities.room')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(refuseIfViolated({ room_name_is_used_once: RoomNameTaken }))
}
