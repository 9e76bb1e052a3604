/**
 * Comma-separated values as offices really export them: RFC 4180, and also semicolons, tabs and bars, any line end, a
 * byte order mark, Excel's "sep=;" line, and Windows-1252 where a line is not UTF-8. Reads by stream: no more is held
 * than one chunk and one row.
 */

export type CsvRow = { readonly kind: 'row'; readonly line: number; readonly fields: readonly string[] }
/** Where and why reading stopped; line and column count from 1, column in characters. Always the last item. */
export type CsvProblem = {
  readonly kind: 'problem'
  readonly line: number
  readonly column: number
  readonly message: string
}

export type CsvOptions = {
  /** Found out from the first line where it is not given. */
  readonly delimiter?: string
  /** In characters; a million where it is not given. A row may be four times as long. */
  readonly longestField?: number
}

/** Rows with the line they begin on; blank lines are passed over. Never throws for what the text holds. */
export async function* readCsv(
  source: AsyncIterable<Uint8Array> | Uint8Array,
  { delimiter, longestField = 1_000_000 }: CsvOptions = {},
): AsyncGenerator<CsvRow | CsvProblem, void, void> {
  let parser: Parser | undefined
  let pending: Uint8Array[] = []
  let size = 0
  /** Parses a part of the file that begins at the beginning of a line. */
  const parse = (bytes: Uint8Array): readonly (CsvRow | CsvProblem)[] => {
    if (parser) return parser(decode(bytes))
    const wrong = notText(bytes)
    if (wrong !== undefined) return [stop(1, 1, wrong)]
    const text = decode(bytes).replace(/^\uFEFF/, '')
    const [first = ''] = text.split(/[\r\n]/, 1)
    const said = /^sep=(.)$/i.exec(first)?.[1]
    parser = createParser(delimiter ?? said ?? sniff(first), longestField)
    const rows = parser(text)
    return said === undefined ? rows : rows.slice(1)
  }
  let line = 1
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    pending.push(chunk)
    size += chunk.length
    const end = lineEnd(chunk)
    const isTooLong = end < 0 && size > 4 * longestField
    if (end < 0 && !isTooLong) continue
    const bytes = join(pending)
    const whole = isTooLong ? size : size - chunk.length + end
    for (const item of parse(bytes.subarray(0, whole))) {
      yield item
      if (item.kind === 'problem') return
      line = item.line + 1
    }
    if (isTooLong) return yield stop(line, 1, `A line is longer than ${4 * longestField} characters.`)
    pending = [bytes.subarray(whole)]
    size -= whole
  }
  for (const item of [...(size > 0 ? parse(join(pending)) : []), ...(parser?.(undefined) ?? [])]) {
    yield item
    if (item.kind === 'problem') return
  }
}

const stop = (line: number, column: number, message: string): CsvProblem => ({
  kind: 'problem',
  line,
  column,
  message,
})

function join(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0]!
  const joined = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}

/** Just behind the last line end of a chunk, or -1. A CR at the very end may be half of a CRLF and does not count. */
function lineEnd(chunk: Uint8Array): number {
  const lf = chunk.lastIndexOf(10)
  const cr = chunk.subarray(0, -1).lastIndexOf(13)
  // Between CR and LF is no place to cut.
  return Math.max(lf, cr === -1 || chunk[cr + 1] === 10 ? -1 : cr) + 1 || -1
}

/** Says what a file is that is no text of single bytes; Excel saves such files under the same menu. */
function notText(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4)
    return 'This is an Excel workbook. In Excel, save it as “CSV UTF-8 (comma delimited)” and choose that file.'
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
    return 'This file is Unicode text of the UTF-16 kind. Save it as “CSV UTF-8 (comma delimited)” and choose that file.'
  return a === 0x25 && b === 0x50 && c === 0x44 && d === 0x46 ? 'This is a PDF, not a CSV file.' : undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')

