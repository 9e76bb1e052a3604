import { sql } from 'kysely'
import { type Cents, cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import type { Db } from '#platform/database.ts'
import { type Actor, mustReachSite } from '#platform/transaction.ts'
import { type Method, methods } from '../payments/payment.ts'
import { difference } from './drawer.ts'

export async function myDrawer(db: Db, actor: Actor, siteId: Id<'Site'>) {
  mustReachSite(actor, siteId)
  const drawer = await db
    .selectFrom('billing.drawer as drawer')
    .select(['drawer.id', 'drawer.openedAt', 'drawer.floatCents', 'drawer.version'])
    .select((eb) =>
      eb
        .selectFrom('billing.payment as payment')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('payment.drawerId', '=', 'drawer.id')
        .as('paymentCount'),
    )
    .where('drawer.openedBy', '=', actor.id)
    .where('drawer.siteId', '=', siteId)
    .where('drawer.closedAt', 'is', null)
    .executeTakeFirst()
  return { drawer: drawer ? { ...drawer, paymentCount: Number(drawer.paymentCount) } : null }
}

type Which = {
  readonly siteIds: readonly Id<'Site'>[] | null
  readonly show: 'recent' | 'left-open'
  readonly now: Temporal.Instant
}

export async function drawers(db: Db, { siteIds, show, now }: Which) {
  const rows = await db
    .selectFrom('billing.drawer as drawer')
    .innerJoin('practice.site as site', 'site.id', 'drawer.siteId')
    .innerJoin('access.user as user', 'user.id', 'drawer.openedBy')
    .leftJoin('billing.deposit as deposit', 'deposit.id', 'drawer.depositId')
    .select(['drawer.id', 'drawer.openedAt', 'drawer.floatCents', 'drawer.closedAt'])
    .select(['drawer.countedCents', 'drawer.expectedCents', 'drawer.version'])
    .select(['site.name as siteName', 'user.displayName as openedByName', 'deposit.depositedOn'])
    .where(siteIds === null ? sql<boolean>`true` : sql<boolean>`drawer.site_id = any(${siteIds}::uuid[])`)
    .$if(show === 'left-open', (query) =>
      query.where('drawer.closedAt', 'is', null).where(openedBeforeToday(now)),
    )
    .orderBy('drawer.openedAt', 'desc')
    .limit(200)
    .execute()
  return {
    drawers: rows.map(({ countedCents, expectedCents, ...drawer }) => ({
      ...drawer,
      countedCents,
      expectedCents,
      differenceCents:
        countedCents === null || expectedCents === null ? null : difference({ countedCents, expectedCents }),
    })),
  }
}

/** Of drawer and site: opened on an earlier day at the site. */
export const openedBeforeToday = (now: Temporal.Instant) =>
  sql<boolean>`(drawer.opened_at at time zone site.time_zone)::date < (${now.toString()}::timestamptz at time zone site.time_zone)::date`

type Waiting = { id: Id<'Payment'>; method: Method; amountCents: Cents; receivedOn: Temporal.PlainDate }

/** What may go to the bank: payments that stand and are not in an open drawer, and the differences of closed drawers. */
export async function undeposited(db: Db, siteId: Id<'Site'>, { hold = false } = {}) {
  const { rows: payments } = await sql<Waiting>`
    select payment.id, payment.method, payment.amount_cents, payment.received_on from billing.payment payment
     where payment.site_id = ${siteId} and payment.deposit_id is null and payment.voided_at is null
       and not exists (select from billing.drawer d where d.id = payment.drawer_id and d.closed_at is null)
     order by payment.receipt_number ${hold ? sql`for update of payment` : sql``}`.execute(db)
  const { rows: closed } = await sql<{ id: Id<'Drawer'>; countedCents: Cents; expectedCents: Cents }>`
    select id, counted_cents, expected_cents from billing.drawer
     where site_id = ${siteId} and closed_at is not null and deposit_id is null
     order by id ${hold ? sql`for update` : sql``}`.execute(db)
  return { payments, closed }
}

export async function nextDeposit(db: Db, actor: Actor, siteId: Id<'Site'>) {
  mustReachSite(actor, siteId)
  const { payments, closed } = await undeposited(db, siteId)
  const over = closed.reduce((sum, drawer) => sum + difference(drawer), 0)
  const open = await db
    .selectFrom('billing.drawer')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('siteId', '=', siteId)
    .where('closedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return {
    methods: methods
      .map((method) => {
        const own = payments.filter((payment) => payment.method === method)
        const differenceCents = method === 'cash' ? over : 0
        return {
          method,
          count: own.length,
          amountCents: cents(own.reduce((sum, { amountCents }) => sum + amountCents, differenceCents)),
          differenceCents: cents(differenceCents),
          oldestOn: own[0]?.receivedOn ?? null,
        }
      })
      .filter(({ count, differenceCents }) => count > 0 || differenceCents !== 0),
    openDrawers: Number(open.count),
  }
}

export async function deposits(db: Db, siteIds: readonly Id<'Site'>[] | null) {
  const rows = await db
    .selectFrom('billing.deposit as deposit')
    .innerJoin('practice.site as site', 'site.id', 'deposit.siteId')
    .leftJoin('access.user as user', 'user.id', 'deposit.madeBy')
    .select(['deposit.id', 'deposit.depositedOn', 'deposit.amountCents', 'deposit.reference'])
    .select(['site.name as siteName', 'user.displayName as madeByName'])
    .select(
      sql<number>`(select count(*)::int from billing.payment p where p.deposit_id = deposit.id)`.as(
        'paymentCount',
      ),
    )
    .where(siteIds === null ? sql<boolean>`true` : sql<boolean>`deposit.site_id = any(${siteIds}::uuid[])`)
    .orderBy('deposit.depositedOn', 'desc')
    .orderBy('deposit.id', 'desc')
    .limit(200)
    .execute()
  return { deposits: rows }
}
