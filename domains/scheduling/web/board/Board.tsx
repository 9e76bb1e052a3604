import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
} from 'react'
import type { Id } from '#kernel/id.ts'
import { useKeys } from '#web/keys.ts'
import type { Day, DayVisit } from '../../day/contract.ts'
import { clock } from '../../words.ts'
import classes from './Board.module.css'
import { Column } from './Column.tsx'
import { type BoardColumn, axisOf, columnsOf, minutesOn, stopsIn, tallyOf } from './geometry.ts'
import { type Drop, useCarry } from './useCarry.ts'

type Cursor = { readonly columnId: string; readonly at: number; readonly visitId: string | null }

const minute = 60_000
/** Visits that may still be moved about the board. */
const movable = new Set(['scheduled', 'confirmed', 'arrived', 'checked_in'])

/**
 * The day: time down, providers or rooms across. What changes elsewhere appears at once, but never while somebody
 * holds a visit. One tab stop: arrows walk from there, `m` picks up.
 */
export function Board({
  day: latest,
  by,
  now,
  openId,
  mayMove,
  onOpen,
  onBook,
  onMove,
}: {
  day: Day
  by: 'providers' | 'rooms'
  now: Temporal.Instant
  openId: string
  mayMove: boolean
  onOpen: (id: Id<'Appointment'>) => void
  onBook: (at: Temporal.Instant, column: BoardColumn) => void
  onMove: (visit: DayVisit, drop: Drop & { column: BoardColumn }) => void
}) {
  const [held, setHeld] = useState<Day | null>(null)
  const day = held ?? latest
  const axis = useMemo(() => axisOf(day), [day])
  const columns = useMemo(() => columnsOf(day, by), [day, by])
  const [said, say] = useState('')
  const [cursor, setCursor] = useState<Cursor | null>(null)
  const grid = useRef<HTMLDivElement>(null)
  const follow = useRef(false)

  const { carry, wasDrag, pressed, pickUp, keyed, place } = useCarry({
    axis,
    columns,
    columnAt: (x, y) => columnAt(grid.current, x, y, axis),
    onDrop(visit, drop) {
      const column = columns.find(({ id }) => id === drop.columnId)
      if (!column) return
      // Whoever moved it by keys stays with it, once it stands in its new column.
      follow.current = carry?.how === 'keys'
      setCursor({ columnId: column.id, at: drop.startsAt.epochMilliseconds, visitId: visit.id })
      onMove(visit, { ...drop, column })
    },
    say,
  })
  // Frozen in the hand: what is under it must not change.
  if (carry && !held) setHeld(latest)
  if (!carry && held) setHeld(null)

  const isHere = () => grid.current?.contains(document.activeElement) ?? false
  const stop = cursor ?? firstStop(columns, now)

  useLayoutEffect(() => {
    const target = grid.current?.querySelector<HTMLElement>('[data-cursor]')
    if (!follow.current || !cursor || !target) return
    follow.current = false
    target.focus({ preventScroll: true })
    target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [cursor, columns])
  function walkTo(next: Cursor | null | undefined) {
    if (!next) return
    follow.current = true
    setCursor(next)
  }
  function walk(down: number, across: number) {
    if (!stop) return
    const index = columns.findIndex(({ id }) => id === stop.columnId)
    const column = columns[index + across]
    if (!column) return
    const stops = stopsIn(column)
    const next =
      across !== 0
        ? stops.toSorted((a, b) => Math.abs(a.at - stop.at) - Math.abs(b.at - stop.at))[0]
        : down > 0
          ? stops.find(({ at }) => at > stop.at)
          : stops.findLast(({ at }) => at < stop.at)
    walkTo(next && { columnId: column.id, at: next.at, visitId: next.visit?.id ?? null })
  }
  const visitHere = () => day.visits.find(({ id }) => id === stop?.visitId)

  useKeys('Board', [
    { keys: 'ArrowDown', label: 'Next visit or free time', run: () => walk(1, 0), when: isHere },
    { keys: 'ArrowUp', label: 'The one before', run: () => walk(-1, 0), when: isHere },
    { keys: 'ArrowRight', label: 'Next column', run: () => walk(0, 1), when: isHere },
    { keys: 'ArrowLeft', label: 'Column before', run: () => walk(0, -1), when: isHere },
    { keys: 'b', label: 'Go to the board', run: () => walkTo(stop && { ...stop }) },
    {
      keys: 'm',
      label: 'Pick the visit up; arrows move it, Enter puts it down, Esc leaves it',
      when: isHere,
      run() {
        const visit = visitHere()
        const column = columns.find(({ id }) => id === stop?.columnId)
        if (!visit || !column || !mayMove) return
        if (movable.has(visit.status)) pickUp(visit, column)
        else say('This visit is under way and cannot be moved.')
      },
    },
  ])
  const carryKeys = (event: KeyboardEvent) => {
    if (!keyed(event.key, event.shiftKey)) return
    event.preventDefault()
    event.stopPropagation()
  }

  // Once per day shown: the present, or the start of the day, comes into sight.
  const dayKey = `${day.site.id} ${day.date.toString()}`
  useEffect(() => {
    const box = grid.current?.parentElement
    const line = grid.current?.querySelector<HTMLElement>('[data-now]')
    box?.scrollTo({ top: line ? line.offsetTop - box.clientHeight / 3 : 0 })
  }, [dayKey])
  // The open visit stays in sight beside its panel.
  useEffect(() => {
    grid.current
      ?.querySelector(`[data-visit="${CSS.escape(openId)}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [openId])

  const style = {
    '--columns': columns.length,
    '--minutes': (axis.until - axis.from) / minute,
  } as CSSProperties
  const nowAt = now.epochMilliseconds
  const showsNow = axis.from <= nowAt && nowAt < axis.until

  return (
    <div className={`${classes['board']} no-print`} onKeyDownCapture={carryKeys}>
      <div ref={grid} className={classes['grid']} style={style} data-carrying={carry ? true : undefined}>
        <div className={classes['corner']} />
        {columns.map((column) => (
          <div
            key={column.id}
            className={classes['head']}
            data-target={carry?.columnId === column.id || undefined}
          >
            <strong>{column.title}</strong>
            {column.trouble ? (
              <span data-trouble title={column.trouble.whole}>
                {column.trouble.short}
              </span>
            ) : (
              <span>{tallyOf(column, now)}</span>
            )}
          </div>
        ))}
        <div className={classes['hours']} aria-hidden="true">
          {axis.hours.map(({ at, label }) => (
            <span key={at} style={{ top: `calc(var(--minute) * ${minutesOn(axis, at)})` }}>
              {label}
            </span>
          ))}
          {showsNow && (
            <span
              className={classes['nowLabel']}
              style={{ top: `calc(var(--minute) * ${minutesOn(axis, nowAt)})` }}
            >
              {clock(now, axis.timeZone).replace(/ [AP]M$/, '')}
            </span>
          )}
        </div>
        {columns.map((column) => (
          <Column
            key={column.id}
            column={column}
            axis={axis}
            now={now}
            openId={openId}
            cursor={stop?.columnId === column.id ? stop : null}
            carry={carry?.columnId === column.id ? carry : null}
            carriedId={carry && column.visits.some(({ id }) => id === carry.visit.id) ? carry.visit.id : null}
            carryWords={carry?.columnId === column.id ? place(carry) : ''}
            canDrag={(visit) => mayMove && movable.has(visit.status)}
            onPress={pressed}
            onOpen={(visit) => {
              setCursor({ columnId: column.id, at: visit.startsAt.epochMilliseconds, visitId: visit.id })
              if (!wasDrag()) onOpen(visit.id)
            }}
            onFree={(at) => {
              setCursor({ columnId: column.id, at, visitId: null })
              onBook(Temporal.Instant.fromEpochMilliseconds(at), column)
            }}
          />
        ))}
        {showsNow && (
          <div
            className={classes['now']}
            data-now
            style={{ top: `calc(var(--head) + var(--minute) * ${minutesOn(axis, nowAt)})` }}
          />
        )}
      </div>
      <div className="for-screen-readers" role="status">
        {said}
      </div>
    </div>
  )
}

/** Where Tab enters: the visit nearest to now, or the first free time. */
function firstStop(columns: readonly BoardColumn[], now: Temporal.Instant): Cursor | null {
  const visits = columns.flatMap((column) => column.visits.map((visit) => ({ column, visit })))
  const far = ({ visit }: (typeof visits)[number]) =>
    Math.abs(visit.startsAt.epochMilliseconds - now.epochMilliseconds)
  const nearest = visits.reduce<(typeof visits)[number] | null>(
    (best, one) => (best && far(best) <= far(one) ? best : one),
    null,
  )
  if (nearest)
    return {
      columnId: nearest.column.id,
      at: nearest.visit.startsAt.epochMilliseconds,
      visitId: nearest.visit.id,
    }
  const column = columns.find(({ open }) => open.length > 0)
  return column ? { columnId: column.id, at: column.open[0]!.from, visitId: null } : null
}

/** The column under a point of the window, and the moment there on the axis. */
function columnAt(grid: HTMLElement | null, x: number, y: number, axis: { from: number; until: number }) {
  for (const body of grid?.querySelectorAll<HTMLElement>('[data-column]') ?? []) {
    const box = body.getBoundingClientRect()
    if (x < box.left || x > box.right) continue
    const moment = axis.from + ((y - box.top) / box.height) * (axis.until - axis.from)
    return { columnId: body.dataset['column']!, moment }
  }
  return null
}
