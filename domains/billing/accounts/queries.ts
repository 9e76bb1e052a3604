import { sql } from 'kysely'
import { type Cents, cents, sum } from '#kernel/cents.ts'
import type { Id } from '#kernel/id.ts'
import { patientListName } from '#domains/patients/patients.ts'
import { officeDay, siteOf, today } from '#domains/practice/practice.ts'
import type { Db } from '#platform/database.ts'
import { byteOrderMark, csvLine } from '#standards/csv/write.ts'
import { payments } from '../payments/queries.ts'
import { type Open, ageing } from './ageing.ts'

type ChargeRow = {
  id: Id<'Charge'>
  appointmentId: Id<'Appointment'>
  siteId: Id<'Site'>
  providerName: string
  payerName: string | null
  serviceOn: Temporal.PlainDate
  code: string
  modifiers: string[]
  amountCents: Cents
  expectedCents: Cents | null
  insuranceLeftCents: Cents
  insurancePaidCents: Cents
  patientPartCents: Cents
  patientPaidCents: Cents
  writtenOffCents: Cents
  patientLeftCents: Cents
  movedOn: Temporal.PlainDate | null
}

/**
 * Every charge of a patient with what became of it, each figure from the ledger's lines: charged = adjusted + insurance
 * paid + insurance left + patient's part; patient's part = paid + written off + left.
 */
export async function accountCharges(db: Db, patientId: Id<'Patient'>) {
  const of = (account: string, more = sql``) =>
    sql`coalesce(sum(line.amount_cents) filter (where line.account = ${account} ${more}), 0)::bigint`
  const { rows } = await sql<ChargeRow>`
    select charge.id, charge.appointment_id, charge.site_id, provider.display_name as provider_name, payer.name as payer_name,
           charge.service_on, charge.code, charge.modifiers, charge.amount_cents, charge.expected_cents,
           ${of('1100')} as insurance_left_cents,
           ${of('1020')} as insurance_paid_cents,
           ${of('1110', sql`and journal.source not like 'billing.%'`)} as patient_part_cents,
           (-${of('1110', sql`and journal.source in ('billing.payment', 'billing.application')`)})::bigint as patient_paid_cents,
           (-${of('1110', sql`and journal.source = 'billing.adjustment'`)})::bigint as written_off_cents,
           ${of('1110')} as patient_left_cents,
           min(journal.posted_on) filter (where line.account = '1110' and line.amount_cents > 0 and journal.source not like 'billing.%') as moved_on
      from claims.charge charge
      join workforce.provider provider on provider.id = charge.provider_id
      left join insurance.coverage coverage on coverage.id = charge.coverage_id
      left join insurance.payer payer on payer.id = coverage.payer_id
      left join (ledger.line line join ledger.journal journal on journal.id = line.journal_id)
        on line.charge_id = charge.id and line.account in ('1100', '1110', '1020')
     where charge.patient_id = ${patientId}
     group by charge.id, provider.display_name, payer.name
    having charge.voided_at is null or sum(line.amount_cents) filter (where line.account in ('1100', '1110')) <> 0
     order by charge.service_on desc, charge.appointment_id, charge.position`.execute(db)
  return rows.map((row) => ({
    ...row,
    adjustedCents: cents(
      row.amountCents - row.insuranceLeftCents - row.insurancePaidCents - row.patientPartCents,
    ),
  }))
}

