/** What a cell may hold. Numbers are written as they are; cents are made text by whoever knows their currency. */
export type Cell = string | number | null | undefined

/** Excel takes a file for UTF-8 only where it begins with this. */
export const byteOrderMark = '\uFEFF'

/**
 * One row with its line end, by RFC 4180. A text that a spreadsheet would run as a formula (beginning, after any
 * space, with = + - @, their wide forms, tab or line end) gets an apostrophe before it, which makes it text.
 */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(csvCell).join(',')}\r\n`

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const text = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
