import Type, { type StaticDecode } from 'typebox'
import { IdOf, Line, endpoint } from '#kernel/contract.ts'
import { AlreadyExists, NotFound, Stale } from '#kernel/refusal.ts'
import { RoomNameTaken, roomKinds } from './room.ts'

const facts = {
  siteId: IdOf('Site'),
  name: Line(60),
  kind: Type.Enum(roomKinds),
  active: Type.Boolean(),
}
const Room = Type.Object({
  id: IdOf('Room'),
  ...facts,
  name: Type.String(),
  version: Type.Integer(),
})
const NewRoom = Type.Object({ id: IdOf('Room'), ...Type.Omit(Type.Object(facts), ['active']).properties })
export type NewRoom = StaticDecode<typeof NewRoom>
const RoomEdit = Type.Object({
  ...Type.Omit(Type.Object(facts), ['siteId']).properties,
  version: Type.Integer(),
})
export type RoomEdit = StaticDecode<typeof RoomEdit>

export const readRooms = endpoint({
  method: 'GET',
  path: '/facilities/rooms',
  summary: 'The rooms of the sites one may work with',
  permission: 'facilities.read',
  reply: Type.Array(Room),
})

export const addRoom = endpoint({
  method: 'POST',
  path: '/facilities/rooms',
  summary: 'Add a room to a site',
  permission: 'facilities.edit',
  body: NewRoom,
  reply: Room,
  refusals: [RoomNameTaken, AlreadyExists, NotFound],
})

export const editRoom = endpoint({
  method: 'PUT',
  path: '/facilities/rooms/:id',
  summary: 'Rename a room, change its kind, close or reopen it',
  permission: 'facilities.edit',
  params: Type.Object({ id: IdOf('Room') }),
  body: RoomEdit,
  reply: Room,
  refusals: [RoomNameTaken, Stale, NotFound],
})
