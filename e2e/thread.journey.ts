/**
 * The thread through the whole house, by the people who do it and through pages alone: a patient is registered, covered,
 * booked, greeted, roomed, charged, billed and paid, until nothing is owed (TC-C1 of the domain brief, 3.14).
 */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import type { Page } from '@playwright/test'
import { read837P } from '#standards/x12/837p-read.ts'
import { file, interchange, remittance } from '#standards/x12/835-example.ts'
import { readX12, transactionsOf } from '#standards/x12/reader.ts'
import { checkAccessibility, shoot } from './browser.ts'
import { eligibilityAnswer } from './eligibility-answer.ts'
import { choose, downloaded, find, opened, pick, said } from './hands.ts'
import { type Desk, openOffice } from './office.ts'

const office = await openOffice()
const patient = { last: 'Quintero', first: 'Marisol', memberId: 'GLH700123456' }
const payer = 'Great Lakes Health Plan'

let manager: Page
let desk: Page
let nurse: Page
let provider: Page
let biller: Page
const desks: Desk[] = []
let record = ''
let claimNumber = ''

async function sitDown(userName: string): Promise<Page> {
  const one = await office.desk(userName)
  desks.push(one)
  return one.page
}

async function look(page: Page, what: string) {
  await checkAccessibility(page, what)
  await shoot(page, `thread ${what}`)
}

before(async () => {
  desk = await sitDown('frontdesk')
})
after(() => {
  for (const { faults } of desks) assert.deepEqual(faults, [])
})

/** A thread that is torn is not followed further. */
let torn = false
function step(name: string, run: () => Promise<void>) {
  it(name, async (t) => {
    if (torn) return t.skip('the thread is torn above')
    torn = true
    await run().catch(async (failure: unknown) => {
      for (const [index, { page }] of desks.entries()) await shoot(page, `thread torn ${index}`)
      throw failure
    })
    torn = false
  })
}

