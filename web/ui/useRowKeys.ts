import type { RefObject } from 'react'
import { useKeys, type KeyAct } from '../keys.ts'
import type { RowAct } from './table.ts'

/** j and k move, Enter opens, "." lists the actions, "/" filters, and each act's own key. */
export function useRowKeys<R>({
  table,
  rows,
  open,
  acts,
  search,
  reach,
}: {
  table: RefObject<HTMLTableElement | null>
  rows: readonly R[]
  open: ((row: R) => void) | undefined
  acts: readonly RowAct<R>[]
  search: RefObject<HTMLInputElement | null> | undefined
  reach: (index: number) => void
}) {
  const focused = () => document.activeElement?.closest<HTMLElement>('[data-row]')
  // With several tables on a page the keys belong to the one with the focus, otherwise to the first.
  const mine = () =>
    (document.activeElement?.closest('[data-table]') ?? document.querySelector('[data-table]')) ===
    table.current
  const current = () => {
    const row = focused()
    return row && table.current?.contains(row) ? Number(row.dataset['row']) : -1
  }
  const handle = (index: number) =>
    table.current?.querySelector<HTMLElement>(`[data-row="${index}"] [data-handle]`)

  function move(step: number) {
    const index = Math.min(rows.length - 1, Math.max(0, current() + step))
    const there = handle(index)
    if (there) return there.focus()
    reach(index)
    // The row exists after the next frame or two of scrolling.
    setTimeout(() => handle(index)?.focus(), 60)
  }
  const onRow = (run: (row: R) => void) => () => {
    const row = rows[current()]
    if (row !== undefined) run(row)
  }

  const bound: KeyAct[] = [
    { keys: 'j', label: 'Next row', run: () => move(1), when: mine },
    { keys: 'k', label: 'Previous row', run: () => move(-1), when: mine },
  ]
  if (open) bound.push({ keys: 'Enter', label: 'Open the row', run: onRow(open), when: mine })
  if (acts.length > 0)
    bound.push({
      keys: '.',
      label: 'Actions of the row',
      run: () => focused()?.querySelector<HTMLElement>('[data-row-menu]')?.click(),
      when: mine,
    })
  if (search)
    bound.push({ keys: '/', label: 'Filter the rows', run: () => search.current?.focus(), when: mine })
  for (const act of acts)
    if (act.key)
      bound.push({
        keys: act.key,
        label: act.label,
        run: onRow((row) => {
          if (act.when?.(row) ?? true) act.run(row)
        }),
        when: mine,
      })
  useKeys('Rows', bound)
}
