/** Journals of the demo practice, many at once; that each balances is the database's business as ever. */
import { cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import type { Tx } from '#platform/transaction.ts'
import { insertRows } from './insert.ts'

type DemoJournal = {
  readonly id: Id<'Journal'>
  readonly postedOn: Temporal.PlainDate
  readonly postedAt: Temporal.Instant
  readonly memo: string
  readonly source: string
  readonly sourceId: Id<'Payment'> | Id<'Deposit'>
  readonly siteId: Id<'Site'>
  readonly lines: readonly {
    readonly account: string
    readonly amountCents: number
    readonly patientId?: Id<'Patient'>
    readonly chargeId?: Id<'Charge'>
  }[]
}

export async function insertJournals(
  { db }: Tx,
  journals: readonly DemoJournal[],
  postedBy: Id<'User'> | null,
) {
  await insertRows(
    db,
    'ledger.journal',
    journals.map(({ lines: _lines, sourceId, ...journal }) => ({
      ...journal,
      sourceId: sourceId as string as Id<'Source'>,
      postedBy,
    })),
  )
  await insertRows(
    db,
    'ledger.line',
    journals.flatMap(({ id: journalId, lines }) =>
      lines.map(({ account, amountCents, patientId = null, chargeId = null }) => ({
        journalId,
        account,
        amountCents: cents(amountCents),
        patientId,
        chargeId,
      })),
    ),
  )
}
