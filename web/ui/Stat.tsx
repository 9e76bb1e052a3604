import type { ReactNode } from 'react'
import classes from './Stat.module.css'
import { To } from './To.tsx'
import type { Tone } from './Status.tsx'

/** A number that opens exactly the rows it counts. `compared`: "12 last week". */
export function Stat({
  label,
  value,
  to,
  tone = 'neutral',
  compared,
}: {
  label: string
  value: ReactNode
  to?: string
  tone?: Tone
  compared?: ReactNode
}) {
  const inside = (
    <>
      <span className={classes['label']}>{label}</span>
      <span className={`${classes['value']} number`} data-tone={tone}>
        {value}
      </span>
      {compared && <span className={classes['compared']}>{compared}</span>}
    </>
  )
  return to ? (
    <To to={to} className={classes['stat']}>
      {inside}
    </To>
  ) : (
    <div role="group" aria-label={label} className={classes['stat']}>
      {inside}
    </div>
  )
}

export function Stats({ children }: { children: ReactNode }) {
  return <div className={classes['stats']}>{children}</div>
}
