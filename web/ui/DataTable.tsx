import { Checkbox } from '@mantine/core'
import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react'
import { useAddress, useGo } from '../address.ts'
import classes from './DataTable.module.css'
import { Empty } from './Empty.tsx'
import { RowHandle, RowMenu } from './RowParts.tsx'
import { filterRows, nextOrder, orderOf, sortRows, type BulkAct, type Column, type RowAct } from './table.ts'
import { TableTools } from './TableTools.tsx'
import { useColumnChoice } from './useColumnChoice.ts'
import { useRowKeys } from './useRowKeys.ts'
import { useWindowOfRows } from './useWindowOfRows.ts'

type DataTableProps<R> = {
  /** Names the table for what is remembered of it (column choice): "claims". */
  readonly name: string
  /** What the rows are, for screen readers: "Claims waiting for an answer". */
  readonly label: string
  readonly rows: readonly R[]
  readonly rowId: (row: R) => string
  /** How the row is called in the names of its controls: "Claim 1042". */
  readonly rowName: (row: R) => string
  /** The first column's cell becomes the link or button that opens the row: no controls inside it. */
  readonly columns: readonly Column<R>[]
  readonly to?: (row: R) => string
  readonly onOpen?: (row: R) => void
  /** The row whose panel is open. */
  readonly openId?: string
  /** The one next action, as a button at the right. */
  readonly next?: (row: R) => { readonly label: string; readonly run: () => void } | null
  readonly acts?: readonly RowAct<R>[]
  readonly bulk?: readonly BulkAct<R>[]
  /** Text in which "/" searches. Never in the address: what is typed may be a patient's name. */
  readonly filter?: (row: R) => string
  readonly filterLabel?: string
  readonly empty: { readonly title: string; readonly detail?: string; readonly action?: ReactNode }
  /** "due" or "-due", until the person sorts otherwise. */
  readonly initialSort?: string
  /** Under which word the sort stands in the address; another one for a second table on the page. */
  readonly sortKey?: string
  /** Cells of a last row, by column key: totals. */
  readonly totals?: Readonly<Record<string, ReactNode>>
  /** More tools in the line above, at the left. */
  readonly tools?: ReactNode
  /** The pointer or the focus reached a row: read ahead. */
  readonly onPoint?: (row: R) => void
}

