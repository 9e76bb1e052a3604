import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useState, type RefObject } from 'react'

/** Below this every row is simply there: find in page, print and screen readers then see all of them. */
const many = 150

/** Which rows to draw when there are many, and the empty heights above and below them in pixels. */
export function useWindowOfRows(table: RefObject<HTMLTableElement | null>, count: number) {
  const [margin, setMargin] = useState(0)
  // oxlint-disable-next-line react/incompatible-library -- nothing below is memoized on what it returns
  const virtual = useVirtualizer({
    count,
    enabled: count > many,
    getScrollElement: () => table.current?.closest('main') ?? null,
    estimateSize: () => table.current?.querySelector<HTMLElement>('[data-row]')?.offsetHeight ?? 35,
    overscan: 12,
    scrollMargin: margin,
  })
  useLayoutEffect(() => {
    const main = table.current?.closest('main')
    if (!table.current || !main) return
    setMargin(table.current.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop)
  }, [table, count])

  if (count <= many) return { from: 0, to: count, above: 0, below: 0, reach: () => {}, measure: undefined }
  const items = virtual.getVirtualItems()
  const first = items[0]
  const last = items.at(-1)
  return {
    from: first?.index ?? 0,
    to: (last?.index ?? -1) + 1,
    above: first ? first.start - margin : 0,
    below: last ? virtual.getTotalSize() - (last.end - margin) : virtual.getTotalSize(),
    /** Rows differ in height when their words wrap. */
    measure: virtual.measureElement,
    /** Brings a row into being, so that it can take the focus. */
    reach: (index: number) => virtual.scrollToIndex(index),
  }
}
