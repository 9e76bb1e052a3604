import { sql } from 'kysely'
import type { Readable } from 'node:stream'
import { recordAudit } from '#platform/audit.ts'
import type { Tx } from '#platform/transaction.ts'
import { type CodeRow, type System, withHeadings } from './code.ts'
import { readTable } from './read.ts'
import { starter } from './starter.ts'

type Imported = { readonly added: number; readonly changed: number; readonly retired: number }

/**
 * Imports a table: what is new is added, what differs is changed, what is the same is left. With `endsMissing` the file is
 * the whole table from that day on, and codes it no longer has end the day before. All or nothing; one audit entry.
 */
export async function importTable(
  tx: Tx,
  system: System,
  source: Readable,
  endsMissing: Temporal.PlainDate | undefined,
) {
  const { rows, refused, refusedCount } = await readTable(system, source)
  const done = await keep(tx, system, system === 'ICD-10-CM' ? withHeadings(rows) : rows, endsMissing)
  return { ...done, refused: [...refused], refusedCount }
}

/** The few codes of the demo and of a first day, in our own words (no CPT descriptors). */
export async function loadStarterCodes(tx: Tx): Promise<Imported> {
  let all: Imported = { added: 0, changed: 0, retired: 0 }
  for (const [system, rows] of starter) {
    const { added, changed } = await keep(tx, system, rows, undefined)
    all = { ...all, added: all.added + added, changed: all.changed + changed }
  }
  return all
}

async function keep(
  tx: Tx,
  system: System,
  rows: readonly CodeRow[],
  endsMissing: Temporal.PlainDate | undefined,
): Promise<Imported> {
  let added = 0
  let changed = 0
  for (let at = 0; at < rows.length; at += 5_000) {
    const part = rows.slice(at, at + 5_000)
    const { rows: written } = await sql<{ isNew: boolean; count: number }>`
      with written as (
        insert into claims.code as known (system, code, description, billable, effective_from, effective_to)
        select ${system}, * from unnest(${part.map(({ code }) => code)}::text[],
          ${part.map(({ description }) => description)}::text[], ${part.map(({ billable }) => billable)}::bool[],
          ${part.map(({ effectiveFrom }) => effectiveFrom)}::date[], ${part.map(({ effectiveTo }) => effectiveTo)}::date[])
        on conflict (system, code) do update set description = excluded.description, billable = excluded.billable,
          effective_from = excluded.effective_from, effective_to = excluded.effective_to
        where (known.description, known.billable, known.effective_from, known.effective_to)
          is distinct from (excluded.description, excluded.billable, excluded.effective_from, excluded.effective_to)
        returning xmax = 0 as is_new)
      select is_new, count(*)::int as count from written group by is_new`.execute(tx.db)
    for (const { isNew, count } of written) {
      if (isNew) added += count
      else changed += count
    }
  }
  const retired = endsMissing ? await endMissing(tx, system, rows, endsMissing) : 0
  await sql`select claims.settle_codes()`.execute(tx.db)
  await recordAudit(tx.db, tx.actor, tx.origin, {
    kind: 'system',
    subject: `claims.code ${system}`,
    reason: `${added} added, ${changed} changed, ${retired} ended`,
  })
  await tx.touch('codes')
  return { added, changed, retired }
}

async function endMissing(tx: Tx, system: System, rows: readonly CodeRow[], from: Temporal.PlainDate) {
  const last = from.subtract({ days: 1 }).toString()
  const { numAffectedRows } = await sql`
    update claims.code known set effective_to = ${last}::date
     where system = ${system} and effective_to is null and effective_from <= ${last}::date
       and not exists (select from unnest(${rows.map(({ code }) => code)}::text[]) as listed(code)
                        where listed.code = known.code)`.execute(tx.db)
  return Number(numAffectedRows ?? 0n)
}
