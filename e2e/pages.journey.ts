import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { checkAccessibility, shoot } from './browser.ts'
import { openOffice } from './office.ts'

const office = await openOffice()

/** Every page that needs no record in its address. */
const paths = [
  ...new Set(
    globSync('domains/*/web/pages.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/^\s*path: '(\/[^'$]*)'/gm)].map(([, path]) => path!),
    ),
  ),
].sort()

for (const colorScheme of ['light', 'dark'] as const)
  describe(`every page, ${colorScheme}`, async () => {
    const { page, faults } = await office.desk('manager', { colorScheme })
    for (const path of paths)
      it(`${path} opens without a fault, sideways scrolling or accessibility finding`, async () => {
        const before = faults.length
        await page.goto(path)
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForLoadState('networkidle').catch(() => {})
        assert.deepEqual(faults.slice(before), [])
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        assert.ok(overflow <= 0, `${path} is ${overflow} pixels too wide at 1280`)
        await checkAccessibility(page, path)
        await shoot(page, `${path.replaceAll('/', '_')}-${colorScheme}`)
      })
  })
