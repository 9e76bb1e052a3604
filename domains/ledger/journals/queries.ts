import { sql } from 'kysely'
import type { StaticDecode } from 'typebox'
import { cents, sum } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import { type Actor, mustReachSite } from '#platform/transaction.ts'
import type { readJournals, readTrialBalance } from './contract.ts'

type Kind = 'asset' | 'liability' | 'equity' | 'revenue' | 'expense'

/** The sites whose journals somebody sees; null is every journal, those of no site too. */
function sitesOf(actor: Actor, siteId: Id<'Site'> | undefined) {
  if (siteId) mustReachSite(actor, siteId)
  return siteId ? [siteId] : actor.siteIds
}

export async function trialBalance(
  db: Db,
  { from, to, siteId }: StaticDecode<typeof readTrialBalance.query>,
  actor: Actor,
) {
  const sites = sitesOf(actor, siteId)
  // Of everything, the journals need not be asked for their day.
  const lines =
    from || to || sites
      ? sql`(ledger.line l join ledger.journal j on j.id = l.journal_id
        ${from ? sql`and j.posted_on >= ${from.toString()}::date` : sql``}
        ${to ? sql`and j.posted_on <= ${to.toString()}::date` : sql``}
        ${sites ? sql`and j.site_id = any(${[...sites]}::uuid[])` : sql``})`
      : sql`ledger.line l`
  const { rows } = await sql<{
    code: string
    name: string
    kind: Kind
    contra: boolean
    debit: number
    credit: number
  }>`
    select a.code, a.name, a.kind, a.contra,
           coalesce(sum(l.amount_cents) filter (where l.amount_cents > 0), 0)::bigint as debit,
           coalesce(-sum(l.amount_cents) filter (where l.amount_cents < 0), 0)::bigint as credit
      from ledger.account a
      left join ${lines} on l.account = a.code
     group by a.code, a.name, a.kind, a.contra order by a.code`.execute(db)
  const accounts = rows.map(({ debit, credit, ...account }) => ({
    ...account,
    debitCents: cents(debit),
    creditCents: cents(credit),
    balanceCents: cents(debit - credit),
  }))
  return { accounts, differenceCents: sum(accounts.map(({ balanceCents }) => balanceCents)) }
}

export async function journals(
  db: Db,
  { from, to, siteId, account, source, before, limit = 50 }: StaticDecode<typeof readJournals.query>,
  actor: Actor,
) {
  const sites = sitesOf(actor, siteId)
  // UUIDv7 identifiers are ordered by time: a page begins where the last one ended.
  const page = await db
    .selectFrom('ledger.journal as j')
    .leftJoin('ledger.journal as reversal', 'reversal.reversesId', 'j.id')
    .leftJoin('access.user as user', 'user.id', 'j.postedBy')
    .select(['j.id', 'j.postedOn', 'j.postedAt', 'j.memo', 'j.source', 'j.reversesId'])
    .select(['reversal.id as reversedById', 'user.displayName as postedBy'])
    .$if(from !== undefined, (q) => q.where('j.postedOn', '>=', from!))
    .$if(to !== undefined, (q) => q.where('j.postedOn', '<=', to!))
    .$if(sites !== null, (q) => q.where('j.siteId', '=', sql<Id<'Site'>>`any(${sites}::uuid[])`))
    .$if(source !== undefined, (q) => q.where('j.source', '=', source!))
    .$if(before !== undefined, (q) => q.where('j.id', '<', before!))
    .$if(account !== undefined, (q) =>
      q.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('ledger.line as l')
            .select('l.id')
            .whereRef('l.journalId', '=', 'j.id')
            .where('l.account', '=', account!),
        ),
      ),
    )
    .orderBy('j.id', 'desc')
    .limit(limit + 1)
    .execute()
  const shown = page.slice(0, limit)
  const lines =
    shown.length === 0
      ? []
      : await db
          .selectFrom('ledger.line as l')
          .innerJoin('ledger.account as a', 'a.code', 'l.account')
          .select(['l.journalId', 'l.account', 'a.name', 'l.amountCents'])
          .where(
            'l.journalId',
            'in',
            shown.map(({ id }) => id),
          )
          .orderBy('l.id')
          .execute()
  const byJournal = Map.groupBy(lines, ({ journalId }) => journalId)
  return {
    journals: shown.map((journal) => ({ ...journal, lines: byJournal.get(journal.id) ?? [] })),
    more: page.length > limit,
  }
}
