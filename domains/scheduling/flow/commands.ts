import type { Id } from '#kernel/id.ts'
import { NotFound, Stale, refuse } from '#kernel/refusal.ts'
import { type Tx, mustReachSite, refuseIfViolated } from '#platform/transaction.ts'
import { VisitArrived, VisitCheckedOut, VisitCompleted } from '../events.ts'
import { touchDay } from '../day/touch.ts'
import {
  type Appointment,
  RoomOccupied,
  SlotGone,
  type Status,
  TimeRunsForward,
  instantsAfter,
  mustBeAbleToMove,
} from './visit.ts'

export type Step = {
  readonly to: Status
  /** The version the person saw; without it whatever is current is moved. */
  readonly version?: number | undefined
  /** For what is written down afterwards: when it really happened. Not later than now. */
  readonly at?: Temporal.Instant | undefined
  readonly reason?: string | undefined
  /** For `roomed`: the room the patient was shown to, if not the one reserved. */
  readonly roomId?: Id<'Room'> | null | undefined
}

/** One visit, held until the transaction ends. Another site's answers as if it were not there. */
export async function holdVisit(tx: Tx, id: Id<'Appointment'>, version?: number): Promise<Appointment> {
  const visit = await tx.db
    .selectFrom('scheduling.appointment')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!visit) refuse(NotFound, 'There is no such visit.')
  mustReachSite(tx.actor, visit.siteId)
  if (version !== undefined && visit.version !== version) refuse(Stale)
  return visit
}

/**
 * One step of a visit: forward, out, or back with a reason. Two desks that do the same at once: the second is told.
 * A clock that was set back counts as standing still, so instants never decrease.
 */
export async function moveVisit(tx: Tx, id: Id<'Appointment'>, step: Step): Promise<Appointment> {
  const { to } = step
  const visit = await holdVisit(tx, id)
  if (step.at && Temporal.Instant.compare(step.at, tx.now) > 0) refuse(TimeRunsForward)
  const at = step.at ?? (Temporal.Instant.compare(tx.now, visit.movedAt) < 0 ? visit.movedAt : tx.now)
  // Before the version: "already checked in" says more than "somebody changed this".
  mustBeAbleToMove(visit, { to, at, reason: step.reason })
  if (step.version !== undefined && step.version !== visit.version) refuse(Stale)

  const roomedInId = step.roomId ?? visit.roomedInId ?? visit.roomId
  if (to === 'roomed' && roomedInId) await mustBeEmpty(tx, visit, roomedInId)

  const moved = await tx.db
    .updateTable('scheduling.appointment')
    .set({
      status: to,
      movedAt: at,
      version: visit.version + 1,
      ...instantsAfter(to, at),
      ...(to === 'roomed' && { roomedInId }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
    .catch(
      refuseIfViolated({
        room_is_empty: RoomOccupied,
        provider_is_free: SlotGone,
        room_is_free: SlotGone,
        patient_is_free: SlotGone,
        overbook_slot_is_free: SlotGone,
      }),
    )
  await recordMove(tx, visit, to, at, step.reason)
  if (to === 'arrived') await tx.announce(VisitArrived, { appointmentId: id })
  if (to === 'checked_out') await tx.announce(VisitCheckedOut, { appointmentId: id })
  if (to === 'completed') await tx.announce(VisitCompleted, { appointmentId: id })
  return moved
}

/** The unique index is the judge between two nurses at once; this one says which rooms are empty. */
async function mustBeEmpty({ db }: Tx, visit: Appointment, roomId: Id<'Room'>) {
  const rooms = await db
    .selectFrom('facilities.room as room')
    .leftJoin('scheduling.appointment as inside', (join) =>
      join
        .onRef('inside.roomedInId', '=', 'room.id')
        .on('inside.status', 'in', ['roomed', 'with_provider'])
        .on('inside.id', '<>', visit.id),
    )
    .select(['room.id', 'room.name', 'room.kind', 'inside.id as insideId'])
    .where('room.siteId', '=', visit.siteId)
    .where('room.active', '=', true)
    .orderBy('room.name')
    .execute()
  const wanted = rooms.find(({ id }) => id === roomId)
  if (!wanted?.insideId) return
  const empty = rooms.filter(({ kind, insideId }) => kind === wanted.kind && insideId === null)
  refuse(
    RoomOccupied,
    empty.length > 0
      ? `There is another patient in ${wanted.name}. Empty: ${empty.map(({ name }) => name).join(', ')}. Open the visit to choose the room.`
      : `There is another patient in ${wanted.name}, and no other room of its kind is empty.`,
  )
}

/** Writes down who moved a visit when, and tells the pages that show its day. */
export async function recordMove(
  tx: Tx,
  visit: Pick<Appointment, 'id' | 'siteId' | 'startsAt'> & { status: Status | null },
  to: Status,
  at: Temporal.Instant,
  why?: string,
) {
  await tx.db
    .insertInto('scheduling.move')
    .values({
      appointmentId: visit.id,
      fromStatus: visit.status,
      toStatus: to,
      movedAt: at,
      movedBy: tx.actor.id,
      reason: why ?? null,
    })
    .execute()
  await touchDay(tx, visit)
}

/**
 * Checks a patient in: for the desk alone, or together with the copay in one transaction of billing's. The second
 * of two desks is refused with CannotMove.
 */
export const checkIn = (
  tx: Tx,
  id: Id<'Appointment'>,
  { version, at }: Pick<Step, 'version' | 'at'> = {},
): Promise<Appointment> => moveVisit(tx, id, { to: 'checked_in', version, at })

/** Says whether what was done is charged: 'captured' by charges, 'no_charge' by somebody's decision, 'none' to undo. */
export async function setChargeStatus(
  tx: Tx,
  id: Id<'Appointment'>,
  chargeStatus: Appointment['chargeStatus'],
): Promise<void> {
  await setOnVisit(tx, id, { chargeStatus })
}

/** Says what became of the copay: due, collected, waived, none due, or left to the statement (billed). */
export async function setCopayDisposition(
  tx: Tx,
  id: Id<'Appointment'>,
  copayDisposition: NonNullable<Appointment['copayDisposition']>,
): Promise<void> {
  await setOnVisit(tx, id, { copayDisposition })
}

/** Not a move, so the version stays: a desk that is checking the patient in is not disturbed by the charge. */
async function setOnVisit(
  tx: Tx,
  id: Id<'Appointment'>,
  change: Partial<Pick<Appointment, 'chargeStatus' | 'copayDisposition'>>,
) {
  const visit = await holdVisit(tx, id)
  await tx.db.updateTable('scheduling.appointment').set(change).where('id', '=', id).execute()
  await touchDay(tx, visit)
}
