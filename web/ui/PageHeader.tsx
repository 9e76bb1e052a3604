import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './PageHeader.module.css'

/** The head of a page: what it is, a fact or two, and on the right at most one primary button. */
export function PageHeader({
  title,
  facts,
  actions,
  children,
}: {
  title: string
  /** Quiet facts beside the title: a count, a date. */
  facts?: ReactNode
  actions?: ReactNode
  /** A second line: filters, a date, tabs. */
  children?: ReactNode
}) {
  return (
    <header className={classes['head']}>
      <div className={classes['line']}>
        <Title order={1}>{title}</Title>
        {facts && <div className={classes['facts']}>{facts}</div>}
        {actions && <div className={`${classes['actions']} no-print`}>{actions}</div>}
      </div>
      {children && <div className={`${classes['tools']} no-print`}>{children}</div>}
    </header>
  )
}
