import { sql } from 'kysely'
import { type Cents, cents, negate } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists, NotFound, NotSignedIn, Stale, refuse } from '#kernel/refusal.ts'
import { credit, debit, post } from '#domains/ledger/ledger.ts'
import { siteOf, today } from '#domains/practice/practice.ts'
import { type Tx, hasPermission, mustReachSite, refuseIfViolated } from '#platform/transaction.ts'
import type { Method } from '../payments/payment.ts'
import { mustBeABankDay } from './bank-day.ts'
import {
  DepositChanged,
  DrawerAlreadyOpen,
  DrawerClosed,
  NotYourDrawer,
  NothingToDeposit,
  difference,
} from './drawer.ts'
import { undeposited } from './queries.ts'

type Opening = { readonly id: Id<'Drawer'>; readonly siteId: Id<'Site'>; readonly floatCents: Cents }

export async function openDrawer(tx: Tx, { id, siteId, floatCents }: Opening) {
  mustReachSite(tx.actor, siteId)
  const openedBy = tx.actor.id ?? refuse(NotSignedIn)
  await tx.db
    .insertInto('billing.drawer')
    .values({ id, siteId, openedBy, openedAt: tx.now, floatCents })
    .execute()
    .catch(refuseIfViolated({ one_open_drawer: DrawerAlreadyOpen, drawer_pkey: AlreadyExists }))
  await tx.touch('billing')
}

/** What should be in it is told only after it was counted; a difference goes to 5900 the same moment. */
export async function closeDrawer(
  tx: Tx,
  id: Id<'Drawer'>,
  { countedCents, version }: { readonly countedCents: Cents; readonly version: number },
) {
  const drawer = await tx.db
    .selectFrom('billing.drawer')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!drawer) refuse(NotFound, 'There is no such drawer.')
  mustReachSite(tx.actor, drawer.siteId)
  if (drawer.openedBy !== tx.actor.id && !hasPermission(tx.actor, 'deposits.make')) refuse(NotYourDrawer)
  if (drawer.closedAt) refuse(DrawerClosed)
  if (drawer.version !== version) refuse(Stale)
  const { rows } = await sql<{ cash: number }>`
    select coalesce(sum(amount_cents), 0)::bigint as cash from billing.payment
     where drawer_id = ${id} and method = 'cash' and voided_at is null`.execute(tx.db)
  const expectedCents = cents(drawer.floatCents + rows[0]!.cash)
  const differenceCents = difference({ countedCents, expectedCents })

  const journalId = differenceCents === 0 ? null : newId<'Journal'>()
  if (journalId) {
    const { timeZone } = await siteOf(tx.db, drawer.siteId)
    const size = cents(Math.abs(differenceCents))
    const over = differenceCents > 0
    await post(tx, {
      id: journalId,
      postedOn: today(tx.now, timeZone),
      memo: over ? 'Drawer over' : 'Drawer short',
      source: 'billing.drawer',
      sourceId: id,
      siteId: drawer.siteId,
      lines: [
        { account: over ? '1010' : '5900', amountCents: debit(size) },
        { account: over ? '5900' : '1010', amountCents: credit(size) },
      ],
    })
  }
  await tx.db
    .updateTable('billing.drawer')
    .set({
      closedAt: tx.now,
      closedBy: tx.actor.id,
      countedCents,
      expectedCents,
      journalId,
      version: version + 1,
    })
    .where('id', '=', id)
    .execute()
  await tx.touch('billing')
  return { countedCents, expectedCents, differenceCents }
}

type Bag = {
  readonly id: Id<'Deposit'>
  readonly siteId: Id<'Site'>
  readonly methods: readonly Method[]
  readonly depositedOn: Temporal.PlainDate
  readonly reference: string | null
  readonly amountCents: Cents
}

/** Dr 1000 / Cr 1010 for everything received by these methods that stands; with cash go the drawers' differences. */
export async function makeDeposit(tx: Tx, bag: Bag) {
  mustReachSite(tx.actor, bag.siteId)
  const { timeZone } = await siteOf(tx.db, bag.siteId)
  mustBeABankDay('/depositedOn', bag.depositedOn, today(tx.now, timeZone))
  const { payments, closed } = await undeposited(tx.db, bag.siteId, { hold: true })
  const chosen = payments.filter(({ method }) => bag.methods.includes(method))
  const counted = bag.methods.includes('cash') ? closed : []
  const amountCents = cents(
    chosen.reduce((sum, { amountCents: amount }) => sum + amount, 0) +
      counted.reduce((sum, drawer) => sum + difference(drawer), 0),
  )
  if (chosen.length === 0 && amountCents === 0) refuse(NothingToDeposit)
  if (amountCents !== bag.amountCents || amountCents < 0)
    refuse(DepositChanged, undefined, { facts: { amountCents } })
  const journalId = newId<'Journal'>()
  await post(tx, {
    id: journalId,
    postedOn: bag.depositedOn,
    memo: `Deposit: ${bag.methods.join(', ')}`,
    source: 'billing.deposit',
    sourceId: bag.id,
    siteId: bag.siteId,
    lines: [
      { account: '1000', amountCents: debit(amountCents) },
      { account: '1010', amountCents: negate(amountCents) },
    ],
  })
  const { methods: _methods, ...deposit } = bag
  await tx.db
    .insertInto('billing.deposit')
    .values({ ...deposit, madeAt: tx.now, madeBy: tx.actor.id, journalId })
    .execute()
    .catch(refuseIfViolated({ deposit_pkey: AlreadyExists }))
  const ids = chosen.map(({ id }) => id)
  await tx.db
    .updateTable('billing.payment')
    .set({ depositId: bag.id })
    .where('id', '=', sql<Id<'Payment'>>`any(${ids}::uuid[])`)
    .execute()
  const drawerIds = counted.map(({ id }) => id)
  await tx.db
    .updateTable('billing.drawer')
    .set({ depositId: bag.id })
    .where('id', '=', sql<Id<'Drawer'>>`any(${drawerIds}::uuid[])`)
    .execute()
  await tx.touch('billing')
  return { id: bag.id, amountCents, paymentCount: ids.length }
}
