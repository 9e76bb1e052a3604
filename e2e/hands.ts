/** What people's hands do on the pages, beyond a click: choose from a list, find by typing, save what is opened. */
import type { Locator, Page } from '@playwright/test'

/** Chooses from a list that opens, by keyboard and mouse as people do. */
export async function choose(on: Page, label: string, option: string): Promise<void> {
  await on.getByRole('combobox', { name: label }).click()
  await on.getByRole('option', { name: option, exact: true }).click()
}

/** Presses one of a few choices that stand side by side. */
export async function pick(within: Page | Locator, name: string): Promise<void> {
  const radio = within.getByRole('radio', { name, exact: true })
  await radio.focus()
  await radio.press('Space')
}

/** Types into a field that searches the server and presses Enter at once, as quick hands do: the first hit is taken. */
export async function find(within: Locator, label: string, text: string): Promise<void> {
  const field = within.getByLabel(label, { exact: true })
  await field.fill(text)
  await field.press('Enter')
}

/** Waits until the corner says it. */
export const said = (page: Page, words: string): Promise<void> =>
  page.getByRole('status').filter({ hasText: words }).first().waitFor()

/** Where the file lies that `act` saves. */
export async function downloaded(page: Page, act: () => Promise<void>): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), act()])
  return download.path()
}

/** The document that `act` opens in a tab of its own, asked for once more: browsers do not give away what they show. */
export async function opened(page: Page, address: string, act: () => Promise<void>): Promise<Buffer> {
  const [response] = await Promise.all([
    page.waitForResponse(
      (one) => one.url().includes(address) && (one.headers()['content-type'] ?? '').includes('pdf'),
    ),
    act(),
  ])
  return (await page.request.get(response.url())).body()
}
