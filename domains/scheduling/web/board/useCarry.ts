import { type PointerEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { DayVisit } from '../../day/contract.ts'
import { clock } from '../../words.ts'
import { type Axis, type BoardColumn, snap, snapMinutes } from './geometry.ts'

const minute = 60_000

/** A visit in somebody's hand, by pointer or by keys, and where it would be put down. */
export type Carry = {
  readonly visit: DayVisit
  readonly how: 'pointer' | 'keys'
  readonly columnId: string
  readonly from: number
  readonly minutes: number
}

export type Drop = {
  readonly columnId: string
  readonly startsAt: Temporal.Instant
  readonly minutes: number
}

/** Pixels the pointer must travel before a press becomes a drag: a hand is never quite still. */
const dragPixels = 5

/**
 * Picking up, carrying and putting down: by pointer, or by `m`, arrows, Enter, Escape. `say` is heard by screen
 * readers. Nothing is sent before the visit is put down somewhere else.
 */
export function useCarry({
  axis,
  columns,
  columnAt,
  onDrop,
  say,
}: {
  axis: Axis
  columns: readonly BoardColumn[]
  /** The column under a point of the window, and the moment there. */
  columnAt: (x: number, y: number) => { columnId: string; moment: number } | null
  onDrop: (visit: DayVisit, drop: Drop) => void
  say: (words: string) => void
}) {
  const [carry, setCarry] = useState<Carry | null>(null)
  const press = useRef<{ visit: DayVisit; x: number; y: number; grip: number; resize: boolean } | null>(null)
  /** A drag ends with a click on what was dragged: that click opens nothing. */
  const dragged = useRef(false)

  const place = ({ columnId, from, minutes }: Pick<Carry, 'columnId' | 'from' | 'minutes'>) => {
    const title = columns.find(({ id }) => id === columnId)?.title ?? ''
    const time = (at: number) => clock(Temporal.Instant.fromEpochMilliseconds(at), axis.timeZone)
    return `${time(from)} to ${time(from + minutes * minute)}, ${title}`
  }

  function putDown() {
    if (!carry) return
    setCarry(null)
    const { visit, columnId, from, minutes } = carry
    const home = columns.find(({ visits }) => visits.some(({ id }) => id === visit.id))
    const length = (visit.endsAt.epochMilliseconds - visit.startsAt.epochMilliseconds) / minute
    if (columnId === home?.id && from === visit.startsAt.epochMilliseconds && minutes === length) {
      say('Put back where it was.')
      return
    }
    onDrop(visit, { columnId, startsAt: Temporal.Instant.fromEpochMilliseconds(from), minutes })
  }

  function leave() {
    press.current = null
    if (carry) say('Left where it was.')
    setCarry(null)
  }

  const move = useEffectEvent((event: globalThis.PointerEvent) => {
    const held = press.current
    if (!held) return
    if (!carry && Math.hypot(event.clientX - held.x, event.clientY - held.y) < dragPixels) return
    const under = columnAt(event.clientX, held.resize ? event.clientY : event.clientY - held.grip)
    if (!under) return
    dragged.current = true
    const starts = held.visit.startsAt.epochMilliseconds
    const whole = (held.visit.endsAt.epochMilliseconds - starts) / minute
    if (held.resize) {
      const minutes = Math.max(snapMinutes, Math.round((under.moment - starts) / minute / 5) * 5)
      setCarry({
        visit: held.visit,
        how: 'pointer',
        columnId: carry?.columnId ?? under.columnId,
        from: starts,
        minutes,
      })
    } else {
      const from = Math.max(axis.from, Math.min(snap(axis, under.moment), axis.until - whole * minute))
      setCarry({ visit: held.visit, how: 'pointer', columnId: under.columnId, from, minutes: whole })
    }
  })
  const up = useEffectEvent(() => {
    if (!press.current) return
    press.current = null
    putDown()
  })
  const escape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && carry?.how === 'pointer') {
      event.stopPropagation()
      leave()
    }
  })
  useEffect(() => {
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', up)
    window.addEventListener('pointercancel', up)
    window.addEventListener('keydown', escape, true)
    return () => {
      window.removeEventListener('pointermove', move)
      window.removeEventListener('pointerup', up)
      window.removeEventListener('pointercancel', up)
      window.removeEventListener('keydown', escape, true)
    }
  }, [])

  return {
    carry,
    /** Whether the click that just came ended a drag. Asked once. */
    wasDrag: () => {
      const was = dragged.current
      dragged.current = false
      return was
    },
    pressed: (visit: DayVisit, event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || event.pointerType === 'touch') return
      const box = event.currentTarget.getBoundingClientRect()
      dragged.current = false
      press.current = {
        visit,
        x: event.clientX,
        y: event.clientY,
        grip: event.clientY - box.top,
        resize: box.bottom - event.clientY < 7 && box.height > 20,
      }
    },
    pickUp: (visit: DayVisit, column: BoardColumn) => {
      const from = visit.startsAt.epochMilliseconds
      const minutes = (visit.endsAt.epochMilliseconds - from) / minute
      setCarry({ visit, how: 'keys', columnId: column.id, from, minutes })
      say(
        `Picked up ${visit.patientName}. Arrows move it, Enter puts it down, Escape leaves it where it was.`,
      )
    },
    /** The keys of somebody who carries. True when the key was one of them. */
    keyed: (key: string, shift: boolean): boolean => {
      if (carry?.how !== 'keys') return false
      if (key === 'Escape') leave()
      else if (key === 'Enter' || key === 'm') putDown()
      else if (key.startsWith('Arrow')) {
        const across = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
        const down = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
        const at = columns.findIndex(({ id }) => id === carry.columnId) + across
        const step = (shift ? 6 : 1) * snapMinutes * minute
        const from = Math.max(
          axis.from,
          Math.min(carry.from + down * step, axis.until - carry.minutes * minute),
        )
        const next = { ...carry, from, columnId: columns[at]?.id ?? carry.columnId }
        setCarry(next)
        say(place(next))
      }
      return true
    },
    place,
  }
}