/** UTF-8; a line that is not is taken as Windows-1252, what older programs write. Line by line, so chunks do not matter. */
function decode(bytes: Uint8Array): string {
  const whole = decodeUtf8(bytes)
  if (whole !== undefined) return whole
  let text = ''
  for (let from = 0; from < bytes.length;) {
    const lf = bytes.indexOf(10, from)
    const end = lf === -1 ? bytes.length : lf + 1
    const line = bytes.subarray(from, end)
    text += decodeUtf8(line) ?? windows1252.decode(line)
    from = end
  }
  return text
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch (fault) {
    if (fault instanceof TypeError) return undefined
    throw fault
  }
}

/** Of comma, semicolon, tab and bar the one the first line has most of, outside quotes; the comma where it has none. */
function sniff(line: string): string {
  const bare = line.replace(/"[^"]*("|$)/g, '')
  const counts = [',', ';', '\t', '|'].map((sign) => ({ sign, count: bare.split(sign).length }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

/** Takes parts of the text that begin at the beginning of a line, then undefined for the end. */
type Parser = (text: string | undefined) => readonly (CsvRow | CsvProblem)[]

function createParser(delimiter: string, longestField: number): Parser {
  let line = 1
  let fields: string[] = []
  let rowLine = 1
  /** The quoted field that is open, and where its quote stood. */
  let open: { value: string; line: number; column: number } | undefined
  /** A quoted field that was closed and waits for its delimiter. */
  let closed: string | undefined

  return (text) => {
    const items: (CsvRow | CsvProblem)[] = []
    const finishRow = () => {
      if (fields.length > 1 || fields[0] !== '') items.push({ kind: 'row', line: rowLine, fields })
      fields = []
    }
    const stopAt = (column: number, message: string, at = line) => [...items, stop(at, column, message)]

    if (text === undefined) {
      if (open) return stopAt(open.column, 'The quote opened here is never closed.', open.line)
      if (closed !== undefined) fields.push(closed)
      else if (fields.length > 0) fields.push('')
      closed = undefined
      if (fields.length > 0) finishRow()
      return items
    }

    let at = 0
    let lineStart = 0
    const nextLine = (index: number) => {
      const width = text[index] === '\r' && text[index + 1] === '\n' ? 2 : 1
      line++
      lineStart = index + width
      return lineStart
    }
    while (at < text.length) {
      if (open) {
        const quote = text.indexOf('"', at)
        const end = quote === -1 ? text.length : quote
        open.value += text.slice(at, end)
        for (let index = at; index < end; index++)
          if (text[index] === '\n' || text[index] === '\r') index = nextLine(index) - 1
        if (open.value.length > longestField)
          return stopAt(
            open.column,
            `The quote opened here is not closed within ${longestField} characters.`,
            open.line,
          )
        at = end + 1
        if (quote === -1) break
        if (text[at] === '"') {
          open.value += '"'
          at++
        } else {
          closed = open.value
          open = undefined
        }
        continue
      }
      const sign = text[at]!
      if (closed === undefined) {
        if (fields.length === 0) rowLine = line
        if (sign === '"') {
          open = { value: '', line, column: at - lineStart + 1 }
          at++
          continue
        }
        let end = at
        while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++
        if (end - at > longestField)
          return stopAt(at - lineStart + 1, `A field is longer than ${longestField} characters.`)
        if (text.slice(at, end).includes('\0'))
          return stopAt(at - lineStart + 1, 'This is not text: it holds NUL characters.')
        // The end of a part is the end of a line, or of the file.
        closed = text.slice(at, end)
        at = end
        continue
      }
      if (sign === delimiter) {
        fields.push(closed)
        closed = undefined
        at++
        // A field that ends with the file, after its delimiter, is an empty one; `undefined` finishes it.
      } else if (sign === '\n' || sign === '\r') {
        fields.push(closed)
        closed = undefined
        finishRow()
        at = nextLine(at)
      } else if (sign === ' ') at++
      else
        return stopAt(
          at - lineStart + 1,
          'There is text after a closing quote. A quote inside a field is written twice: "".',
        )
    }
    return items
  }
}
