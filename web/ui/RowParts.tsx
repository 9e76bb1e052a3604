import { ActionIcon, Button, Kbd, Menu } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './DataTable.module.css'
import { Icon } from './Icon.tsx'
import type { RowAct } from './table.ts'
import { To } from './To.tsx'

/** What the focus rests on in a row: its link, its button, or the words themselves. */
export function RowHandle({
  to,
  onOpen,
  children,
}: {
  to: string | undefined
  onOpen: (() => void) | undefined
  children: ReactNode
}) {
  if (onOpen)
    return (
      <button type="button" className={classes['handle']} data-handle onClick={onOpen}>
        {children}
      </button>
    )
  if (to)
    return (
      <To to={to} className={classes['handle']} data-handle>
        {children}
      </To>
    )
  return (
    <span className={classes['still']} data-handle tabIndex={-1}>
      {children}
    </span>
  )
}

/** The one next action and, behind the dots, the others. */
export function RowMenu<R>({
  row,
  name,
  next,
  acts,
}: {
  row: R
  name: string
  next: { readonly label: string; readonly run: () => void } | null
  acts: readonly RowAct<R>[]
}) {
  const possible = acts.filter((act) => act.when?.(row) ?? true)
  return (
    <div className={classes['next']}>
      {next && (
        <Button size="compact-sm" variant="default" onClick={next.run} aria-label={`${next.label}: ${name}`}>
          {next.label}
        </Button>
      )}
      {possible.length > 0 && (
        <Menu position="bottom-end" width="auto">
          <Menu.Target>
            <ActionIcon size="1.75rem" data-row-menu aria-label={`Actions: ${name}`}>
              <Icon name="more" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {possible.map((act) => (
              <Menu.Item
                key={act.label}
                onClick={() => act.run(row)}
                rightSection={act.key && <Kbd size="xs">{act.key}</Kbd>}
                {...(act.harm ? { style: { color: 'var(--harm)' } } : {})}
              >
                {act.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}
