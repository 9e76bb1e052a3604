/** Interchange acknowledgements (TA1): did the other side take the envelope. R means the whole file was not received. */
import { Interpreter } from './interpret.ts'
import type { Interchange, Segment } from './reader.ts'
import { type Envelope, type Row, writeInterchange } from './writer.ts'

export type Ta1 = {
  /** ISA13, date (YYMMDD) and time (HHMM) of the interchange it answers. */
  readonly control: string
  readonly date: string
  readonly time: string
  /** TA104: A accepted, E accepted with errors, R rejected. */
  readonly code: string
  /** TA105: 000 no error, otherwise what is wrong with the envelope. */
  readonly note: string
}

const notes: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '000': 'No error.',
    '001': 'The control numbers of header and trailer differ.',
    '002': 'The standard named in the control standards is not supported.',
    '003': 'The version of the controls is not supported.',
    '004': 'The segment terminator is not valid.',
    '005': 'The qualifier of the sender id is not valid.',
    '006': 'The sender is not known.',
    '007': 'The qualifier of the receiver id is not valid.',
    '008': 'The receiver is not known.',
    '009': 'The receiver is not the one addressed.',
    '010': 'The authorisation qualifier is not valid.',
    '011': 'The authorisation is not valid.',
    '012': 'The security qualifier is not valid.',
    '013': 'The security information is not valid.',
    '014': 'The date is not valid.',
    '015': 'The time is not valid.',
    '016': 'The standards identifier is not valid.',
    '017': 'The version is not valid.',
    '018': 'The control number is not valid.',
    '019': 'The acknowledgement request is not valid.',
    '020': 'The usage (test or production) is not valid.',
    '021': 'The number of groups is not the one said.',
    '022': 'The control structure is not valid.',
    '023': 'The file ended too early.',
    '024': 'The content is not valid.',
    '025': 'This control number was used before.',
    '026': 'An element separator is not valid.',
    '027': 'A component separator is not valid.',
  }),
)

export const noteMeaning = (note: string): string =>
  notes.get(note) ?? 'The other side names a reason that is not in the code list.'

/** The TA1 segments of one interchange. */
export function readTa1({ delimiters, outside }: Interchange): Ta1[] {
  const x = new Interpreter(delimiters)
  return outside.filter(({ id }) => id === 'TA1').map((segment) => ta1Of(x, segment))
}

const ta1Of = (x: Interpreter, segment: Segment): Ta1 => ({
  control: x.text(segment, 1),
  date: x.text(segment, 2),
  time: x.text(segment, 3),
  code: x.text(segment, 4),
  note: x.text(segment, 5),
})

/** Throws X12WriteError for what a TA1 cannot say. */
export function writeTa1(envelope: Envelope, acknowledgements: readonly Ta1[]): string {
  const rows = acknowledgements.map(({ code, control, date, note, time }): Row => [
    'TA1',
    control,
    date,
    time,
    code,
    note,
  ])
  return writeInterchange(envelope, rows)
}
