import { officeDay } from '#domains/practice/practice.ts'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import { keyring } from '#platform/vault.ts'
import { byteOrderMark, csvLine } from '#standards/csv/write.ts'
import { sealFor } from './commands.ts'
import { type Counts, type ImportState, type Outcome, outcomes } from './import.ts'
import type { ImportRow } from './row.ts'

const imports = (db: Db) =>
  db
    .selectFrom('patients.import as i')
    .leftJoin('access.user as u', 'u.id', 'i.createdBy')
    .select(['i.id', 'i.state', 'i.format', 'i.sizeBytes', 'i.counts', 'i.createdAt', 'i.settledAt'])
    .select('u.displayName as createdBy')

export async function importList(db: Db, state?: ImportState) {
  const rows = await imports(db)
    .$if(state !== undefined, (q) => q.where('i.state', '=', state!))
    .orderBy('i.createdAt', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({ ...row, counts: row.counts as Counts }))
}

export async function importOf(db: Db, id: Id<'Import'>) {
  const row = await imports(db).where('i.id', '=', id).executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such import.')
  return { ...row, counts: row.counts as Counts }
}

/** The rows part by part, so that a file of half a million rows is never held whole. */
async function* parts(db: Db, id: Id<'Import'>, has?: Outcome): AsyncGenerator<readonly ImportRow[]> {
  const list = await db
    .selectFrom('patients.importPart')
    .select(['id', 'number', 'counts'])
    .where('importId', '=', id)
    .orderBy('number')
    .execute()
  for (const part of list) {
    if (has !== undefined && !(part.counts as Counts)[has]) continue
    const { rowsSealed } = await db
      .selectFrom('patients.importPart')
      .select('rowsSealed')
      .where('id', '=', part.id)
      .executeTakeFirstOrThrow()
    yield JSON.parse(keyring().open(rowsSealed, sealFor(id, part.number))) as ImportRow[]
  }
}

const pageLength = 100

/** A page of rows; `after` is the last line of the page before. */
export async function importRows(
  db: Db,
  id: Id<'Import'>,
  { outcome, after = 0 }: { outcome?: Outcome; after?: number },
) {
  await importOf(db, id)
  const found: ImportRow[] = []
  for await (const rows of parts(db, id, outcome)) {
    if ((rows.at(-1)?.line ?? 0) <= after) continue
    found.push(
      ...rows.filter((row) => row.line > after && (outcome === undefined || row.outcome === outcome)),
    )
    if (found.length > pageLength) break
  }
  return {
    rows: found.slice(0, pageLength).map((row) => ({
      line: row.line,
      outcome: row.outcome,
      label: row.label,
      bornOn: row.bornOn === null ? null : Temporal.PlainDate.from(row.bornOn),
      notes: [...row.notes],
      leads: [...row.leads],
      added: row.added ?? null,
    })),
    more: found.length > pageLength,
  }
}

export async function importReport(db: Db, id: Id<'Import'>) {
  const { createdAt } = await importOf(db, id)
  let text = byteOrderMark + csvLine(['Line', 'Outcome', 'Name', 'Birth date', 'MRN', 'What to know'])
  const patientIds = new Set<Id<'Patient'>>()
  for await (const rows of parts(db, id))
    for (const { line, outcome, label, bornOn, added, leads, notes } of rows) {
      for (const { patientId } of added ? [added, ...leads] : leads) patientIds.add(patientId)
      text += csvLine([
        line,
        outcomes[outcome],
        label,
        bornOn,
        added?.mrn ?? leads[0]?.mrn,
        notes.map(({ where, message }) => `${where}: ${message}`).join(' | '),
      ])
    }
  const day = await officeDay(db, createdAt)
  return {
    name: `import-report-${day.toString()}.csv`,
    bytes: Buffer.from(text),
    patientIds: [...patientIds],
  }
}
