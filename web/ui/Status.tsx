import type { ReactNode } from 'react'
import classes from './Status.module.css'

/** active: under way · good: settled · soon: needs somebody before long · harm: late, wrong or dangerous. */
export type Tone = 'neutral' | 'active' | 'good' | 'soon' | 'harm'

/** Each tone has its own shape: colour only helps. */
const shapes: Record<Tone, ReactNode> = {
  neutral: <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  active: (
    <>
      <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M5 1.5a3.5 3.5 0 0 1 0 7Z" fill="currentColor" />
    </>
  ),
  good: <path d="M1.5 5.5l2.5 2.5L8.5 2.5" fill="none" stroke="currentColor" strokeWidth="1.75" />,
  soon: <path d="M5 1L9.25 9H.75Z" fill="currentColor" />,
  harm: <path d="M3 .75h4L9.25 3v4L7 9.25H3L.75 7V3Z" fill="currentColor" />,
}

/** A state in a word and a shape: `<Status tone="good">Confirmed</Status>`. */
export function Status({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes['status']} data-tone={tone}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        {shapes[tone]}
      </svg>
      {children}
    </span>
  )
}

/** A flag on a record (allergy, balance, missing consent): framed, so that it is seen in passing. */
export function Flag({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={`${classes['status']} ${classes['flag']}`} data-tone={tone}>
      {tone !== 'neutral' && (
        <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
          {shapes[tone]}
        </svg>
      )}
      {children}
    </span>
  )
}
