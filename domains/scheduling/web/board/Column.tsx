import { memo, useState, type PointerEvent } from 'react'
import type { DayVisit } from '../../day/contract.ts'
import { clock } from '../../words.ts'
import classes from './Board.module.css'
import { type Axis, type BoardColumn, inLanes, minutesOn, snap, snapMinutes } from './geometry.ts'
import type { Carry } from './useCarry.ts'
import { VisitBlock } from './VisitBlock.tsx'

const minute = 60_000
const within = (spans: BoardColumn['open'], moment: number) =>
  spans.some(({ from, until }) => from <= moment && moment < until)

type Props = {
  column: BoardColumn
  axis: Axis
  now: Temporal.Instant
  openId: string
  cursor: { at: number; visitId: string | null } | null
  carry: Carry | null
  carriedId: string | null
  carryWords: string
  canDrag: (visit: DayVisit) => boolean
  onPress: (visit: DayVisit, event: PointerEvent<HTMLElement>) => void
  onOpen: (visit: DayVisit) => void
  onFree: (at: number) => void
}

/** One provider or room: open time on a shaded ground, the visits, and a hint of what a click would book. */
export function Column(props: Props) {
  const { column, axis, now, cursor, carry } = props
  const [hint, setHint] = useState<number | null>(null)
  const top = (moment: number) => `calc(var(--minute) * ${minutesOn(axis, moment)})`
  const height = (from: number, until: number) => `calc(var(--minute) * ${(until - from) / minute})`
  const time = (at: number) => clock(Temporal.Instant.fromEpochMilliseconds(at), axis.timeZone)

  /** The free moment under the pointer, on the grid; null over a visit or where nobody is seen. */
  function freeAt(event: PointerEvent<HTMLElement>) {
    if (event.target !== event.currentTarget && !(event.target as HTMLElement).hasAttribute('data-free'))
      return null
    const box = event.currentTarget.getBoundingClientRect()
    const moment = axis.from + ((event.clientY - box.top) / box.height) * (axis.until - axis.from)
    const at = snap(axis, moment - (snapMinutes / 2) * minute)
    return within(column.open, at) ? at : null
  }
  const freeStop = cursor?.visitId === null ? cursor.at : null

  return (
    <section
      className={classes['column']}
      aria-label={column.title}
      data-column={column.id}
      data-target={carry ? true : undefined}
      onPointerMove={(event) => setHint(event.buttons === 0 ? freeAt(event) : null)}
      onPointerLeave={() => setHint(null)}
      onPointerUp={(event) => {
        const at = freeAt(event)
        if (at !== null && event.button === 0 && !carry) props.onFree(at)
      }}
    >
      <Ground column={column} axis={axis} />
      {hint !== null && (
        <div
          className={classes['hint']}
          data-free
          style={{ top: top(hint), height: height(0, snapMinutes * minute * 2) }}
          aria-hidden="true"
        >
          {time(hint)} <span>Book</span>
        </div>
      )}
      {freeStop !== null && (
        <button
          type="button"
          data-cursor
          className={classes['free']}
          style={{ top: top(freeStop), height: height(0, snapMinutes * minute) }}
          onClick={() => props.onFree(freeStop)}
        >
          {time(freeStop)}, free with {column.title}: book
        </button>
      )}
      {inLanes(column.visits).map(({ visit, lane, lanes }) => (
        <VisitBlock
          key={visit.id}
          visit={visit}
          columnTitle={column.title}
          timeZone={axis.timeZone}
          now={now}
          topMinutes={minutesOn(axis, visit.startsAt.epochMilliseconds)}
          minutes={(visit.endsAt.epochMilliseconds - visit.startsAt.epochMilliseconds) / minute}
          lane={lane}
          lanes={lanes}
          isOpen={visit.id === props.openId}
          isCursor={visit.id === cursor?.visitId}
          isCarried={visit.id === props.carriedId}
          canDrag={props.canDrag(visit)}
          onPress={props.onPress}
          onOpen={props.onOpen}
        />
      ))}
      {carry && (
        <div
          className={classes['carry']}
          style={{ top: top(carry.from), height: height(0, carry.minutes * minute) }}
          aria-hidden="true"
        >
          <strong>{carry.visit.patientName}</strong>
          <span>{props.carryWords.split(',')[0]}</span>
        </div>
      )}
    </section>
  )
}

/** What does not change while somebody moves about: drawn once per day. */
const Ground = memo(function Ground({ column, axis }: { column: BoardColumn; axis: Axis }) {
  const place = ({ from, until }: { from: number; until: number }) => ({
    top: `calc(var(--minute) * ${minutesOn(axis, from)})`,
    height: `calc(var(--minute) * ${(until - from) / minute})`,
  })
  return (
    <>
      {column.open.map((span) => (
        <div key={span.from} className={classes['open']} data-free style={place(span)} />
      ))}
      {column.away.map((span) => (
        <div
          key={span.from}
          className={classes['away']}
          style={place({
            from: Math.max(span.from, axis.from),
            until: Math.min(span.until, axis.until),
          })}
        >
          {span.label}
        </div>
      ))}
    </>
  )
})
