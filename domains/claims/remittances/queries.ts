import { sql } from 'kysely'
import type { StaticDecode } from 'typebox'
import { type Cents, cents } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import { patientListName } from '#domains/patients/patients.ts'
import type { Db } from '#platform/database.ts'
import type { Actor } from '#platform/transaction.ts'
import { actionFor } from '#standards/codes/carc.ts'
import type { RemittanceClaim } from '#standards/x12/835-types.ts'
import { lateBefore } from '../charges/charge.ts'
import type { readRemittance, readRemittances } from './contract.ts'
import { type Show, depositDays } from './remittance.ts'

const summaries = (db: Db) =>
  db
    .selectFrom('claims.remittance as r')
    .leftJoin('access.user as user', 'user.id', 'r.receivedBy')
    .select([
      'r.id',
      'r.payerName',
      'r.trace',
      'r.method',
      'r.paidOn',
      'r.amountCents',
      'r.claimCount',
      'r.state',
      'r.receivedAt',
    ])
    .select(['r.depositedOn', 'r.version', 'r.providerAdjustmentCents', 'user.displayName as receivedBy'])
    .select(sql<string[]>`r.problems`.as('problems'))
    .select([
      counted(sql`rc.state = 'posted'`).as('postedCount'),
      counted(sql`rc.state in ('unmatched', 'held')`).as('waitingCount'),
    ])
    .select(counted(sql`rc.status_code = '4'`).as('deniedCount'))

const counted = (what: ReturnType<typeof sql>) =>
  sql<number>`(select count(*) from claims.remittance_claim rc where rc.remittance_id = r.id and ${what})`

/** What puts a remittance on a list, as one condition: for the list and the cockpit's line alike. */
function isOn(show: Show, now: Temporal.Instant) {
  const isAway = sql`r.state = 'posted' and r.deposited_on is null and r.amount_cents > 0`
  if (show === 'exception') return sql<boolean>`r.state = 'exception'`
  if (show === 'undeposited') return sql<boolean>`(${isAway})`
  if (show === 'late') {
    const since = lateBefore(now.toZonedDateTimeISO('America/New_York').toPlainDate(), depositDays)
    return sql<boolean>`(${isAway} and r.paid_on < ${since.toString()}::date)`
  }
  if (show === 'waiting')
    return sql<boolean>`(r.state = 'posted' and exists (select from claims.remittance_claim rc
      where rc.remittance_id = r.id and rc.state in ('unmatched', 'held')))`
  return sql<boolean>`true`
}

/** How many remittances stand on a list, and what they come to. */
export const countRemittances = (db: Db, show: Show, now: Temporal.Instant) =>
  db
    .selectFrom('claims.remittance as r')
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      sql<Cents>`coalesce(sum(r.amount_cents), 0)::bigint`.as('totalCents'),
    ])
    .where(isOn(show, now))
    .executeTakeFirstOrThrow()

export async function remittances(
  db: Db,
  { show = 'all', before, limit = 50 }: StaticDecode<typeof readRemittances.query>,
) {
  const rows = await summaries(db)
    .where(isOn(show, Temporal.Now.instant()))
    .$if(before !== undefined, (q) => q.where('r.id', '<', before!))
    .orderBy('r.id', 'desc')
    .limit(limit + 1)
    .execute()
  return { remittances: rows.slice(0, limit), more: rows.length > limit }
}

const pageSize = 200

/** One payment is for the whole group: of its claims somebody sees those of their sites, and those of no claim of ours. */
const isOfSites = (siteIds: readonly string[]) =>
  sql<boolean>`(rc.claim_id is null or exists (select from claims.claim c join scheduling.appointment visit on visit.id = c.appointment_id
    where c.id = rc.claim_id and visit.site_id = any(${siteIds}::uuid[])))`

