import { refuse } from '#kernel/refusal.ts'
import { type PatientRow, readPatients } from '#standards/csv/patients.ts'
import { readBundle } from '#standards/fhir/bundle.ts'
import { sortName } from '#standards/person/name.ts'
import { NotReadable } from './import.ts'
import type { Incoming, Note } from './row.ts'

export type Format = 'csv' | 'fhir'

/** A FHIR bundle is one JSON text and is held whole, about five times its size; a list of patients is read by stream. */
export const longestBundleBytes = 48 * 1024 * 1024
export const longestListBytes = 128 * 1024 * 1024

/** By what the file holds, not by what it is called: a bundle begins with a brace. */
export async function formatOf(bytes: AsyncIterable<Uint8Array>): Promise<Format> {
  for await (const chunk of bytes) {
    const first = Buffer.from(chunk.subarray(0, 64))
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trimStart()
    if (first !== '') return first.startsWith('{') ? 'fhir' : 'csv'
  }
  return refuse(NotReadable, 'The file is empty.')
}

/** The people of a file, one after the other. Refuses the file as a whole where reading has to stop: no half imports. */
export async function* readPeople(
  bytes: AsyncIterable<Uint8Array>,
  format: Format,
  today: Temporal.PlainDate,
): AsyncGenerator<Incoming> {
  yield* format === 'fhir' ? fromBundle(bytes) : fromList(bytes, today)
}

async function* fromList(
  bytes: AsyncIterable<Uint8Array>,
  today: Temporal.PlainDate,
): AsyncGenerator<Incoming> {
  for await (const item of readPatients(bytes, today)) {
    if (item.outcome === 'stopped')
      refuse(
        NotReadable,
        `Line ${item.line}: ${item.message} Nothing was imported; mend the file and choose it again.`,
      )
    if (item.outcome === 'read' || item.outcome === 'refused') yield fromRow(item)
  }
}

function fromRow(row: PatientRow): Incoming {
  const note = ({
    column,
    heading,
    message,
  }: {
    column: number
    heading: string
    message: string
  }): Note => ({
    where: heading || `column ${column}`,
    message,
  })
  if (row.outcome === 'refused')
    return { line: row.line, label: `Line ${row.line}`, refused: row.problems.map(note) }
  const { birthDate } = row.person
  if (!birthDate)
    return {
      line: row.line,
      label: `Line ${row.line}`,
      refused: [{ where: 'birth date', message: 'The birth date is missing.' }],
    }
  return { line: row.line, person: { ...row.person, birthDate }, notes: row.warnings.map(note) }
}

async function* fromBundle(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Incoming> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  const bundle = readBundle(Buffer.concat(chunks).toString('utf8'))
  const [problem] = bundle.problems
  if (problem) refuse(NotReadable, `${problem.at} ${problem.message}. Nothing was imported.`)
  for (const entry of bundle.entries) {
    const line = entry.index + 1
    if (entry.outcome === 'refused') {
      if (entry.resourceType === 'Patient' || entry.resourceType === 'unknown')
        yield {
          line,
          label: `Entry ${line}`,
          refused: entry.problems.map(({ at, message }) => ({ where: at, message })),
        }
      continue
    }
    if (entry.resource.resourceType !== 'Patient') continue
    const { person } = entry.resource
    const { birthDate } = person
    const notes = entry.warnings.map(({ at, message }) => ({ where: at, message }))
    yield birthDate
      ? { line, person: { ...person, birthDate }, notes }
      : {
          line,
          label: sortName(person.name),
          refused: [
            {
              where: 'birthDate',
              message: 'The birth date is missing: without it nobody can be told apart.',
            },
          ],
        }
  }
}
