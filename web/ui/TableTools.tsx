import { ActionIcon, Button, Kbd, Menu, TextInput } from '@mantine/core'
import type { ReactNode, RefObject } from 'react'
import classes from './DataTable.module.css'
import { Icon } from './Icon.tsx'
import { sayRefused } from './say.tsx'
import type { BulkAct } from './table.ts'
import type { ColumnChoice } from './useColumnChoice.ts'

/** The line above a table: filter, count, column choice; with rows chosen, what can be done with them. */
export function TableTools<R>({
  search,
  typed,
  onType,
  filterLabel,
  count,
  of,
  choice,
  picked,
  bulk,
  onDone,
  children,
}: {
  search: RefObject<HTMLInputElement | null>
  typed: string | undefined
  onType: (text: string) => void
  filterLabel: string
  count: number
  of: number
  choice: ColumnChoice<R>
  picked: readonly R[]
  bulk: readonly BulkAct<R>[]
  onDone: () => void
  children: ReactNode
}) {
  const run = (act: BulkAct<R>) => void Promise.resolve(act.run(picked)).then(onDone, sayRefused)
  if (typed === undefined && !children && choice.optional.length === 0 && bulk.length === 0) return null
  return (
    <div className={`${classes['tools']} no-print`}>
      {typed !== undefined && (
        <TextInput
          ref={search}
          className={classes['filter']}
          aria-label={filterLabel}
          placeholder={filterLabel}
          value={typed}
          onChange={(event) => onType(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              onType('')
              event.currentTarget.blur()
            }
          }}
          leftSection={<Icon name="search" size="0.875rem" />}
          rightSection={<Kbd size="xs">/</Kbd>}
        />
      )}
      {picked.length === 0 ? (
        children
      ) : (
        <>
          <strong>{picked.length} chosen</strong>
          {bulk.map((act) => (
            <Button key={act.label} size="compact-sm" variant="default" onClick={() => run(act)}>
              {act.label}
            </Button>
          ))}
          <Button size="compact-sm" variant="subtle" onClick={onDone}>
            Clear
          </Button>
        </>
      )}
      <span className={`${classes['count']} number`} role="status">
        {count === of ? of : `${count} of ${of}`} {of === 1 ? 'row' : 'rows'}
      </span>
      {choice.optional.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label="Choose columns">
              <Icon name="columns" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>Columns</Menu.Label>
            {choice.optional.map((column) => (
              <Menu.CheckboxItem
                key={column.key}
                checked={choice.isShown(column)}
                onChange={() => choice.toggle(column)}
              >
                {column.title}
              </Menu.CheckboxItem>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  )
}
