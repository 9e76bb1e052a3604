import type { ReactNode } from 'react'

export type Column<R> = {
  readonly key: string
  readonly title: string
  readonly cell: (row: R) => ReactNode
  /** What the column sorts by; without it the column does not sort. Empty values come last either way. */
  readonly sort?: (row: R) => string | number | { toString(): string } | null | undefined
  /** Numbers and money stand at the right. */
  readonly align?: 'right'
  /** CSS width, e.g. "9rem". */
  readonly width?: string
  /** Columns people may switch on and off: how they start. The first column is never optional. */
  readonly optional?: 'shown' | 'hidden'
}

export type RowAct<R> = {
  readonly label: string
  readonly run: (row: R) => void
  /** A key for the focused row: "e" edits, "a" assigns. */
  readonly key?: string
  readonly when?: (row: R) => boolean
  readonly harm?: boolean
}

export type BulkAct<R> = {
  readonly label: string
  readonly run: (rows: readonly R[]) => void | Promise<unknown>
}

/** "due" ascending, "-due" descending, as it stands in the address. */
export type Order = { readonly key: string; readonly descending: boolean }
export const orderOf = (text: string): Order | null =>
  text ? { key: text.replace(/^-/, ''), descending: text.startsWith('-') } : null

/** What a click on a column's head means next: ascending, then descending, then as the rows came. */
export const nextOrder = (now: Order | null, key: string): string =>
  now?.key !== key ? key : now.descending ? '' : `-${key}`

export function sortRows<R>(
  rows: readonly R[],
  columns: readonly Column<R>[],
  order: Order | null,
): readonly R[] {
  const by = columns.find(({ key }) => key === order?.key)?.sort
  if (!order || !by) return rows
  const direction = order.descending ? -1 : 1
  const keyed = rows.map((row) => {
    const value = by(row)
    // Temporal values sort as their ISO text does.
    return { row, key: typeof value === 'object' && value !== null ? value.toString() : value }
  })
  return keyed
    .toSorted((a, b) => {
      const [x, y] = [a.key ?? '', b.key ?? '']
      if (x === '' || y === '') return x === y ? 0 : x === '' ? 1 : -1
      if (typeof x === 'number' && typeof y === 'number') return (x - y) * direction
      return String(x).localeCompare(String(y), 'en', { numeric: true, sensitivity: 'base' }) * direction
    })
    .map(({ row }) => row)
}

/** Every word typed is somewhere in the row's text. */
export const filterRows = <R>(rows: readonly R[], text: string, of: (row: R) => string): readonly R[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return words.length === 0
    ? rows
    : rows.filter((row) => {
        const all = of(row).toLowerCase()
        return words.every((word) => all.includes(word))
      })
}