/** A patient's account: what insurance owes, what the patient owes, what is kept as credit, and everything behind it. */
export async function accountOf(db: Db, patientId: Id<'Patient'>, now: Temporal.Instant) {
  const charges = await accountCharges(db, patientId)
  const { rows } = await sql<{ insurance: number; patient: number; credit: number; refunds: number }>`
    select coalesce(sum(amount_cents) filter (where account = '1100'), 0)::bigint as insurance,
           coalesce(sum(amount_cents) filter (where account = '1110'), 0)::bigint as patient,
           coalesce(-sum(amount_cents) filter (where account = '2050'), 0)::bigint as credit,
           coalesce(-sum(amount_cents) filter (where account = '2060'), 0)::bigint as refunds
      from ledger.line where patient_id = ${patientId} and account in ('1100', '1110', '2050', '2060')`.execute(
    db,
  )
  const totals = rows[0]!
  const asOf = await todayOf(db, charges[0]?.siteId, now)
  const visits = Map.groupBy(charges, ({ appointmentId }) => appointmentId)
    .values()
    .map((own) => ({
      appointmentId: own[0]!.appointmentId,
      serviceOn: own[0]!.serviceOn,
      providerName: own[0]!.providerName,
      payerName: own[0]!.payerName,
      charges: own,
    }))
    .toArray()
  const statements = await db
    .selectFrom('billing.statement')
    .select(['id', 'number', 'stage', 'balanceCents', 'madeOn', 'dueOn'])
    .select((eb) => eb('fileId', 'is not', null).as('hasPaper'))
    .where('patientId', '=', patientId)
    .orderBy('madeOn', 'desc')
    .limit(24)
    .execute()
  const holds = await db
    .selectFrom('billing.hold')
    .select(['id', 'reason', 'note', 'beginsOn', 'version'])
    .where('patientId', '=', patientId)
    .where('endedOn', 'is', null)
    .orderBy('beginsOn')
    .execute()
  return {
    patientId,
    asOf,
    insuranceCents: cents(totals.insurance),
    patientCents: cents(totals.patient),
    creditCents: cents(totals.credit),
    refundsCents: cents(totals.refunds),
    patientAgeing: ageing(patientItems(charges), asOf),
    insuranceAgeing: ageing(
      charges.map((charge) => ({ cents: charge.insuranceLeftCents, since: charge.serviceOn })),
      asOf,
    ),
    visits,
    payments: await payments(db, { siteIds: null, patientId, now }),
    statements: statements.map((row) => ({ ...row, hasPaper: Boolean(row.hasPaper) })),
    holds,
  }
}

const patientItems = (charges: readonly ChargeRow[]): Open[] =>
  charges.map((charge) => ({ cents: charge.patientLeftCents, since: charge.movedOn ?? charge.serviceOn }))

const todayOf = async (db: Db, siteId: Id<'Site'> | undefined, now: Temporal.Instant) =>
  siteId ? today(now, (await siteOf(db, siteId)).timeZone) : officeDay(db, now)

/** The journal lines behind a patient's account, or behind one charge of it, newest first. */
export async function accountJournals(db: Db, patientId: Id<'Patient'>, chargeId: Id<'Charge'> | undefined) {
  return db
    .selectFrom('ledger.line as line')
    .innerJoin('ledger.journal as journal', 'journal.id', 'line.journalId')
    .innerJoin('ledger.account as account', 'account.code', 'line.account')
    .leftJoin('access.user as user', 'user.id', 'journal.postedBy')
    .select(['journal.id as journalId', 'journal.postedOn', 'journal.postedAt', 'journal.memo'])
    .select(['journal.source', 'user.displayName as postedBy', 'line.account', 'account.name'])
    .select(['line.amountCents', 'line.chargeId'])
    .where('line.patientId', '=', patientId)
    .$if(chargeId !== undefined, (query) => query.where('line.chargeId', '=', chargeId!))
    .orderBy('journal.id', 'desc')
    .orderBy('line.id')
    .limit(1_000)
    .execute()
}

