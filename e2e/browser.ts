import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from '@playwright/test'

const places = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** The Chromium of the machine, or undefined where there is none (CHROMIUM_PATH names another place). */
export const chromiumPath = (): string | undefined => places.find((path) => path && existsSync(path))

/** A quiet headless Chromium that asks nobody for anything. The caller closes it. */
export function openBrowser(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (!executablePath)
    throw new Error('There is no Chromium here: install one, or name it with CHROMIUM_PATH.')
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Asserts that axe finds nothing against WCAG 2.2 A and AA on the page as it stands. */
export async function checkAccessibility(page: Page, where = new URL(page.url()).pathname): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const findings = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `    ${target.join(' ')} ${failureSummary ?? ''}`).join('\n')}`,
  )
  assert.equal(
    findings.length,
    0,
    `${where} has ${findings.length} accessibility findings\n${findings.join('\n')}`,
  )
}

/** Saves a picture for people to look at, where WELLRUN_PICTURES names a folder; otherwise does nothing. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['WELLRUN_PICTURES']
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`) })
}
