import { useState } from 'react'
import { preference } from '../preferences.ts'
import type { Column } from './table.ts'

export type ColumnChoice<R> = {
  readonly columns: readonly Column<R>[]
  readonly optional: readonly Column<R>[]
  readonly isShown: (column: Column<R>) => boolean
  readonly toggle: (column: Column<R>) => void
}

/** Which columns one sees, remembered for the table at this workstation. */
export function useColumnChoice<R>(name: string, columns: readonly Column<R>[]): ColumnChoice<R> {
  const [turned, setTurned] = useState(() => new Set(preference.get(`columns.${name}`)?.split(' ')))
  // Only what differs from the start is kept, so a column added later appears as it was meant to.
  const isShown = (column: Column<R>) => (column.optional === 'hidden') === turned.has(column.key)
  return {
    columns: columns.filter((column, index) => index === 0 || isShown(column)),
    optional: columns.filter((column, index) => index > 0 && column.optional),
    isShown,
    toggle(column) {
      const after = new Set(turned)
      if (!after.delete(column.key)) after.add(column.key)
      preference.set(`columns.${name}`, [...after].join(' '))
      setTurned(after)
    },
  }
}
