import { sql } from 'kysely'
import { officeDay } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import { steps } from './contract.ts'

/** One row with everything; each count stops at what the guide can say ("many"), so that it costs nothing later. */
export async function setup(db: Db) {
  const day = await officeDay(db, Temporal.Now.instant())
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from practice.organisation) as "practice",
           (select count(*) from practice.site where active) as "sites",
           (select count(distinct site_id) from practice.opening_hours) as "hours",
           (select count(*) from facilities.room where active) as "rooms",
           (select count(*) from workforce.provider where active) as "providers",
           (select count(distinct provider_id) from scheduling.template
             where effective_to is null or effective_to >= ${day}) as "weeks",
           (select count(*) from scheduling.visit_type where active) as "visit-types",
           (select count(*) from insurance.payer where active) as "payers",
           (select count(*) from insurance.fee f join insurance.fee_schedule s on s.id = f.fee_schedule_id
             where s.payer_id is null) as "fees",
           (select count(*) from access.user where state <> 'disabled') as "people"`.execute(db)
  const counts = new Map(Object.entries(rows[0]!).map(([name, count]) => [name, Number(count)]))
  const sites = counts.get('sites')!
  const providers = counts.get('providers')!
  // Hours and weeks are done when every site and every provider has them; nobody works alone with the program.
  const needed = new Map([
    ['hours', Math.max(1, sites)],
    ['weeks', Math.max(1, providers)],
    ['people', 2],
  ])
  return steps.map((step) => {
    const count = counts.get(step)!
    return { step, count, done: count >= (needed.get(step) ?? 1) }
  })
}
