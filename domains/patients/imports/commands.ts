import { sql } from 'kysely'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, Refusal, refuse } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { type Received, keyring } from '#platform/vault.ts'
import { createPatients, latestToday } from '../registration/create.ts'
import { patientFrom } from '../registration/from-facts.ts'
import { type SeenBefore, compared, verdictsOn } from './compare.ts'
import {
  type Counts,
  InUse,
  NotReadable,
  NotWaiting,
  SameFile,
  addCounts,
  countOf,
  isToBeAdded,
  mustBeWaiting,
} from './import.ts'
import { formatOf, longestBundleBytes, longestListBytes, readPeople } from './read.ts'
import { type ImportRow, type Incoming, revived } from './row.ts'

const rowsInPart = 200
/** Stands in for the system of numbers that came without one. */
const from = 'import'

export const sealFor = (importId: string, number: number | string) => `patients.import:${importId}:${number}`
export const sealedParts = {
  table: 'patients.import_part',
  column: 'rows_sealed',
  of: ['importId', 'number'],
  context: ({ importId, number }: Readonly<Record<string, string>>) => sealFor(importId!, number!),
}

/** Reads a file and compares each row with the patients there are. Writes no patient. */
export async function preview(tx: Tx, id: Id<'Import'>, file: Received) {
  await mustBeAnotherFile(tx, file.sha256)
  const format = await formatOf(file.open())
  if (file.size > (format === 'fhir' ? longestBundleBytes : longestListBytes))
    refuse(
      NotReadable,
      format === 'fhir'
        ? 'A FHIR bundle may have 48 MB. Divide it, and import one part after the other.'
        : 'A list may have 128 MB. Divide it, and import one part after the other.',
    )
  const fileId = await file.keep(tx, {
    name: 'patients',
    mediaType: format === 'fhir' ? 'application/fhir+json' : 'text/csv',
  })
  await tx.db
    .insertInto('patients.import')
    .values({
      id,
      format,
      fileId,
      sha256: file.sha256,
      sizeBytes: file.size,
      counts: '{}',
      createdBy: tx.actor.id,
    })
    .execute()
    .catch(refuseIfViolated({ import_pkey: AlreadyExists }))

  const today = latestToday(tx.now)
  const seen: SeenBefore = new Map()
  let counts: Counts = {}
  let number = 0
  const keep = async (batch: readonly Incoming[]) => {
    const rows = await compared(tx.db, batch, { from, today, seen })
    number += 1
    await tx.db
      .insertInto('patients.importPart')
      .values({ id: newId(), importId: id, number, ...sealed(id, number, rows) })
      .execute()
    counts = addCounts(counts, countOf(rows))
  }
  let batch: Incoming[] = []
  for await (const row of readPeople(file.open(), format, today)) {
    batch.push(row)
    if (batch.length < rowsInPart) continue
    await keep(batch)
    batch = []
  }
  if (batch.length > 0) await keep(batch)
  if (number === 0) refuse(NotReadable, 'There is no patient in this file.')

  await tx.db
    .updateTable('patients.import')
    .set({ counts: JSON.stringify(counts) })
    .where('id', '=', id)
    .execute()
  await tx.touch('patients:imports')
}

async function mustBeAnotherFile(tx: Tx, sha256: string) {
  const earlier = await tx.db
    .selectFrom('patients.import')
    .select(['id', 'state', 'createdAt'])
    .where('sha256', '=', sha256)
    .where('state', 'in', ['previewed', 'applied'])
    .executeTakeFirst()
  if (earlier)
    refuse(
      SameFile,
      earlier.state === 'applied'
        ? 'This very file was imported already. Open that import to see what became of each row.'
        : 'This very file was read already and waits for a decision. Open it.',
      { facts: { importId: earlier.id } },
    )
}

const sealed = (importId: Id<'Import'>, number: number, rows: readonly ImportRow[]) => ({
  counts: JSON.stringify(countOf(rows)),
  rowsSealed: keyring().seal(JSON.stringify(rows), sealFor(importId, number)),
})

/** Locks an import and makes sure it is as its reader saw it. */
async function open(tx: Tx, id: Id<'Import'>) {
  const found = await tx.db
    .selectFrom('patients.import')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return found ?? refuse(NotFound, 'There is no such import.')
}

