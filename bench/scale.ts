/**
 * A practice of many years for the benches: the demonstration practice, its past repeated seven weeks earlier again and
 * again with new patients, in set-based SQL past the triggers. Kept in WELLRUN_BENCH when that names a folder.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { prepareDatabase } from '#app/prepare.ts'
import { loadDemo } from '#database/demo/load.ts'
import { demoUser } from '#domains/access/access.ts'
import { connect } from '#platform/database.ts'
import { type RunningPostgres, startPostgres } from '#platform/postgres/launcher.ts'
import { inTransaction, program } from '#platform/transaction.ts'

export const login = { userName: 'bench', password: 'correct horse battery staple' }

/** Tables of people, cloned once for each new set of patients, and of what happened, cloned for each repetition. */
const ofPeople = [
  'patients.patient',
  'patients.phone',
  'patients.contact',
  'patients.identifier',
  'insurance.coverage',
]
const ofThePast = [
  'scheduling.appointment',
  'scheduling.move',
  'claims.diagnosis',
  'claims.no_charge',
  'claims.charge',
  'claims.claim',
  'claims.claim_line',
  'claims.claim_event',
  'claims.submission',
  'claims.submission_claim',
  'claims.remittance',
  'claims.remittance_claim',
  'claims.adjustment',
  'claims.denial',
  'billing.check_in',
  'billing.payment',
  'billing.application',
  'billing.statement',
  'ledger.journal',
  'ledger.line',
]

/** What is the office's own and stays the same in every repetition. */
const kept =
  /^(provider|site|room|roomed_in|visit_type|payer|owner|overbook_template|drawer|deposit)_id$|_by$|file_id$/

const weeksApart = 7

/** What must differ, or would make a heap of unfinished work no practice has. */
const instead: Readonly<Record<string, string>> = {
  'patients.patient.mrn': `nextval('patients.mrn')::text`,
  'patients.identifier.value': `t.value || '-' || k`,
  'claims.claim.number': `t.number || '-' || k`,
  'claims.remittance_claim.claim_number': `t.claim_number || '-' || k`,
  'claims.submission.control_number': `t.control_number || '-' || k`,
  'claims.remittance.trace': `t.trace || '-' || k`,
  'billing.payment.receipt_number': `t.receipt_number + k * 1000000`,
  'claims.claim.state': `case when k = 1 or t.state in ('paid', 'closed', 'void', 'reversed') then t.state else 'closed' end`,
  'claims.denial.state': `case when k = 1 or t.state <> 'open' then t.state else 'closed' end`,
  'claims.denial.closed_at': `case when k = 1 then t.closed_at else t.opened_on + 30 - k * ${weeksApart * 7} end`,
  'claims.remittance_claim.state': `case when k = 1 then t.state else 'posted' end`,
  'scheduling.appointment.status': `case when t.status in ('completed', 'cancelled', 'no_show', 'left_without_being_seen', 'rescheduled') then t.status else 'cancelled' end`,
}

/** A PostgreSQL of its own with the practice and one person who may do everything. `durable` as in an office. */
export async function openScale(wanted: {
  readonly patients: number
  readonly appointments: number
}): Promise<RunningPostgres & { readonly folder: string }> {
  const keptFolder = process.env['WELLRUN_BENCH']
  const folder = keptFolder ? resolve(keptFolder) : await mkdtemp(join(tmpdir(), 'wellrun-scale-'))
  const done = join(folder, `made-${wanted.patients}-${wanted.appointments}`)
  process.env['WELLRUN_DATA'] = folder
  if (!existsSync(done)) {
    const postgres = await startPostgres({ dataFolder: folder, durable: false })
    try {
      await make(postgres, wanted)
      await writeFile(done, '')
    } finally {
      await postgres.stop()
    }
  }
  // Autovacuum would come and go between the rounds that are compared.
  const postgres = await startPostgres({ dataFolder: folder, settings: { autovacuum: 'off' } })
  return {
    ...postgres,
    folder,
    async stop() {
      await postgres.stop()
      if (!keptFolder) await rm(folder, { recursive: true, force: true })
    },
  }
}

async function make(
  { url, adminUrl }: RunningPostgres,
  wanted: { readonly patients: number; readonly appointments: number },
) {
  await prepareDatabase(url)
  await loadDemo(url, console.log)
  await makeUser(url)
  const address = new URL(adminUrl)
  address.pathname = new URL(url).pathname
  const admin = new pg.Client({ connectionString: address.href })
  await admin.connect()
  try {
    await admin.query('set session_replication_role = replica')
    await admin.query(`create function pg_temp.clone(v uuid, k int) returns uuid immutable language sql as $$
      select (lpad(to_hex(('x' || substr(replace(v::text, '-', ''), 1, 12))::bit(48)::bigint - k * ${weeksApart * 7 * 86_400_000}::bigint), 12, '0')
        || '7' || substr(md5(v::text || k), 1, 3) || '8' || substr(md5(v::text || k), 4, 15))::uuid $$`)
    const count = async (sql: string) => Number((await admin.query<{ n: string }>(sql)).rows[0]!.n)
    const people = await count('select count(*) n from patients.patient')
    const past = await count('select count(*) n from scheduling.appointment where starts_at < current_date')
    const crowds = Math.ceil(wanted.patients / people) - 1
    const times = Math.ceil(wanted.appointments / past)
    for (const table of ofPeople) await repeat(admin, table, crowds, 'k')
    // The first repetitions are visits of the new patients, the later ones earlier visits of the same.
    for (const table of ofThePast) await repeat(admin, table, times, `((k - 1) % ${Math.max(1, crowds)}) + 1`)
    await settle(admin)
    await admin.query('vacuum analyze')
    console.log(
      `${await count('select count(*) n from patients.patient')} patients, ${await count('select count(*) n from scheduling.appointment')} appointments, ${await count('select count(*) n from claims.claim')} claims, ${await count('select count(*) n from ledger.line')} ledger lines`,
    )
  } finally {
    await admin.end()
  }
}

