import { Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'
import classes from './Section.module.css'

/** A part of a page with its own heading; `actions` stand at its right. */
export function Section({
  title,
  facts,
  actions,
  children,
}: {
  title: string
  facts?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className={classes['section']} aria-labelledby={id}>
      <div className={classes['head']}>
        <Title order={2} id={id}>
          {title}
        </Title>
        {facts && <span className={classes['facts']}>{facts}</span>}
        {actions && <div className={`${classes['actions']} no-print`}>{actions}</div>}
      </div>
      {children}
    </section>
  )
}

/** Facts of a record, name beside value; what is not known is left out or told in words by the caller. */
export function Facts({
  of,
  columns = 1,
}: {
  of: readonly (readonly [name: string, value: ReactNode])[]
  columns?: 1 | 2 | 3
}) {
  return (
    <dl className={classes['list']} data-columns={columns}>
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
