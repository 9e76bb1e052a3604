/** What a room is. Pure. */
import type { DB } from '#database/types.ts'
import { reason } from '#kernel/refusal.ts'

type RoomKind = DB['facilities.room']['kind']

export const RoomNameTaken = reason('room-name-taken', 409, 'This site already has a room of that name.')

export const roomKinds = [
  'exam',
  'procedure',
  'lab',
  'consult',
  'telehealth',
] as const satisfies readonly RoomKind[]