/** Rows: sticky head, sort in the address, j k Enter . / keys, column choice, acts on a selection; thousands are fine. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { rows, rowId, rowName, to, onOpen, next, acts = [], bulk = [], filter, empty, totals } = props
  const [sort, setSort] = useAddress(props.sortKey ?? 'sort', props.initialSort ?? '')
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const choice = useColumnChoice(props.name, props.columns)
  const { columns } = choice
  const go = useGo()
  const search = useRef<HTMLInputElement>(null)

  const order = orderOf(sort)
  const shown = useMemo(
    () => sortRows(filter ? filterRows(rows, typed, filter) : rows, props.columns, orderOf(sort)),
    [rows, typed, filter, props.columns, sort],
  )
  const open = onOpen ?? (to ? (row: R) => go(to(row)) : undefined)
  const table = useRef<HTMLTableElement>(null)
  const view = useWindowOfRows(table, shown.length)
  useRowKeys({ table, rows: shown, open, acts, search: filter ? search : undefined, reach: view.reach })

  const picked = shown.filter((row) => chosen.has(rowId(row)))
  const pick = (id: string, on: boolean) => {
    const after = new Set(chosen)
    if (on) after.add(id)
    else after.delete(id)
    setChosen(after)
  }
  const trailing = next !== undefined || acts.length > 0

  const clickRow = (row: R) => (event: MouseEvent) => {
    const inControl = (event.target as Element).closest('a, button, input, label')
    if (!inControl && !getSelection()?.toString()) open?.(row)
  }
  const escape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setChosen(new Set())
  }

  return (
    <div className={classes['table']} onKeyDown={escape}>
      <TableTools
        search={search}
        typed={filter ? typed : undefined}
        onType={setTyped}
        filterLabel={props.filterLabel ?? 'Filter these rows'}
        count={shown.length}
        of={rows.length}
        choice={choice}
        picked={picked}
        bulk={bulk}
        onDone={() => setChosen(new Set())}
      >
        {props.tools}
      </TableTools>
      {shown.length === 0 ? (
        rows.length === 0 ? (
          <Empty {...empty} />
        ) : (
          <Empty title="No row has these words" detail="Shorten what is typed above, or clear it." />
        )
      ) : (
        <table ref={table} aria-label={props.label} data-table aria-rowcount={shown.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              {bulk.length > 0 && (
                <th className={classes['pick']} scope="col">
                  <Checkbox
                    size="xs"
                    aria-label={`Choose all ${shown.length}`}
                    checked={picked.length === shown.length}
                    indeterminate={picked.length > 0 && picked.length < shown.length}
                    onChange={(event) =>
                      setChosen(new Set(event.currentTarget.checked ? shown.map(rowId) : []))
                    }
                  />
                </th>
              )}
              {columns.map((column) => (
                <Head key={column.key} column={column} order={order} onSort={setSort} />
              ))}
              {trailing && (
                <th scope="col" className={classes['trailing']}>
                  <span className="for-screen-readers">Next action</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {view.above > 0 && <tr aria-hidden="true" style={{ height: view.above }} />}
            {shown.slice(view.from, view.to).map((row, offset) => {
              const index = view.from + offset
              const id = rowId(row)
              const nextAct = next?.(row)
              return (
                <tr
                  key={id}
                  ref={view.measure}
                  data-index={index}
                  data-row={index}
                  aria-rowindex={index + 2}
                  data-open={id === props.openId || undefined}
                  data-opens={open ? true : undefined}
                  data-chosen={chosen.has(id) || undefined}
                  onClick={open && clickRow(row)}
                  onPointerEnter={props.onPoint && (() => props.onPoint!(row))}
                  onFocus={props.onPoint && (() => props.onPoint!(row))}
                >
                  {bulk.length > 0 && (
                    <td className={classes['pick']}>
                      <Checkbox
                        size="xs"
                        aria-label={`Choose ${rowName(row)}`}
                        checked={chosen.has(id)}
                        onChange={(event) => pick(id, event.currentTarget.checked)}
                      />
                    </td>
                  )}
                  {columns.map((column, position) =>
                    position === 0 ? (
                      <th key={column.key} scope="row" data-align={column.align}>
                        <RowHandle to={to?.(row)} onOpen={onOpen && (() => onOpen(row))}>
                          {column.cell(row)}
                        </RowHandle>
                      </th>
                    ) : (
                      <td key={column.key} data-align={column.align}>
                        {column.cell(row)}
                      </td>
                    ),
                  )}
                  {trailing && (
                    <td className={classes['trailing']}>
                      <RowMenu row={row} name={rowName(row)} next={nextAct ?? null} acts={acts} />
                    </td>
                  )}
                </tr>
              )
            })}
            {view.below > 0 && <tr aria-hidden="true" style={{ height: view.below }} />}
          </tbody>
          {totals && (
            <tfoot>
              <tr>
                {bulk.length > 0 && <td className={classes['pick']} />}
                {columns.map((column) => (
                  <td key={column.key} data-align={column.align}>
                    {totals[column.key]}
                  </td>
                ))}
                {trailing && <td className={classes['trailing']} />}
              </tr>
            </tfoot>
          )}
        </table>
      )}
    </div>
  )
}

function Head<R>({
  column,
  order,
  onSort,
}: {
  column: Column<R>
  order: ReturnType<typeof orderOf>
  onSort: (sort: string) => void
}) {
  const sorted = order?.key === column.key ? (order.descending ? 'descending' : 'ascending') : undefined
  return (
    <th
      scope="col"
      data-align={column.align}
      aria-sort={sorted}
      {...(column.width ? { style: { width: column.width } } : {})}
    >
      {column.sort ? (
        <button
          type="button"
          className={classes['sort']}
          onClick={() => onSort(nextOrder(order, column.key))}
        >
          {column.title}
          <span aria-hidden="true">{sorted ? (sorted === 'ascending' ? '↑' : '↓') : ''}</span>
        </button>
      ) : (
        column.title
      )}
    </th>
  )
}
