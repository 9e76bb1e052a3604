import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type CsvOptions, readCsv } from './read.ts'
import { type Cell, byteOrderMark, csvLine } from './write.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const latin = (text: string) => Uint8Array.from(text.split('').map((sign) => sign.charCodeAt(0)))
async function* inChunks(whole: Uint8Array, size: number) {
  for (let from = 0; from < whole.length; from += size) yield whole.subarray(from, from + size)
}
const read = async (source: string | Uint8Array, options?: CsvOptions) =>
  await Array.fromAsync(readCsv(typeof source === 'string' ? bytes(source) : source, options))
const fieldsOf = async (source: string | Uint8Array, options?: CsvOptions) =>
  (await read(source, options)).map((item) =>
    item.kind === 'row' ? item.fields : assert.fail(JSON.stringify(item)),
  )
const problemOf = async (source: string | Uint8Array, options?: CsvOptions) => {
  const last = (await read(source, options)).at(-1)
  return last?.kind === 'problem' ? last : assert.fail('read without a problem')
}

describe('reading CSV', () => {
  it('reads quotes, doubled quotes, commas and line ends inside quotes, and empty fields', async () => {
    assert.deepEqual(await fieldsOf('a,b,c\n"x, y","say ""hi""","two\r\nlines"\n,,\n'), [
      ['a', 'b', 'c'],
      ['x, y', 'say "hi"', 'two\r\nlines'],
      ['', '', ''],
    ])
    assert.deepEqual(await fieldsOf('a,\nb,'), [
      ['a', ''],
      ['b', ''],
    ])
    assert.deepEqual(await fieldsOf('""'), [])
    assert.deepEqual(await fieldsOf('"",x'), [['', 'x']])
    assert.deepEqual(await fieldsOf(''), [])
  })

  it('reads every kind of line end, with or without one at the end, and passes over blank lines', async () => {
    for (const end of ['\n', '\r\n', '\r'])
      for (const last of ['', end, end + end])
        assert.deepEqual(await fieldsOf(`a,b${end}${end}1,2${last}`), [
          ['a', 'b'],
          ['1', '2'],
        ])
  })

  it('keeps the number of the line a row begins on', async () => {
    const rows = await read('a,b\r\n\r\n"1\r\n1","2\n\n"\n3,4')
    assert.deepEqual(
      rows.map(({ line }) => line),
      [1, 3, 7],
    )
  })

  it('finds the delimiter, unless it is told', async () => {
    for (const sign of [',', ';', '\t', '|'])
      assert.deepEqual(await fieldsOf(`Last${sign}"a,b;c\td|e"${sign}DOB\n`), [['Last', 'a,b;c\td|e', 'DOB']])
    assert.deepEqual(await fieldsOf('sep=;\nLast, First;DOB\n'), [['Last, First', 'DOB']])
    assert.deepEqual(await fieldsOf('a;b', { delimiter: ',' }), [['a;b']])
    assert.deepEqual(await fieldsOf('Name\nAda'), [['Name'], ['Ada']])
  })

  it('reads UTF-8 with and without byte order mark, and Windows-1252 where a line is not UTF-8', async () => {
    assert.deepEqual(await fieldsOf('\uFEFFName,Città\nNguyễn,x'), [
      ['Name', 'Città'],
      ['Nguyễn', 'x'],
    ])
    assert.deepEqual(await fieldsOf(latin('Garc\xeda,O\x92Brien\nPe\xf1a,x\n')), [
      ['García', 'O’Brien'],
      ['Peña', 'x'],
    ])
    const mixed = Uint8Array.from([...bytes('Nguyễn,1\n'), ...latin('Pe\xf1a,2\n')])
    assert.deepEqual(await fieldsOf(mixed), [
      ['Nguyễn', '1'],
      ['Peña', '2'],
    ])
  })

  it('names the line and column where it has to stop, after the rows before it', async () => {
    const items = await read('a,b\n1,2\n3,"x"y\n5,6\n')
    assert.equal(items.length, 3)
    assert.deepEqual({ ...items[2], message: '' }, { kind: 'problem', line: 3, column: 6, message: '' })
    const unclosed = await problemOf('a,b\n1,"two\nthree\n')
    assert.deepEqual([unclosed.line, unclosed.column], [2, 3])
    assert.match(unclosed.message, /never closed/)
    assert.match((await problemOf('a,b\n1,2\0\n')).message, /not text/)
    assert.deepEqual(await fieldsOf('5\'4",a "quoted" word\n"closed" ,x\n'), [
      ['5\'4"', 'a "quoted" word'],
      ['closed', 'x'],
    ])
  })

  it('says what other kinds of file are', async () => {
    assert.match((await problemOf(latin('PK\x03\x04xxxx\n'))).message, /Excel workbook/)
    assert.match((await problemOf(latin('\xff\xfea\0,\0b\0'))).message, /UTF-16/)
    assert.match((await problemOf('%PDF-1.7\n')).message, /PDF/)
  })

  it('holds no more than its limits, however long the field or the line', async () => {
    const limited = { longestField: 1000 }
    assert.match((await problemOf(`a,${'x'.repeat(1001)}\n`, limited)).message, /longer than 1000/)
    assert.match((await problemOf(`a,"${'x\n'.repeat(600)}`, limited)).message, /not closed within 1000/)
    for (const [piece, message] of [
      ['xxxx', /A field is longer than 1000/],
      ['xx,,', /A line is longer than 4000/],
    ] as const) {
      const endless = async function* () {
        for (;;) yield bytes(piece.repeat(25))
      }
      const items = await Array.fromAsync(readCsv(endless(), limited))
      assert.match(items.map((item) => (item.kind === 'problem' ? item.message : '')).join(''), message)
    }
  })

  it('reads the same however the bytes are cut', async () => {
    const alphabet = fc.constantFrom('a', '"', ',', ';', '\n', '\r', '\r\n', ' ', 'é', '😀', '\0')
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: alphabet, maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        async (text, size) => {
          const whole = bytes(text)
          assert.deepEqual(await Array.fromAsync(readCsv(inChunks(whole, size))), await read(whole))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('never throws, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (whole) => {
        const items = await read(whole)
        assert.ok(items.slice(0, -1).every(({ kind }) => kind === 'row'))
      }),
      { numRuns: 500 },
    )
  })
})

