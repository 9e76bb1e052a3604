/** What in billing needs somebody today. Each number opens the rows it counts. */
import { sql } from 'kysely'
import { money } from '#kernel/cents.ts'
import { officeDay } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import type { Attention, AttentionScope } from '#platform/wiring.ts'
import { type Show, openAccounts } from './accounts/queries.ts'
import { openedBeforeToday } from './drawers/queries.ts'
import { patientsInCredit, unappliedDays } from './payments/queries.ts'
import { candidates } from './statements/queries.ts'

const atSites = (column: string, { siteIds }: AttentionScope) =>
  siteIds === null ? sql`true` : sql`${sql.ref(column)} = any(${siteIds}::uuid[])`

type Counted = { count: number; total: number | null }
async function counted(db: Db, query: ReturnType<typeof sql<Counted>>) {
  const { count, total } = (await query.execute(db)).rows[0]!
  return count > 0 && total !== null ? { count, detail: `$${money(total)}` } : { count }
}

const accounts = (show: Show) => async (db: Db, scope: AttentionScope) =>
  counted(
    db,
    sql<Counted>`with ${openAccounts(await officeDay(db, scope.now), show)}
      select count(*)::int as count, sum(owed_cents)::bigint as total from account`,
  )

export const attention: readonly Attention[] = [
  {
    key: 'billing.statements-due',
    urgency: 'waiting',
    label: 'patients whose statement is due',
    permission: 'statements.read',
    to: '/statements?show=due',
    count: async (db, scope) => ({
      count: (await candidates(db, await officeDay(db, scope.now))).filter(({ status }) => status === 'due')
        .length,
    }),
  },
  {
    key: 'billing.past-90',
    urgency: 'late',
    label: 'patients who have owed for more than 90 days',
    permission: 'accounts.read',
    to: '/accounts?show=past-90',
    count: accounts('past-90'),
  },
  {
    key: 'billing.past-60',
    urgency: 'at-risk',
    label: 'patients who have owed for more than 60 days',
    permission: 'accounts.read',
    to: '/accounts?show=past-60',
    count: accounts('past-60'),
  },
  {
    key: 'billing.unapplied',
    urgency: 'at-risk',
    label: 'payments not applied for more than a week',
    permission: 'accounts.read',
    to: '/payments?show=unapplied',
    count: (db, scope) =>
      counted(
        db,
        sql<Counted>`
          select count(*)::int as count, sum(left_cents)::bigint as total from (
            select p.amount_cents
                   - coalesce((select sum(a.amount_cents) from billing.application a where a.payment_id = p.id), 0)
                   - coalesce((select sum(r.amount_cents) from billing.adjustment r
                                where r.payment_id = p.id and r.state in ('approved', 'paid')), 0) as left_cents
              from billing.payment p
             where p.voided_at is null and ${atSites('p.site_id', scope)}
               and p.received_at < ${scope.now.subtract({ hours: 24 * unappliedDays }).toString()}::timestamptz
               and p.patient_id in (${patientsInCredit})) payment
           where left_cents > 0`,
      ),
  },
  {
    key: 'billing.drawers-left-open',
    urgency: 'late',
    label: 'drawers left open from an earlier day',
    permission: 'deposits.make',
    to: '/deposits?show=left-open',
    count: (db, scope) =>
      counted(
        db,
        sql<Counted>`select count(*)::int as count, null::bigint as total from billing.drawer drawer
          join practice.site site on site.id = drawer.site_id
         where drawer.closed_at is null and ${openedBeforeToday(scope.now)} and ${atSites('drawer.site_id', scope)}`,
      ),
  },
  {
    key: 'billing.undeposited',
    urgency: 'waiting',
    label: 'payments not yet deposited at the bank',
    permission: 'accounts.read',
    to: '/payments?show=undeposited',
    count: (db, scope) =>
      counted(
        db,
        sql<Counted>`select count(*)::int as count, sum(amount_cents)::bigint as total from billing.payment p
         where p.deposit_id is null and p.voided_at is null and ${atSites('p.site_id', scope)}`,
      ),
  },
  {
    key: 'billing.adjustments',
    urgency: 'waiting',
    label: 'refunds and write-offs waiting for a decision',
    permission: 'adjustments.approve',
    to: '/adjustments?show=requested',
    count: (db, scope) =>
      counted(
        db,
        sql<Counted>`select count(*)::int as count, sum(asked.amount_cents)::bigint as total
          from billing.adjustment asked left join billing.payment payment on payment.id = asked.payment_id
          left join claims.charge charge on charge.id = asked.charge_id
         where asked.state = 'requested'
           and (${atSites('payment.site_id', scope)} or ${atSites('charge.site_id', scope)})`,
      ),
  },
]
