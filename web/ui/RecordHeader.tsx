import { Title } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import classes from './RecordHeader.module.css'

/**
 * The head of a record, the same on each of its pages and always in sight: what or who it is, the identifiers (for a
 * patient never fewer than two), then only what is true of it as flags. Sticky heads of tables stop below it.
 */
export function RecordHeader({
  name,
  also,
  identifiers,
  flags,
  picture,
  actions,
  children,
}: {
  name: string
  /** Preferred name, credentials, a status. */
  also?: ReactNode
  identifiers: readonly (readonly [name: string, value: ReactNode])[]
  flags?: ReactNode
  picture?: ReactNode
  actions?: ReactNode
  /** Tabs of the record. */
  children?: ReactNode
}) {
  const head = useRef<HTMLElement>(null)
  useEffect(() => {
    const main = document.querySelector('main')
    const watch = new ResizeObserver(([entry]) =>
      main?.style.setProperty('--stick', `${entry?.borderBoxSize[0]?.blockSize ?? 0}px`),
    )
    watch.observe(head.current!)
    return () => {
      watch.disconnect()
      main?.style.removeProperty('--stick')
    }
  }, [])
  return (
    <header ref={head} className={classes['head']}>
      <div className={classes['line']}>
        {picture}
        <div className={classes['who']}>
          <div className={classes['name']}>
            <Title order={1}>{name}</Title>
            {also && <span>{also}</span>}
          </div>
          <dl className={classes['identifiers']}>
            {identifiers.map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd className="number">{value}</dd>
              </div>
            ))}
          </dl>
        </div>
        {actions && <div className={`${classes['actions']} no-print`}>{actions}</div>}
      </div>
      {flags && <div className={classes['flags']}>{flags}</div>}
      {children && <div className={`${classes['tabs']} no-print`}>{children}</div>}
    </header>
  )
}
