import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { openPractice } from '#app/testing.ts'
import { demoLogins, loadDemo } from './load.ts'
import { frameAround } from './office.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellrun-demo-'))
process.env['WELLRUN_DATA'] = folder
after(() => rmSync(folder, { recursive: true, force: true }))
const practice = await openPractice()
const began = performance.now()
await loadDemo(practice.url, () => {})
console.log(`# the demonstration practice took ${((performance.now() - began) / 1000).toFixed(1)} s`)

const numberOf = async (query: string) =>
  (await sql<{ n: number }>`select count(*)::int as n ${sql.raw(query)}`.execute(practice.db)).rows[0]!.n

test('the demonstration names who may sign in', async () => {
  const lines = (await demoLogins(practice.url)).join('\n')
  for (const name of [
    'owner',
    'manager',
    'frontdesk',
    'biller',
    'nurse',
    'provider',
    'hr',
    'compliance',
    'it',
  ])
    assert.match(lines, new RegExp(`\\b${name}\\b`))
})

test('loaded twice, nothing is doubled', async () => {
  const before = await numberOf('from patients.patient')
  await loadDemo(practice.url, () => {})
  assert.equal(await numberOf('from patients.patient'), before)
})

test('today is busy at both sites: seen, in rooms, waiting and still to come', async () => {
  const { rows } = await sql<{ hour: number; stages: string[] }>`
    select extract(hour from now() at time zone s.time_zone)::int as hour, array_agg(distinct a.status) as stages
      from scheduling.appointment a join practice.site s on s.id = a.site_id
     where (a.starts_at at time zone s.time_zone)::date = (now() at time zone s.time_zone)::date group by s.id`.execute(
    practice.db,
  )
  assert.equal(rows.length, 2)
  for (const { hour, stages } of rows) {
    // Around midnight a day has not begun yet, or is nearly over.
    if (hour >= 1) assert.ok(stages.includes('with_provider'), stages.join())
    if (hour < 23) assert.ok(stages.includes('confirmed') || stages.includes('scheduled'), stages.join())
  }
})

test('the sites are open whenever the demonstration is made, for long enough to be busy', () => {
  for (let minute = 0; minute < 24 * 60; minute += 15) {
    const now = Temporal.PlainTime.from('00:00').add({ minutes: minute })
    const { opens, closes } = frameAround(now)
    assert.ok(Temporal.PlainTime.compare(opens, now) <= 0, `${now.toString()} is before ${opens.toString()}`)
    assert.ok(opens.until(closes).total('hours') >= 9, `${opens.toString()} to ${closes.toString()}`)
    if (minute < 23 * 60) assert.ok(Temporal.PlainTime.compare(now, closes) < 0, now.toString())
  }
})

test('no visit has reached a stage that lies ahead', async () => {
  assert.equal(
    await numberOf(`from scheduling.appointment
      where greatest(arrived_at, roomed_at, with_provider_at, checked_out_at, completed_at, booked_at, moved_at) > now()`),
    0,
  )
})

test('every visit lies within the opening hours of its site', async () => {
  assert.equal(
    await numberOf(`from scheduling.appointment a join practice.site s on s.id = a.site_id
      where not exists (select from practice.opening_hours h where h.site_id = s.id
        and h.weekday = extract(isodow from a.starts_at at time zone s.time_zone)
        and (a.starts_at at time zone s.time_zone)::date >= h.effective_from
        and (h.effective_to is null or (a.starts_at at time zone s.time_zone)::date <= h.effective_to)
        and (a.starts_at at time zone s.time_zone)::time >= h.opens and (a.ends_at at time zone s.time_zone)::time <= h.closes)`),
    0,
  )
})

test('claims went out, were paid and denied, and some wait with faults', async () => {
  const { rows } = await sql<{ state: string }>`select distinct state from claims.claim`.execute(practice.db)
  const states = rows.map(({ state }) => state)
  for (const state of ['accepted', 'paid', 'denied', 'partial', 'ready', 'failed'])
    assert.ok(states.includes(state as never), `${state} is not among ${states.join()}`)
  assert.ok((await numberOf(`from claims.remittance where state = 'exception'`)) > 0)
  assert.ok((await numberOf(`from claims.denial where closed_at is null`)) > 0)
})

test('nobody has paid more for a charge than was owed, and credits are what payments have left', async () => {
  assert.equal(
    await numberOf(`from (select charge_id from ledger.line where account in ('1110', '1100') group by charge_id, account
      having sum(amount_cents) < 0) overpaid`),
    0,
  )
  const { rows } = await sql<{ ledger: number; payments: number }>`
    select (select -sum(amount_cents) from ledger.line where account = '2050') as ledger,
           (select sum(p.amount_cents) from billing.payment p)
           - (select sum(a.amount_cents) from billing.application a) as payments`.execute(practice.db)
  assert.equal(Number(rows[0]!.ledger), Number(rows[0]!.payments))
})

test('every charged visit is charged, and every visit with a charge says so', async () => {
  assert.equal(
    await numberOf(`from scheduling.appointment a where (a.charge_status = 'captured')
      <> exists (select from claims.charge c where c.appointment_id = a.id)`),
    0,
  )
})

test('nobody is seen before being born', async () => {
  assert.equal(
    await numberOf(`from scheduling.appointment a join patients.patient p on p.id = a.patient_id
      join practice.site s on s.id = a.site_id where (a.starts_at at time zone s.time_zone)::date < p.born_on`),
    0,
  )
})