/** Old money: what the demonstration leaves open for a reader has long been paid or written off in a practice. */
async function settle(admin: pg.Client) {
  await admin.query(`
    with open as (
      select line.patient_id, line.charge_id, line.account, sum(line.amount_cents)::bigint as cents, charge.service_on + 90 as "on"
        from ledger.line line join claims.charge charge on charge.id = line.charge_id
       where line.account in ('1100', '1110') and charge.service_on < current_date - 120
       group by 1, 2, 3, charge.service_on having sum(line.amount_cents) <> 0),
    named as (select *, gen_random_uuid() as id from open),
    journal as (
      insert into ledger.journal (id, posted_on, memo, source, source_id)
      select id, "on", 'Settled', 'bench', charge_id from named)
    insert into ledger.line (journal_id, account, amount_cents, patient_id, charge_id)
    select id, account, -cents, patient_id, charge_id from named
     union all select id, '4090', cents, patient_id, charge_id from named`)
  await admin.query(`
    with unapplied as (
      select payment.id as payment_id, payment.patient_id, payment.received_on + 30 as "on", gen_random_uuid() as id,
             payment.amount_cents - coalesce((select sum(a.amount_cents) from billing.application a where a.payment_id = payment.id), 0)::bigint as cents,
             (select c.id from claims.charge c where c.patient_id = payment.patient_id limit 1) as charge_id
        from billing.payment where received_on < current_date - 120 and voided_at is null),
    used as (select * from unapplied where cents > 0 and charge_id is not null),
    journal as (
      insert into ledger.journal (id, posted_on, memo, source, source_id)
      select id, "on", 'Settled', 'bench', payment_id from used),
    application as (
      insert into billing.application (id, payment_id, patient_id, charge_id, amount_cents, applied_on, journal_id)
      select gen_random_uuid(), payment_id, patient_id, charge_id, cents, "on", id from used)
    insert into ledger.line (journal_id, account, amount_cents, patient_id)
    select id, '2050', cents, patient_id from used union all select id, '4090', -cents, patient_id from used`)
}

async function repeat(admin: pg.Client, table: string, times: number, crowd: string) {
  const [schema, name] = table.split('.') as [string, string]
  const { rows } = await admin.query<{ column: string; type: string }>(
    `select column_name as column, data_type as type from information_schema.columns
      where table_schema = $1 and table_name = $2 and is_generated = 'NEVER' and is_identity = 'NO'`,
    [schema, name],
  )
  const isPeople = ofPeople.includes(table)
  const values = rows.map(({ column, type }) => {
    const own = instead[`${table}.${column}`]
    if (own) return own
    if (type === 'uuid' && !kept.test(column))
      return `pg_temp.clone(t.${column}, ${isPeople || column === 'patient_id' || column === 'coverage_id' ? crowd : 'k'})`
    if (!isPeople && (type === 'date' || type.startsWith('timestamp')))
      return `t.${column} - k * ${weeksApart * 7}${type === 'date' ? '' : ` * interval '1 day'`}`
    return `t.${column}`
  })
  const columns = rows.map(({ column }) => column)
  const ofPastVisits = 'select id from scheduling.appointment where starts_at < current_date'
  const where =
    table === 'scheduling.appointment'
      ? 'where t.starts_at < current_date'
      : columns.includes('appointment_id')
        ? `where t.appointment_id is null or t.appointment_id in (${ofPastVisits})`
        : ''
  const started = performance.now()
  const { rowCount } = await admin.query(
    `insert into ${table} (${columns.join(', ')}) select ${values.join(', ')}
       from (select * from ${table} t ${where}) t, generate_series(1, ${times}) k${table === 'scheduling.appointment' ? ' on conflict do nothing' : ''}`,
  )
  console.log(`${table}: ${rowCount} rows in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

async function makeUser(url: string) {
  const { db, close } = connect(url, { max: 1 })
  try {
    await inTransaction(
      { db, announce: async () => {} },
      program,
      { request: 'bench', address: null },
      (tx) =>
        demoUser(tx, {
          ...login,
          displayName: 'Bench',
          roles: ['owner', 'manager', 'front-desk', 'biller', 'provider', 'compliance', 'hr', 'it'],
          siteIds: null,
        }),
    )
  } finally {
    await close()
  }
}

if (import.meta.main) {
  const scale = await openScale({
    patients: Number(process.argv[2] ?? 50_000),
    appointments: Number(process.argv[3] ?? 200_000),
  })
  await scale.stop()
}