describe('writing CSV', () => {
  it('makes text of what a spreadsheet would run', () => {
    for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\t=1', '\rx', '\nx', '＝1', '\t'])
      assert.match(csvLine([formula]), /^"?'/, JSON.stringify(formula))
    assert.equal(csvLine(['=HYPERLINK("http://x","y")']), '"\'=HYPERLINK(""http://x"",""y"")"\r\n')
    assert.equal(
      csvLine([-12.5, "O'Brien", '2026-11-21', null, undefined, '']),
      "-12.5,O'Brien,2026-11-21,,,\r\n",
    )
  })

  it('is taken for UTF-8 by spreadsheets where it begins with the mark, which is no part of the first field', async () => {
    assert.deepEqual(await fieldsOf(byteOrderMark + csvLine(['Città', 'Name'])), [['Città', 'Name']])
  })

  it('is read back as it was written, formulas with their apostrophe', async () => {
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', '=', '-', 'x'), maxLength: 6 }),
      fc.integer(),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }),
        async (rows) => {
          fc.pre(!rows.flat().some((one) => typeof one === 'string' && one.includes('\0')))
          const back = await fieldsOf(rows.map((row) => csvLine(row)).join(''), { delimiter: ',' })
          const fields = back.map((row) =>
            row.map((field) => field.replace(/^'(?=\s*[=+\-@＝＋－＠]|[\t\r\n])/, '')),
          )
          const expected = rows.map((row) =>
            row.map((one) => String(one).replace(/^'(?=\s*[=+\-@＝＋－＠]|[\t\r\n])/, '')),
          )
          // A byte order mark at the very beginning is taken for one.
          assert.deepEqual(
            fields,
            expected.map((row, index) =>
              row.map((one, place) => (index + place === 0 ? one.replace(/^\uFEFF/, '') : one)),
            ),
          )
        },
      ),
      { numRuns: 500 },
    )
  })
})
