import type { StaticDecode } from 'typebox'
import { sum } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import { type Tx, mustReachSite } from '#platform/transaction.ts'
import { post, reverse } from '../ledger.ts'
import type { postJournal } from './contract.ts'
import {
  type Account,
  DoesNotBalance,
  NotByHand,
  OfPatients,
  UnknownAccount,
  isOfPatients,
} from './journal.ts'

const byHand = 'ledger.by-hand'

export async function postByHand(tx: Tx, journal: StaticDecode<typeof postJournal.body>) {
  if (journal.siteId) mustReachSite(tx.actor, journal.siteId)
  const difference = sum(journal.lines.map(({ amountCents }) => amountCents))
  if (difference !== 0)
    refuse(DoesNotBalance, `Debits and credits differ by ${(Math.abs(difference) / 100).toFixed(2)}.`, {
      fields: [{ pointer: '/lines', message: 'Debits and credits must be equal.' }],
    })
  const owed = journal.lines.findIndex(({ account }) => isOfPatients(account))
  if (owed >= 0)
    refuse(OfPatients, undefined, {
      fields: [{ pointer: `/lines/${owed}/account`, message: 'Choose an account that is not of patients.' }],
    })
  const known = await tx.db
    .selectFrom('ledger.account')
    .select('code')
    .where(
      'code',
      'in',
      journal.lines.map(({ account }) => account),
    )
    .where('active', '=', true)
    .execute()
  const codes = new Set(known.map(({ code }) => code))
  const missing = journal.lines.findIndex(({ account }) => !codes.has(account))
  if (missing >= 0)
    refuse(UnknownAccount, `There is no account ${journal.lines[missing]!.account}.`, {
      fields: [{ pointer: `/lines/${missing}/account`, message: 'Choose an account of the chart.' }],
    })
  await post(tx, {
    ...journal,
    siteId: journal.siteId ?? null,
    source: byHand,
    lines: journal.lines.map((line) => ({ ...line, account: line.account as Account })),
  })
}

/** Only what was posted by hand: a charge or a payment is reversed where it was made, so that both stay equal. */
export async function reverseByHand(tx: Tx, id: Id<'Journal'>, on: Temporal.PlainDate, why: string) {
  const journal = await tx.db
    .selectFrom('ledger.journal')
    .select(['source', 'siteId'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!journal) refuse(NotFound, 'There is no such journal.')
  if (journal.siteId) mustReachSite(tx.actor, journal.siteId)
  if (journal.source !== byHand) refuse(NotByHand)
  await tx.because(why)
  return reverse(tx, id, on, `Reversal: ${why}`)
}