export async function accountCsv(db: Db, patientId: Id<'Patient'>) {
  const charges = await accountCharges(db, patientId)
  const head = [
    'Date of service',
    'Provider',
    'Code',
    'Payer',
    'Charged',
    'Adjusted',
    'Insurance paid',
    'Insurance owes',
    'Patient part',
    'Patient paid',
    'Written off',
    'Patient owes',
    'Patient owes since',
  ]
  const dollars = (amount: Cents) => amount / 100
  const lines = charges.map((c) => [
    c.serviceOn.toString(),
    c.providerName,
    [c.code, ...c.modifiers].join('-'),
    c.payerName ?? 'Self-pay',
    dollars(c.amountCents),
    dollars(c.adjustedCents),
    dollars(c.insurancePaidCents),
    dollars(c.insuranceLeftCents),
    dollars(c.patientPartCents),
    dollars(c.patientPaidCents),
    dollars(c.writtenOffCents),
    dollars(c.patientLeftCents),
    c.movedOn?.toString() ?? '',
  ])
  const text = byteOrderMark + [head, ...lines].map(csvLine).join('')
  return { name: 'patient-account.csv', bytes: new TextEncoder().encode(text), patientId }
}

export const shows = ['owing', 'past-60', 'past-90', 'credits'] as const
export type Show = (typeof shows)[number]
const most = 500

/** Patients with open balances or credits, the oldest debt first; ages are counted in days to `asOf`. */
export async function balances(db: Db, show: Show, asOf: Temporal.PlainDate) {
  const { rows } = await sql<{
    patientId: Id<'Patient'>
    lastName: string
    firstName: string
    middleName: string | null
    suffix: string | null
    preferredName: string | null
    mrn: string
    owedCents: Cents
    creditCents: Cents
    oldestOn: Temporal.PlainDate | null
    lastStatementOn: Temporal.PlainDate | null
  }>`
    with ${openAccounts(asOf, show)}
    select account.patient_id, patient.last_name, patient.first_name, patient.middle_name, patient.suffix,
           patient.preferred_name, patient.mrn, account.owed_cents, account.credit_cents, account.oldest_on,
           (select max(made_on) from billing.statement s where s.patient_id = account.patient_id) as last_statement_on
      from account join patients.patient on patient.id = account.patient_id
     order by account.oldest_on nulls last, account.patient_id limit ${most + 1}`.execute(db)
  const shown = rows.slice(0, most)
  return {
    asOf,
    accounts: shown.map(({ lastName, firstName, middleName, suffix, preferredName, ...account }) => ({
      ...account,
      patientName: patientListName({ lastName, firstName, middleName, suffix, preferredName }),
    })),
    owedCents: sum(shown.map(({ owedCents }) => owedCents)),
    creditCents: sum(shown.map(({ creditCents }) => creditCents)),
    more: rows.length > most,
  }
}

const older: Record<Show, number> = { owing: -1, 'past-60': 60, 'past-90': 90, credits: -1 }

/** `account`: one row for each patient with something open, by charge so that a credit on one hides no debt on another. */
export function openAccounts(asOf: Temporal.PlainDate, show: Show) {
  const before = asOf.subtract({ days: older[show] }).toString()
  const owed = sql`coalesce(sum(owed) filter (where owed > 0 and moved_on < ${before}::date), 0)`
  const credit = sql`coalesce(sum(credit) filter (where credit > 0), 0) - coalesce(sum(owed) filter (where owed < 0), 0)`
  return sql`
  owing as (
    select line.patient_id, line.charge_id, sum(line.amount_cents) as owed from ledger.line line
     where line.account = '1110' and line.patient_id is not null
     group by line.patient_id, line.charge_id having sum(line.amount_cents) <> 0),
  item as (
    select owing.patient_id, owing.owed, 0::numeric as credit,
           (select min(journal.posted_on) from ledger.line line join ledger.journal journal on journal.id = line.journal_id
             where line.charge_id = owing.charge_id and line.account = '1110' and line.amount_cents > 0) as moved_on
      from owing
    union all
    select line.patient_id, 0, -sum(line.amount_cents), null from ledger.line line
     where line.account = '2050' and line.patient_id is not null
     group by line.patient_id having sum(line.amount_cents) <> 0),
  account as (
    select patient_id, (${owed})::bigint as owed_cents, (${credit})::bigint as credit_cents,
           min(moved_on) filter (where owed > 0) as oldest_on
      from item group by patient_id having ${show === 'credits' ? credit : owed} > 0)`
}