/**
 * Adds the new patients of a preview, all or none. Each row is compared once more: who was registered since is not
 * added a second time. `withPossible` adds those of 55 to 79 points too, as the desk may.
 */
export async function apply(tx: Tx, id: Id<'Import'>, withPossible: boolean) {
  const { state, format } = await open(tx, id)
  mustBeWaiting(state)
  await tx.because('Import of patients')
  const seen: SeenBefore = new Map()
  let counts: Counts = {}
  const parts = await tx.db
    .selectFrom('patients.importPart')
    .select(['id', 'number'])
    .where('importId', '=', id)
    .orderBy('number')
    .execute()
  for (const part of parts) {
    const { rowsSealed } = await tx.db
      .selectFrom('patients.importPart')
      .select('rowsSealed')
      .where('id', '=', part.id)
      .executeTakeFirstOrThrow()
    const rows = JSON.parse(keyring().open(rowsSealed, sealFor(id, part.number))) as ImportRow[]
    const settled = await added(tx, rows, { id, format, withPossible, seen })
    await tx.db
      .updateTable('patients.importPart')
      .set(sealed(id, part.number, settled))
      .where('id', '=', part.id)
      .execute()
    counts = addCounts(counts, countOf(settled))
  }
  await settle(tx, id, 'applied', counts)
}

async function added(
  tx: Tx,
  rows: readonly ImportRow[],
  {
    id,
    format,
    withPossible,
    seen,
  }: { id: Id<'Import'>; format: string; withPossible: boolean; seen: SeenBefore },
): Promise<ImportRow[]> {
  const wanted = rows.flatMap(({ line, outcome, person }) =>
    person && isToBeAdded(outcome, withPossible) ? [{ line, person: revived(person) }] : [],
  )
  const verdicts = await verdictsOn(tx.db, wanted, from, seen)
  const going = wanted.filter(({ line }) => isToBeAdded(verdicts.get(line)!.outcome, withPossible))
  const made = await createPatients(
    tx,
    going.map(({ person }) => ({ ...patientFrom(person, from), source: `${format} import`, importId: id })),
  )
  const mrnOf = new Map(going.map(({ line }, index) => [line, made[index]!]))
  return rows.map((row) => {
    const one = mrnOf.get(row.line)
    if (one) return { ...row, outcome: 'added', added: { patientId: one.id, mrn: one.mrn } }
    const verdict = verdicts.get(row.line)
    if (!verdict || verdict.outcome === row.outcome) return row
    const { outcome, leads, why } = verdict
    return {
      ...row,
      outcome,
      leads,
      notes: why ? [...row.notes, { where: 'Patient', message: why }] : row.notes,
    }
  })
}

export async function discard(tx: Tx, id: Id<'Import'>) {
  const { state } = await open(tx, id)
  mustBeWaiting(state)
  await settle(tx, id, 'discarded')
}

/** Takes an applied import back, as long as nothing was done with any of its patients. The audit log keeps both. */
export async function undo(tx: Tx, id: Id<'Import'>) {
  const { state } = await open(tx, id)
  if (state !== 'applied') refuse(NotWaiting, 'Only an import that was applied can be taken back.')
  await tx.because('Import taken back')
  const touched = await tx.db
    .selectFrom('patients.patient')
    .select('id')
    .where('importId', '=', id)
    .where('version', '>', 1)
    .limit(1)
    .execute()
  if (touched.length > 0)
    refuse(InUse, 'At least one of these patients was changed since. Make those inactive one by one.')
  try {
    for (const table of ['patients.phone', 'patients.contact', 'patients.identifier'] as const)
      await tx.db
        .deleteFrom(table)
        .where(
          'patientId',
          'in',
          tx.db.selectFrom('patients.patient').select('id').where('importId', '=', id),
        )
        .execute()
    await sql`delete from patients.patient where import_id = ${id}`.execute(tx.db)
  } catch (error) {
    // Some other domain's row names a patient of this import; which one does not matter here.
    if ((error as { code?: string }).code === '23503') throw new Refusal(InUse)
    throw error
  }
  await settle(tx, id, 'undone')
}

async function settle(tx: Tx, id: Id<'Import'>, state: 'applied' | 'discarded' | 'undone', counts?: Counts) {
  await tx.db
    .updateTable('patients.import')
    .set({ state, settledAt: tx.now, ...(counts && { counts: JSON.stringify(counts) }) })
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  await tx.touch('patients')
}
