import type { ReactNode } from 'react'
import { Empty } from './Empty.tsx'
import classes from './Timeline.module.css'
import { When } from './When.tsx'

export type Happening = {
  readonly id: string
  readonly at: Temporal.Instant
  /** Who did it; the system when null. */
  readonly who: string | null
  readonly what: ReactNode
  readonly detail?: ReactNode
}

/** Everything that happened to a record, newest first, with who and when. */
export function Timeline({ of, timeZone }: { of: readonly Happening[]; timeZone?: string }) {
  if (of.length === 0) return <Empty title="Nothing has happened here yet" />
  return (
    <ol className={classes['line']}>
      {of.map(({ id, at, who, what, detail }) => (
        <li key={id}>
          <div>{what}</div>
          {detail && <div className={classes['quiet']}>{detail}</div>}
          <div className={classes['quiet']}>
            {who ?? 'Wellrun'} · <When at={at} {...(timeZone ? { timeZone } : {})} />
          </div>
        </li>
      ))}
    </ol>
  )
}
