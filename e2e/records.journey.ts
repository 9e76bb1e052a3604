/** The pages that need a record in their address: no fault, no finding, no sideways scrolling, light and dark. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import pg from 'pg'
import { checkAccessibility, shoot } from './browser.ts'
import { openOffice } from './office.ts'

const office = await openOffice()
const database = new pg.Client({ connectionString: office.url })
await database.connect()
const one = async (query: string) => {
  const { rows } = await database.query<{ id: string }>(`${query} limit 1`)
  assert.ok(rows[0], `the demo practice has none: ${query}`)
  return rows[0].id
}
const patient = await one(
  `select patient_id as id from scheduling.appointment join claims.claim using (patient_id)
   where claim.state = 'paid' and exists (select from insurance.coverage where coverage.patient_id = claim.patient_id)`,
)
const arrived = await one(
  `select id from scheduling.appointment where status = 'arrived' and starts_at > now() - interval '1 day'`,
)
const checkedIn = await one(
  `select id from scheduling.appointment where status = 'checked_in' and starts_at > now() - interval '1 day'`,
)
const toCharge = await one(
  `select id from scheduling.appointment where status = 'checked_out' and charge_status = 'none'`,
)
const charged = await one(`select id from scheduling.appointment where charge_status = 'captured'`)
const claim = await one(`select id from claims.claim where state = 'paid'`)
const denied = await one(`select id from claims.claim where state = 'denied'`)
const remittance = await one(`select id from claims.remittance where state = 'posted'`)
const schedule = await one(`select id from insurance.fee_schedule where payer_id is not null`)
await database.end()

const record = `/patients/${patient}`
const pages: readonly (readonly [userName: string, name: string, path: string])[] = [
  ...['demographics', 'coverage', 'appointments', 'account', 'history'].map(
    (tab) => ['manager', `patient, ${tab}`, `${record}?tab=${tab}`] as const,
  ),
  ['frontdesk', 'card form', `${record}?tab=coverage&panel=new`],
  ['frontdesk', 'payment', `${record}?tab=account&panel=pay`],
  ['biller', 'journal lines', `${record}?tab=account&panel=lines`],
  ['frontdesk', 'booking for a patient', `/schedule?open=new&patient=${patient}`],
  ['frontdesk', 'visit', `/flow?open=${arrived}`],
  ['frontdesk', 'check-in', `/visits/${arrived}/check-in`],
  ['frontdesk', 'check-in that is past', `/visits/${checkedIn}/check-in`],
  ['biller', 'charge entry', `/charges/${toCharge}`],
  ['biller', 'charges posted', `/charges/${charged}`],
  ['biller', 'claim', `/claims/${claim}`],
  ['biller', 'claim, history', `/claims/${claim}?tab=history`],
  ['biller', 'claim as sent', `/claims/${claim}?tab=837`],
  ['biller', 'denied claim', `/claims/${denied}`],
  ['biller', 'remittance', `/remittances/${remittance}`],
  ['manager', 'fee schedule', `/fee-schedules/${schedule}`],
  ['manager', 'statements made', '/statements?show=made'],
]

for (const colorScheme of ['light', 'dark'] as const)
  describe(`records, ${colorScheme}`, async () => {
    const desks = new Map(
      await Promise.all(
        ['manager', 'frontdesk', 'biller'].map(
          async (userName) => [userName, await office.desk(userName, { colorScheme })] as const,
        ),
      ),
    )
    for (const [userName, name, path] of pages)
      it(`${name} opens without a fault, sideways scrolling or accessibility finding`, async () => {
        const { page, faults } = desks.get(userName)!
        const before = faults.length
        await page.setViewportSize({ width: 1280, height: 720 })
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForLoadState('networkidle').catch(() => {})
        assert.deepEqual(faults.slice(before), [])
        assert.equal(await page.getByText('This page stopped working').count(), 0)
        await checkAccessibility(page, name)
        await shoot(page, `record ${name} ${colorScheme}`)
        for (const size of [
          { width: 1280, height: 720 },
          { width: 1024, height: 768 },
        ]) {
          await page.setViewportSize(size)
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
          assert.ok(wide <= 0, `${name} is ${wide} pixels too wide at ${size.width}`)
        }
      })
  })