export async function remittance(
  db: Db,
  id: Id<'Remittance'>,
  { show = 'all', after = 0 }: StaticDecode<typeof readRemittance.query>,
  { siteIds }: Actor,
) {
  const found = await summaries(db).where('r.id', '=', id).executeTakeFirst()
  if (!found) refuse(NotFound, 'There is no such remittance.')
  const rows = await db
    .selectFrom('claims.remittanceClaim as rc')
    .leftJoin('patients.patient as p', 'p.id', 'rc.patientId')
    .selectAll('rc')
    .select(['p.lastName', 'p.firstName', 'p.middleName', 'p.suffix', 'p.preferredName'])
    .where('rc.remittanceId', '=', id)
    .where('rc.position', '>', after)
    .$if(siteIds !== null, (q) => q.where(isOfSites(siteIds ?? [])))
    .$if(show === 'waiting', (q) => q.where('rc.state', 'in', ['unmatched', 'held']))
    .$if(show === 'denied', (q) => q.where('rc.statusCode', '=', '4'))
    .orderBy('rc.position')
    .limit(pageSize + 1)
    .execute()
  const {
    rows: [paid],
  } = await sql<{ cents: number }>`
    select coalesce(sum(paid_cents), 0)::bigint as cents from claims.remittance_claim where remittance_id = ${id}`.execute(
    db,
  )
  const paidCents = cents(paid!.cents)
  return {
    remittance: found,
    totals: {
      paidCents,
      providerAdjustmentCents: found.providerAdjustmentCents,
      amountCents: found.amountCents,
      differenceCents: cents(paidCents - found.providerAdjustmentCents - found.amountCents),
    },
    claims: rows
      .slice(0, pageSize)
      .map(({ detail, lastName, firstName, middleName, suffix, preferredName, ...row }) => {
        const read = detail as RemittanceClaim
        return {
          ...row,
          patientName:
            lastName !== null && firstName !== null
              ? patientListName({ lastName, firstName, middleName, suffix, preferredName })
              : payersName(read),
          servedOn: (read.servedFrom ?? read.lines[0]?.servedFrom ?? null) as unknown as string | null,
          adjustments: [...read.adjustments, ...read.lines.flatMap((line) => line.adjustments)].map(
            ({ group, code, amount }) => {
              const { action, meaning } = actionFor(group, code)
              return { group, carc: code, amountCents: amount, meaning, action }
            },
          ),
        }
      }),
    more: rows.length > pageSize,
  }
}

/** The patient as the payer wrote it (NM1*QC). */
function payersName({ parties }: RemittanceClaim) {
  const patient = parties.find(({ role }) => role === 'QC')
  return patient ? [patient.name, patient.first].filter(Boolean).join(', ') : ''
}

/** Claims with that number, or else with the same charge and day, or of the member the payer named; the likeliest first. */
export async function candidates(
  db: Db,
  id: Id<'RemittanceClaim'>,
  number: string | undefined,
  { siteIds }: Actor,
) {
  const row = await db
    .selectFrom('claims.remittanceClaim')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) refuse(NotFound)
  const read = row.detail as RemittanceClaim
  const servedOn = (read.servedFrom ?? read.lines[0]?.servedFrom ?? null) as unknown as string | null
  const members = read.parties
    .filter(({ idQualifier }) => idQualifier === 'MI')
    .map((party) => party.id.replaceAll(/[\s-]/g, '').toUpperCase())
  const wanted = (number ?? '').trim().toUpperCase()
  const { rows } = await sql<{
    claimId: Id<'Claim'>
    number: string
    patientId: Id<'Patient'>
    serviceOn: Temporal.PlainDate
    totalCents: number
    state: string
    lastName: string
    firstName: string
    middleName: string | null
    suffix: string | null
    preferredName: string | null
  }>`
    select c.id as claim_id, c.number, c.patient_id, c.service_on, c.total_cents, c.state, p.last_name, p.first_name, p.middle_name, p.suffix, p.preferred_name
      from claims.claim c join patients.patient p on p.id = c.patient_id
      join scheduling.appointment visit on visit.id = c.appointment_id
     where c.state <> 'void' and (${siteIds}::uuid[] is null or visit.site_id = any(${siteIds}::uuid[])) and (
       (${wanted} <> '' and c.number = ${wanted})
       or (${servedOn}::date is not null and c.service_on = ${servedOn}::date and c.total_cents = ${Math.abs(row.chargeCents)})
       or c.coverage_id in (select v.id from insurance.coverage v where v.member_id = any(${members}::text[])))
     order by (c.number = ${wanted}) desc, (c.total_cents = ${Math.abs(row.chargeCents)}) desc, c.service_on desc limit 20`.execute(
    db,
  )
  return rows.map(({ lastName, firstName, middleName, suffix, preferredName, totalCents, ...claim }) => ({
    ...claim,
    totalCents: cents(totalCents),
    patientName: patientListName({ lastName, firstName, middleName, suffix, preferredName }),
  }))
}
