/** Which visits would still fit. Pure. */
import type { Id } from '#kernel/id.ts'
import { type Interval, type Times, holds, meets } from './interval.ts'
import type { Block } from './working.ts'

export type Needs = {
  readonly visitTypeId: Id<'VisitType'>
  readonly durationMinutes: number
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
}

/** What is taken, buffers included. `rooms`: by room, every room that would do; null when the visit needs none. */
export type Taken = {
  readonly providers: ReadonlyMap<Id<'Provider'>, Times>
  readonly rooms: ReadonlyMap<Id<'Room'>, Times> | null
}

export type Slot = {
  readonly providerId: Id<'Provider'>
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

const minute = 60_000

/** What a visit at this moment would keep occupied. */
export const heldBy = (from: number, needs: Omit<Needs, 'visitTypeId'>): Interval => ({
  from: from - needs.bufferBeforeMinutes * minute,
  until: from + (needs.durationMinutes + needs.bufferAfterMinutes) * minute,
})

export const admits = ({ visitTypeIds }: Pick<Block, 'visitTypeIds'>, visitTypeId: Id<'VisitType'>) =>
  visitTypeIds === null || visitTypeIds.includes(visitTypeId)

/**
 * The open slots of a block, earliest first. A visit lies wholly in the block's open time, on its grid; slots do not
 * overlap each other, so that the third of them is the third patient who could be seen.
 */
export function freeSlots(block: Block, needs: Needs, taken: Taken, notBefore: number): Slot[] {
  if (!admits(block, needs.visitTypeId)) return []
  const busy = taken.providers.get(block.providerId) ?? []
  const rooms = taken.rooms && [...taken.rooms.values()]
  const step = block.slotMinutes * minute
  const length = needs.durationMinutes * minute
  const slots: Slot[] = []
  let free = notBefore
  for (let from = block.span.from; from + length <= block.span.until; from += step) {
    const held = heldBy(from, needs)
    if (from < free) continue
    if (!holds(block.open, { from, until: from + length })) continue
    if (meets(busy, held) || rooms?.every((room) => meets(room, held))) continue
    slots.push({
      providerId: block.providerId,
      startsAt: Temporal.Instant.fromEpochMilliseconds(from),
      endsAt: Temporal.Instant.fromEpochMilliseconds(from + length),
    })
    free = held.until + needs.bufferBeforeMinutes * minute
  }
  return slots
}
