import { memo, type PointerEvent } from 'react'
import { Status } from '#web/ui/Status.tsx'
import { ageOn } from '#web/ui/when.ts'
import type { DayVisit } from '../../day/contract.ts'
import { clock } from '../../words.ts'
import { look, toneNow, waitingNow } from '../look.ts'
import classes from './Board.module.css'

type Props = {
  visit: DayVisit
  columnTitle: string
  timeZone: string
  now: Temporal.Instant
  topMinutes: number
  minutes: number
  lane: number
  lanes: number
  isOpen: boolean
  isCursor: boolean
  isCarried: boolean
  canDrag: boolean
  onPress: (visit: DayVisit, event: PointerEvent<HTMLElement>) => void
  onOpen: (visit: DayVisit) => void
}

/** One visit on the board: who, what for and where they are now, in a word, a shape and a tint. */
export const VisitBlock = memo(
  function VisitBlock(props: Props) {
    const { visit, minutes, lane, lanes, now } = props
    const waiting = waitingNow(visit, now)
    const word = look[visit.status].word
    const state = waiting ? `${word}, ${waiting} min` : word
    const tone = toneNow(visit, now)
    const range = `${clock(visit.startsAt, props.timeZone)} to ${clock(visit.endsAt, props.timeZone)}`
    const name = visit.preferredName ? `${visit.patientName} “${visit.preferredName}”` : visit.patientName
    return (
      <button
        type="button"
        className={classes['visit']}
        data-visit={visit.id}
        data-status={visit.status}
        data-tone={tone}
        data-colour={visit.colour}
        data-open={props.isOpen || undefined}
        data-cursor={props.isCursor || undefined}
        data-carried={props.isCarried || undefined}
        data-drag={props.canDrag || undefined}
        data-short={minutes < 20 || undefined}
        tabIndex={props.isCursor ? 0 : -1}
        style={{
          top: `calc(var(--minute) * ${props.topMinutes})`,
          height: `calc(var(--minute) * ${minutes} - 2px)`,
          left: `calc(${(100 * lane) / lanes}% + 2px)`,
          width: `calc(${100 / lanes}% - 4px)`,
        }}
        onPointerDown={props.canDrag ? (event) => props.onPress(visit, event) : undefined}
        onClick={() => props.onOpen(visit)}
      >
        <span className={classes['unseen']}>{range}, </span>
        <span className={classes['who']}>
          {visit.isOverbook && <span className={classes['over']}>Over</span>}
          <span className={classes['name']}>{name}</span>
          <span className={classes['age']}>
            {ageOn(visit.bornOn, now.toZonedDateTimeISO(props.timeZone).toPlainDate())}
          </span>
        </span>
        <span className={classes['what']}>
          <Status tone={tone}>
            <span className={classes['word']}>{state}</span>
          </Status>
          <span className={classes['type']}>{visit.typeName}</span>
        </span>
        <span className={classes['unseen']}>
          , {props.columnTitle}
          {visit.needsInterpreter && ', interpreter'}
        </span>
      </button>
    )
  },
  // A day read again brings equal visits as new objects: only what is seen counts. The handlers work through refs and
  // setters, so an earlier render's are as good.
  (a, b) => signature(a) === signature(b) && waitingNow(a.visit, a.now) === waitingNow(b.visit, b.now),
)

const signature = ({
  visit,
  topMinutes,
  minutes,
  lane,
  lanes,
  isOpen,
  isCursor,
  isCarried,
  canDrag,
}: Props) =>
  [
    visit.id,
    visit.version,
    visit.status,
    visit.patientName,
    visit.preferredName,
    visit.typeName,
    visit.colour,
    visit.isOverbook,
    topMinutes,
    minutes,
    lane,
    lanes,
    isOpen,
    isCursor,
    isCarried,
    canDrag,
  ].join('|')
