import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { after } from 'node:test'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import pg from 'pg'
import { demoPassword } from '#database/demo/team.ts'
import { buildWeb } from '#platform/web-build.ts'
import { dataFolder } from '#platform/vault.ts'
import { serve } from '../server.ts'
import { openBrowser } from './browser.ts'

/**
 * The demonstration practice, open for business in a real browser: a database, a server and a Chromium of its own, gone
 * when the test file ends.
 */
export async function openOffice() {
  const template = new URL(process.env['DEMO_URL']!)
  const name = `office_${randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: at(template, 'postgres') })
  await admin.connect()
  await admin.query(`create database ${name} template ${template.pathname.slice(1)}`)
  const url = at(template, name)
  const web = await buildWeb(join(dataFolder(), 'web'))
  const server = await serve({
    databaseUrl: url,
    host: '127.0.0.1',
    port: 0,
    webFolder: web.folder,
    withWorker: true,
  })
  const browser: Browser = await openBrowser()

  after(async () => {
    await browser.close()
    await server.close()
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  })

  return {
    url,
    address: server.address,
    browser,
    /** A desk of its own, at 1280 by 720, where `userName` has signed in. A fault of the page fails the test. */
    async desk(userName: string, options: { colorScheme?: 'light' | 'dark' } = {}): Promise<Desk> {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 720 },
        colorScheme: options.colorScheme ?? 'light',
        reducedMotion: 'reduce',
        acceptDownloads: true,
        baseURL: server.address,
      })
      const page = await context.newPage()
      const faults: string[] = []
      page.on('pageerror', (error) => faults.push(String(error.stack ?? error)))
      await page.goto('/')
      await page.getByLabel('User name').fill(userName)
      await page.getByRole('textbox', { name: 'Password' }).fill(demoPassword)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('navigation').first().waitFor()
      return { context, page, faults }
    },
  }
}

export type Desk = {
  readonly context: BrowserContext
  readonly page: Page
  readonly faults: readonly string[]
}

function at(url: URL, name: string) {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.href
}
