/** The books, as the rest of the practice sees them: post a journal, reverse one, ask what an account holds. */
import { sql } from 'kysely'
import { type Cents, cents, negate } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from '#platform/database.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { AlreadyReversed, type Account, PeriodClosed, accounts, debit, credit } from './journals/journal.ts'

export { AlreadyReversed, PeriodClosed, accounts, credit, debit }
export type { Account }

/** Whose money a line is. The receivable accounts always name the patient and, where there is one, the charge. */
export type Dimensions = {
  readonly patientId?: Id<'Patient'> | null
  /** The charge line an amount is owed or paid for. */
  readonly chargeId?: Id<'Charge'> | null
  readonly payerId?: Id<'Payer'> | null
  readonly providerId?: Id<'Provider'> | null
}

/** Positive amounts are debits, negative amounts are credits, and together they come to nothing. */
export type Line = Dimensions & { readonly account: Account; readonly amountCents: Cents }

export type Journal = {
  readonly id: Id<'Journal'>
  readonly postedOn: Temporal.PlainDate
  readonly memo: string
  /** What was posted, e.g. "claims.charge" and its id. */
  readonly source: string
  readonly sourceId?: string | null
  readonly siteId?: Id<'Site'> | null
  readonly lines: readonly Line[]
}

/**
 * Posts one journal. Lines of zero are left out; the database refuses, at commit, a journal that does not balance,
 * and at once one that falls into a closed month. Memos hold no PHI.
 */
export async function post(tx: Tx, journal: Journal) {
  await postAll(tx, [journal])
}

/** Posts many journals (a remittance of thousands of claims) in two statements a batch. */
export async function postAll(tx: Tx, journals: readonly Journal[]) {
  await insert(
    tx,
    journals.map((journal) => ({ ...journal, reversesId: null })),
  )
}

type Posted = Journal & { readonly reversesId: Id<'Journal'> | null }

async function insert(tx: Tx, journals: readonly Posted[]) {
  const worth = journals
    .map((journal) => ({ ...journal, lines: journal.lines.filter(({ amountCents }) => amountCents !== 0) }))
    .filter(({ lines }) => lines.length > 0)
  // PostgreSQL takes at most 65,535 parameters in a statement.
  for (let from = 0; from < worth.length; from += 1_000) {
    const batch = worth.slice(from, from + 1_000)
    await tx.db
      .insertInto('ledger.journal')
      .values(
        batch.map(({ id, postedOn, memo, source, sourceId = null, siteId = null, reversesId }) => ({
          id,
          postedOn,
          memo,
          source,
          sourceId: sourceId as Id<'Source'> | null,
          siteId,
          reversesId,
          postedBy: tx.actor.id,
        })),
      )
      .execute()
      .catch(
        refuseIfViolated({
          journal_pkey: AlreadyExists,
          journal_reverses_id_key: AlreadyReversed,
          period_is_open: PeriodClosed,
        }),
      )
    const lines = batch.flatMap(({ id: journalId, lines }) =>
      lines.map(
        ({ account, amountCents, patientId = null, chargeId = null, payerId = null, providerId = null }) => ({
          journalId,
          account,
          amountCents,
          patientId,
          chargeId,
          payerId,
          providerId,
        }),
      ),
    )
    for (let at = 0; at < lines.length; at += 5_000)
      await tx.db
        .insertInto('ledger.line')
        .values(lines.slice(at, at + 5_000))
        .execute()
  }
}

/** Reverses a journal, once, by the same lines with their signs flipped, posted on the day given. */
export async function reverse(
  tx: Tx,
  id: Id<'Journal'>,
  on: Temporal.PlainDate,
  memo?: string,
): Promise<Id<'Journal'>> {
  const original = await tx.db
    .selectFrom('ledger.journal')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!original) refuse(NotFound, 'There is no such journal.')
  const lines = await tx.db
    .selectFrom('ledger.line')
    .selectAll()
    .where('journalId', '=', id)
    .orderBy('id')
    .execute()
  const reversal = newId<'Journal'>()
  await insert(tx, [
    {
      id: reversal,
      postedOn: on,
      memo: memo ?? `Reversal: ${original.memo}`,
      source: original.source,
      sourceId: original.sourceId,
      siteId: original.siteId,
      reversesId: id,
      lines: lines.map((line) => ({
        account: line.account as Account,
        amountCents: negate(line.amountCents),
        patientId: line.patientId,
        chargeId: line.chargeId,
        payerId: line.payerId,
        providerId: line.providerId,
      })),
    },
  ])
  return reversal
}

/** What an account holds: debits less credits, of everything or of one patient or charge. */
export async function balance(
  db: Db,
  account: Account,
  of: { readonly patientId?: Id<'Patient'>; readonly chargeId?: Id<'Charge'> } = {},
): Promise<Cents> {
  const { rows } = await sql<{ total: number }>`
    select coalesce(sum(amount_cents), 0)::bigint as total from ledger.line where account = ${account}
    ${of.patientId ? sql`and patient_id = ${of.patientId}` : sql``}
    ${of.chargeId ? sql`and charge_id = ${of.chargeId}` : sql``}`.execute(db)
  return cents(rows[0]!.total)
}