describe('the thread', () => {
  step('the manager sets the fee of 185.00 and what the payer allows of it', async () => {
    manager = await sitDown('manager')
    for (const [schedule, amount] of [
      ['Our charges', '185.00'],
      [`${payer} contract`, '132.40'],
    ] as const) {
      await manager.goto('/fee-schedules')
      await manager.getByRole('link', { name: schedule }).click()
      await manager
        .getByRole('row', { name: /^99214/ })
        .getByRole('button', { name: '99214', exact: true })
        .click()
      const panel = manager.getByRole('complementary', { name: 'Fee 99214' })
      await panel.getByLabel('Fee').fill(amount)
      await panel.getByLabel('Fee').press('Enter')
      await said(manager, 'Fee of 99214 saved')
      await manager.getByRole('row', { name: `99214 – ${amount}` }).waitFor()
    }
    await look(manager, 'fee schedule')
  })

  step('the desk registers the patient by keyboard, and is told what is missing', async () => {
    await desk.goto('/patients')
    await desk.getByRole('heading', { name: 'Patients', level: 1 }).waitFor()
    await desk.getByRole('link', { name: 'New patient' }).click()
    await desk.getByRole('textbox', { name: 'Last name' }).press('Enter')
    await desk.getByRole('alert').waitFor()
    await look(desk, 'registration refused')

    await desk.getByRole('textbox', { name: 'Last name' }).fill(patient.last)
    await desk.keyboard.press('Tab')
    await desk.keyboard.type(patient.first)
    await desk.getByRole('textbox', { name: 'Birth date' }).fill('3/14/1968')
    await choose(desk, 'Sex, for claims', 'Female')
    await desk.getByLabel('Street and number').fill('1418 Sycamore Street')
    await desk.getByRole('textbox', { name: 'City', exact: true }).fill('Bloomington')
    await desk.getByRole('textbox', { name: 'State', exact: true }).fill('IN')
    await desk.getByRole('textbox', { name: 'ZIP', exact: true }).fill('47401')
    await desk.getByRole('textbox', { name: 'Phone', exact: true }).fill('812 555 0199')
    await desk.getByRole('textbox', { name: 'Phone', exact: true }).press('Enter')
    await desk.waitForURL(/\/patients\/[0-9a-f-]{36}$/)
    record = new URL(desk.url()).pathname
    await desk.getByRole('heading', { name: `${patient.first} ${patient.last}`, level: 1 }).waitFor()
    await look(desk, 'record')
  })

  step('the insurance card is entered and the payer’s answer (271) says what the patient owes', async () => {
    await desk.getByRole('tab', { name: 'Coverage' }).click()
    await desk.getByRole('button', { name: 'Add a card' }).click()
    const panel = desk.getByRole('complementary', { name: 'Add an insurance card' })
    await find(panel, 'Payer', 'Great Lakes')
    await panel.getByLabel('Member number').fill(patient.memberId)
    await panel.getByRole('button', { name: 'Clear Payer' }).waitFor()
    await look(desk, 'card form')
    await panel.getByLabel('Member number').press('Enter')
    await said(desk, 'Card added')
    await desk.getByRole('heading', { name: `Primary: ${payer}` }).waitFor()
    await desk.getByText('Not asked yet').first().waitFor()

    await desk.getByLabel(`Answer of ${payer} (271)`, { exact: true }).setInputFiles({
      name: 'answer.271',
      mimeType: 'text/plain',
      buffer: eligibilityAnswer(patient),
    })
    await said(desk, `${payer}: active`)
    await desk.getByText('$40.00 remains').waitFor()
    await desk.getByText('20 %').waitFor()
    await look(desk, 'coverage')
  })

  step('somebody else calls and cancels, which frees a time of today', async () => {
    await desk.goto('/flow')
    const expected = desk.getByRole('region', { name: 'Expected' })
    await expected
      .getByRole('listitem')
      .filter({ hasText: 'Dr. Reyes' })
      .last()
      .getByRole('button')
      .first()
      .click()
    const panel = desk.getByRole('complementary', { name: 'Visit' })
    await panel.getByRole('button', { name: 'More' }).click()
    await desk.getByRole('menuitem', { name: 'Cancel the visit…' }).click()
    const dialog = desk.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Called: has to work')
    await look(desk, 'cancelling')
    await dialog.getByRole('button', { name: 'Cancel the visit' }).click()
    await said(desk, 'ancelled')
  })

  step('the visit is booked at the next open time, with the keyboard', async () => {
    await desk.goto(`${record}?tab=appointments`)
    await desk.getByRole('link', { name: 'Book a visit' }).click()
    const panel = desk.getByRole('complementary', { name: 'Book a visit' })
    await panel.getByRole('radio', { name: /^Sick visit/ }).focus()
    await desk.keyboard.press('Space')
    const first = panel.getByRole('radiogroup', { name: 'Open times' }).getByRole('radio').first()
    await first.waitFor()
    await look(desk, 'booking')
    await first.focus()
    await desk.keyboard.press('Space')
    await panel.getByRole('button', { name: /^Book / }).press('Enter')
    await said(desk, 'Booked for')
    await desk
      .getByRole('complementary', { name: 'Visit' })
      .getByRole('link', { name: /Quintero/ })
      .waitFor()
    await look(desk, 'day board with the visit')
  })

  step('the patient arrives and is checked in: the copay is paid and its receipt printed', async () => {
    await desk.goto('/flow')
    await desk.getByRole('textbox', { name: 'Find who came in' }).fill('quintero')
    await desk.getByRole('button', { name: /^Arrived: Quintero/ }).click()
    await desk
      .getByRole('region', { name: 'Waiting' })
      .getByRole('button', { name: /^Quintero/ })
      .click()
    await look(desk, 'patient flow')
    await desk.getByRole('link', { name: 'Check in with copay' }).click()
    await desk.getByRole('heading', { name: 'Is this still right?' }).waitFor()
    await look(desk, 'check-in')
    await pick(desk, 'Cash')
    const open = desk.getByRole('button', { name: 'Open my drawer' })
    if (await open.isVisible()) await open.click()
    await open.waitFor({ state: 'detached' })
    await desk.getByRole('button', { name: 'Take $25.00 and check in' }).click()
    await desk.getByRole('heading', { name: 'Checked in' }).waitFor()
    await look(desk, 'checked in')
    const receipt = await opened(desk, '/receipt', () =>
      desk.getByRole('button', { name: /^Print receipt/ }).click(),
    )
    assert.equal(receipt.subarray(0, 5).toString(), '%PDF-')
  })

  step('the nurse takes the patient to a room, the provider sees them, the desk lets them go', async () => {
    nurse = await sitDown('nurse')
    provider = await sitDown('provider')
    const next = async (page: Page, label: string) => {
      await page.getByRole('button', { name: new RegExp(`^${label}: Quintero`) }).click()
      await page
        .getByRole('button', { name: new RegExp(`^${label}: Quintero`) })
        .waitFor({ state: 'detached' })
    }
    await nurse.goto('/flow')
    await provider.goto('/flow')
    await desk.goto('/flow')
    // The reserved room may be in use at another hour: the nurse takes an empty one.
    await nurse.getByRole('button', { name: /^Quintero/ }).click()
    const panel = nurse.getByRole('complementary', { name: 'Visit' })
    await panel.getByRole('combobox', { name: 'Room' }).click()
    await nurse
      .getByRole('option', { name: /^Exam \d+$/, disabled: false })
      .first()
      .click()
    await panel.getByRole('button', { name: 'To room' }).click()
    await said(nurse, 'in room')
    await nurse.keyboard.press('Escape')
    // Nobody reloads: each sees what the one before did.
    await next(provider, 'Provider in')
    await next(provider, 'Provider done')
    await next(desk, 'Check out')
    await nurse
      .getByRole('region', { name: 'Leaving' })
      .getByRole('button', { name: /^Quintero/ })
      .waitFor()
    await look(nurse, 'flow at the end')
  })

  step('the biller charges the visit by code and fee schedule; the scrub passes the claim', async () => {
    biller = await sitDown('biller')
    await biller.goto('/charges')
    await biller.getByRole('textbox', { name: 'Patient, MRN or provider' }).fill('quintero')
    await biller.getByRole('button', { name: /^Charge/ }).click()
    await biller.getByRole('button', { name: 'Post the charges' }).click()
    await biller.getByRole('alert').waitFor()
    await look(biller, 'charges refused')
    await find(biller.getByRole('main'), 'What the visit was for', 'I10')
    await find(biller.getByRole('main'), 'Code', '99214')
    // What is mended is not complained of any longer.
    await biller.getByRole('alert').waitFor({ state: 'detached' })
    await biller.getByText('Total 185.00').waitFor()
    await look(biller, 'charges')
    await biller.getByRole('button', { name: 'Post the charges' }).click()
    await said(biller, 'Charged, and its claim is made')
    await biller.getByText('Ready').waitFor()
    await biller.getByRole('cell', { name: '132.40' }).waitFor()
    const claim = biller.getByRole('main').locator('a[href^="/claims/"]')
    claimNumber = await claim.innerText()
    await look(biller, 'charged')
    await claim.click()
    await biller.getByRole('heading', { name: `Claim ${claimNumber}` }).waitFor()
    await look(biller, 'claim')
  })

  step('the claim goes out in an 837P file that says what the pages said', async () => {
    await biller.getByRole('button', { name: 'Send claims' }).click()
    await biller.getByRole('button', { name: /^Make a file of/ }).click()
    await said(biller, 'A file of')
    const row = biller.getByRole('row').filter({ hasText: 'Written' }).first()
    const text = await downloaded(biller, () => row.getByRole('button').first().click())
    const bytes = await readFile(text)
    const claims = transactionsOf(readX12(bytes), '837').flatMap((one) => {
      const { submission, problems } = read837P(one)
      assert.deepEqual(problems, [])
      return submission?.claims ?? []
    })
    const ours = claims.find(({ id }) => id === claimNumber)
    assert.ok(ours, `${claimNumber} is in the file`)
    assert.equal(ours.subscriber.memberId, patient.memberId)
    assert.deepEqual(ours.subscriber.name, {
      kind: 'person',
      last: patient.last.toUpperCase(),
      first: patient.first.toUpperCase(),
    })
    assert.equal(ours.chargeCents, 18_500)
    await row.getByRole('button', { name: 'I have sent it' }).click()
    await said(biller, 'Marked as sent')
    await look(biller, 'claim files')
  })

  step('the payer’s 835 is dropped twice and posted once: 53.48 is left to the patient', async () => {
    const advice = {
      name: 'payment.835',
      mimeType: 'text/plain',
      buffer: file(
        interchange([
          remittance('53.92', [
            `CLP*${claimNumber}*1*185*53.92*78.48*12*ICN1`,
            'SVC*HC:99214*185*53.92**1',
            'CAS*CO*45*52.6',
            'CAS*PR*1*40**2*13.48**3*25',
          ]),
        ]),
      ),
    }
    await biller.goto('/remittances')
    const drop = biller.getByLabel('Payment advices (835)', { exact: true })
    await drop.setInputFiles(advice)
    await biller.getByText('One payment read.').waitFor()
    await drop.setInputFiles(advice)
    await biller.getByText('nothing was posted again').waitFor()
    await look(biller, 'remittances')
    await biller.getByRole('link', { name: 'Payment 1' }).click()
    await biller.getByText('To the cent').waitFor()
    await biller.getByText('CO-45 52.60, PR-1 40.00, PR-2 13.48, PR-3 25.00').waitFor()
    await look(biller, 'remittance')
    await biller.getByRole('button', { name: 'The money has arrived' }).click()
    await look(biller, 'deposit')
    await biller.getByRole('button', { name: 'Mark as deposited' }).click()
    await said(biller, 'Deposited')

    await biller.goto(`${record}?tab=account`)
    await biller.getByText('$53.48').first().waitFor()
    await look(biller, 'account owes')
  })

  step('the patient is sent a statement as PDF and pays it', async () => {
    await biller.getByRole('button', { name: 'Make a statement now' }).click()
    await said(biller, 'Statement made')
    const paper = await opened(biller, '/statements/', () =>
      biller.getByRole('button', { name: /^Statement \d/ }).click(),
    )
    assert.equal(paper.subarray(0, 5).toString(), '%PDF-')

    await desk.goto(`${record}?tab=account`)
    await desk.getByRole('button', { name: 'Take a payment' }).click()
    const panel = desk.getByRole('complementary', { name: 'Take a payment' })
    await pick(panel, 'Check')
    await panel.getByLabel('Check number').fill('1042')
    await look(desk, 'taking a payment')
    await opened(desk, '/receipt', () =>
      panel.getByRole('button', { name: 'Take $53.48 and print the receipt' }).click(),
    )
    await said(desk, 'Receipt')
  })

  step('ends at nothing: on the page, in the account and in the ledger', async () => {
    await biller.goto(`${record}?tab=account`)
    const total = biller.getByRole('table', { name: 'Charges of this patient' }).locator('tfoot td')
    await biller.getByRole('table', { name: 'Charges of this patient' }).waitFor()
    assert.deepEqual(
      (await total.allInnerTexts()).filter((text) => /^[\d.,()]+$/.test(text)),
      ['185.00', '53.92', '52.60', '0.00', '78.48', '78.48', '0.00'],
    )
    for (const label of ['Insurance owes', 'Patient owes', 'Credit kept'])
      assert.match(await biller.getByRole('group', { name: label }).innerText(), /\$0\.00/)
    await look(biller, 'account at nothing')

    await manager.goto('/ledger')
    await manager.getByText('Balances', { exact: true }).waitFor()
    const cells = await manager
      .getByRole('table', { name: 'Trial balance' })
      .locator('tfoot td')
      .allInnerTexts()
    assert.equal(cells.at(-1), '0.00')
    await look(manager, 'trial balance')
  })
})
