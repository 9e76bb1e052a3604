/** Who may see what, in a real browser: wrong passwords, pages that are not for everyone, who looked at a chart. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import pg from 'pg'
import { checkAccessibility } from './browser.ts'
import { openOffice } from './office.ts'

const office = await openOffice()
const database = new pg.Client({ connectionString: office.url })
await database.connect()
const { rows } = await database.query<{ id: string }>('select id from patients.patient order by mrn limit 1')
await database.end()
const patient = rows[0]!.id

describe('signing in', () => {
  it('says in plain words when name and password do not fit, and keeps the name', async () => {
    const context = await office.browser.newContext({ baseURL: office.address })
    const page = await context.newPage()
    await page.goto('/')
    await page.getByLabel('User name').fill('frontdesk')
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    assert.doesNotMatch(await page.getByRole('alert').innerText(), /invalid|error/i)
    assert.equal(await page.getByLabel('User name').inputValue(), 'frontdesk')
    await checkAccessibility(page, 'sign-in refused')
    await context.close()
  })
})

describe('what is not for everyone', () => {
  it('is neither in the desk’s menu nor behind its address: the ledger', async () => {
    const { page } = await office.desk('frontdesk')
    await page.getByRole('navigation').getByText('Money').click()
    assert.equal(await page.getByRole('link', { name: 'Ledger' }).count(), 0)
    await page.goto('/ledger')
    await page.getByRole('heading', { level: 1 }).waitFor()
    assert.equal(await page.getByRole('table', { name: 'Trial balance' }).count(), 0)
    assert.equal((await page.request.get('/api/ledger/trial-balance')).status(), 403)
    await checkAccessibility(page, 'a page one may not open')
  })

  it('is closed to HR on the page and behind it: patients', async () => {
    const { page } = await office.desk('hr')
    assert.equal(await page.getByRole('navigation').getByText('Patients', { exact: true }).count(), 0)
    await page.goto(`/patients/${patient}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    assert.equal(await page.getByText('MRN', { exact: true }).count(), 0)
    assert.equal((await page.request.get(`/api/patients/${patient}`)).status(), 403)
  })

  it('stays written down: who looked at a chart', async () => {
    const { page: desk } = await office.desk('frontdesk')
    await desk.goto(`/patients/${patient}`)
    await desk.getByText('MRN', { exact: true }).waitFor()
    const { page } = await office.desk('compliance')
    await page.goto(`/patients/${patient}?tab=access`)
    await page.getByText('Grace Thornton').first().waitFor()
    await checkAccessibility(page, 'who looked')
  })
})
