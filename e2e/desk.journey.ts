/** A day at the desk in a real browser: finding, registering without doubles, booking, two desks at once, a lost session. */
import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Page } from '@playwright/test'
import pg from 'pg'
import { demoPassword } from '#database/demo/team.ts'
import { checkAccessibility } from './browser.ts'
import { choose, find, said } from './hands.ts'
import { openOffice } from './office.ts'

const office = await openOffice()
async function rowsOf<Row extends pg.QueryResultRow>(query: string, values: readonly string[] = []) {
  const database = new pg.Client({ connectionString: office.url })
  await database.connect()
  const { rows } = await database.query<Row>(query, [...values])
  await database.end()
  return rows
}
const [known] = (await rowsOf<Known>(
  `select p.id, last_name as last, first_name as first, to_char(born_on, 'MM/DD/YYYY') as born, born_on::text as day, mrn, sex,
     address, zip, (select number from patients.phone where patient_id = p.id limit 1) as phone
   from patients.patient p
   where length(last_name) > 7 and last_name ~ '^[A-Z][a-z]+$' and address is not null and state = 'registered'
     and exists (select from patients.phone where patient_id = p.id)
     and not exists (select from patients.patient other where other.last_name = p.last_name and other.id <> p.id)
   order by mrn limit 1`,
)) as [Known]
type Known = Readonly<
  Record<'id' | 'last' | 'first' | 'born' | 'day' | 'mrn' | 'address' | 'zip' | 'phone', string>
> & { readonly sex: 'F' | 'M' | 'U' }

let page: Page
before(async () => {
  page = (await office.desk('frontdesk')).page
})

describe('finding a patient', () => {
  const search = () => page.getByRole('searchbox')
  const row = () => page.getByRole('row', { name: new RegExp(`${known.last}.*${known.mrn}`) })
  before(() => page.goto('/patients'))

  it('finds a misspelled name', async () => {
    await search().fill(`${known.last.slice(0, 3)}${known.last.slice(4)}`)
    await row().waitFor()
  })
  it('finds a birth date', async () => {
    await search().fill(known.born)
    await row().waitFor()
  })
  it('opens the right one from Ctrl-K, however quick the hands', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('textbox').waitFor()
    await page.keyboard.type(known.last.slice(0, 2), { delay: 200 })
    await page.keyboard.type(`${known.last.slice(2)} ${known.first}`)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/patients/${known.id}`)
  })
})

describe('registering', () => {
  it('warns of a twin while it is typed, and lets the desk go on', async () => {
    await page.goto('/patients/new')
    await page.getByRole('textbox', { name: 'Last name' }).fill(known.last)
    await page.getByRole('textbox', { name: 'First name' }).fill('Zebulon')
    await page.getByRole('textbox', { name: 'Birth date' }).fill(known.born)
    await page.getByRole('textbox', { name: 'Phone', exact: true }).fill(known.phone)
    await page.getByLabel('Street and number').fill(known.address)
    await page.getByRole('textbox', { name: 'ZIP', exact: true }).fill(known.zip.slice(0, 5))
    await choose(page, 'Sex, for claims', { F: 'Female', M: 'Male', U: 'Unknown' }[known.sex])
    const beside = page.getByRole('complementary', { name: 'Patients who may be the same person' })
    await beside.getByText('Possibly the same').first().waitFor()
    await beside.getByText(known.mrn).first().waitFor()
    await checkAccessibility(page, 'twin')
  })

  it('keeps what was typed when the session ends, and goes on after signing in again', async () => {
    await page.context().clearCookies()
    await page.getByRole('button', { name: 'Register the patient' }).click()
    const gate = page.getByRole('dialog', { name: 'Sign in again' })
    await gate.waitFor()
    await gate.getByLabel('User name').fill('frontdesk')
    await gate.getByRole('textbox', { name: 'Password' }).fill(demoPassword)
    await gate.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(/\/patients\/[0-9a-f-]{36}$/)
    await page.getByRole('heading', { name: new RegExp(`^Zebulon ${known.last}`), level: 1 }).waitFor()
  })
})

describe('the day board', () => {
  let date = ''
  let visit = ''
  it('is booked by keyboard from the board', async () => {
    await page.goto('/schedule')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.keyboard.press(']')
    await page.keyboard.press(']')
    await page.keyboard.press('n')
    const panel = page.getByRole('complementary', { name: 'Book a visit' })
    await find(panel, 'Patient', `Zebulon ${known.last}`)
    await panel.getByText(known.born).first().waitFor()
    await panel.getByRole('radio', { name: /^Sick visit/ }).press('Space')
    const time = panel.getByRole('radiogroup', { name: 'Open times' }).getByRole('radio').first()
    await time.press('Space')
    await panel.getByRole('button', { name: /^Book / }).press('Enter')
    await said(page, 'Booked for')
    const address = new URL(page.url())
    date = address.searchParams.get('date') ?? ''
    visit = address.searchParams.get('open') ?? ''
    assert.match(visit, /^[0-9a-f-]{36}$/)
  })

  it('refuses a time that is taken, and books one of those it offers instead', async () => {
    const taken = await rowsOf<{ at: string; provider: string }>(
      `select to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, provider_id as provider
         from scheduling.appointment where id = $1`,
      [visit],
    )
    const { at, provider } = taken[0]!
    const search = new URLSearchParams({ date, open: 'new', at, with: provider, patient: known.id })
    await page.goto(`/schedule?${search}`)
    const panel = page.getByRole('complementary', { name: 'Book a visit' })
    await panel.getByRole('radio', { name: /^Sick visit/ }).press('Space')
    await panel.getByRole('button', { name: /^Book / }).click()
    const refused = panel.getByRole('alert')
    await refused.getByText('Free:').waitFor()
    await checkAccessibility(page, 'taken')
    await refused.getByRole('button').first().click()
    await said(page, 'Booked for')
  })

  it('shows another desk at once what this one does, without a reload', async () => {
    const other = (await office.desk('manager')).page
    await other.goto(`/schedule?date=${date}`)
    const seen = other.locator(`[data-visit="${visit}"]`)
    await seen.getByText('Scheduled').waitFor()
    await page.goto(`/schedule?date=${date}&open=${visit}`)
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await seen.getByText('Confirmed').waitFor()
  })
})
