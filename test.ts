/**
 * Runs the tests. Without arguments everything: types, lint, format, unused code, then every test on a private
 * PostgreSQL, then the journeys in a real browser. With arguments only those test files.
 */
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { prepareDatabase } from './app/prepare.ts'
import { loadDemo } from './database/demo/load.ts'
import { ensureBrowser } from './e2e/ensure-browser.ts'

const chosen = process.argv.slice(2)
const started = performance.now()
const tally = { passed: 0, failed: 0, skipped: 0 }

const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`

function run(
  command: string,
  args: string[],
  environment: Record<string, string> = {},
  onLine?: (line: string) => void,
) {
  return new Promise<number>((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', onLine ? 'pipe' : 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    })
    let rest = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk)
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop()!
      for (const line of lines) onLine?.(line)
    })
    child.on('close', (code) => resolve(code ?? 1))
    child.on('error', () => resolve(1))
  })
}

async function check(what: string, command: string, args: string[]) {
  const code = await run(command, args)
  console.log(`${code === 0 ? 'ok' : 'NOT OK'} ${what} (${seconds()})`)
  tally[code === 0 ? 'passed' : 'failed'] += 1
}

async function nodeTests(files: string[], environment: Record<string, string>) {
  if (files.length === 0) return
  const before = { ...tally }
  const code = await run(
    process.execPath,
    [
      '--test',

      '--test-reporter=tap',
      '--test-reporter-destination=stdout',
      '--test-timeout=600000',
      ...files,
    ],
    environment,
    (line) => {
      const count = /^# (pass|fail|cancelled|skipped) (\d+)$/.exec(line)
      if (!count) return
      const key = count[1] === 'pass' ? 'passed' : count[1] === 'skipped' ? 'skipped' : 'failed'
      tally[key] += Number(count[2])
    },
  )
  // A file that cannot even be loaded, or a runner that died, must not look like success.
  if (code !== 0 && tally.failed === before.failed) tally.failed += 1
  if (tally.passed === before.passed) tally.failed += 1
}

/** Each test file works on a clone of the migrated database; outside the tests the owner may make no database. */
async function letOwnerCloneDatabases(adminUrl: string) {
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query('alter role wellrun createdb')
  await admin.end()
}

const isJourney = (file: string) => file.endsWith('.journey.ts')

/** The demonstration practice, made once; each journey works on a clone of it. */
async function makeDemo(adminUrl: string, templateUrl: string) {
  const url = new URL(templateUrl)
  const admin = new pg.Client({ connectionString: adminUrl })
  await admin.connect()
  await admin.query(`create database demo template ${url.pathname.slice(1)} owner wellrun`)
  await admin.end()
  url.pathname = '/demo'
  await loadDemo(url.href, console.log)
  return url.href
}

const dataFolder = await mkdtemp(join(tmpdir(), 'wellrun-test-'))
try {
  if (chosen.length === 0) {
    await check('types', 'tsc', [])
    await check('lint', 'oxlint', ['--type-aware'])
    await check('format', 'oxfmt', ['--check'])
    await check('unused code', 'knip', [])
  }
  const postgres = await startPostgres({ dataFolder, durable: false })
  try {
    await prepareDatabase(postgres.url)
    await letOwnerCloneDatabases(postgres.adminUrl)
    // Keys and files of the tests stay out of the data folder of whoever runs them.
    const environment = { TEMPLATE_URL: postgres.url, WELLRUN_DATA: join(dataFolder, 'practice') }
    const files =
      chosen.length > 0
        ? chosen
        : globSync('{kernel,standards,platform,database,domains,app,.}/**/*.test.ts', {
            exclude: ['node_modules/**', 'e2e/**', 'dist/**', 'data/**'],
          })
    const journeys = chosen.length > 0 ? chosen.filter(isJourney) : globSync('e2e/*.journey.ts')
    await nodeTests(
      [...new Set(files)].filter((file) => !isJourney(file)),
      environment,
    )
    if (journeys.length > 0) {
      if (await ensureBrowser())
        await nodeTests(journeys, {
          ...environment,
          DEMO_URL: await makeDemo(postgres.adminUrl, postgres.url),
        })
      else tally.failed += 1
    }
  } finally {
    await postgres.stop()
  }
} finally {
  await rm(dataFolder, { recursive: true, force: true })
}
console.log(`\n${seconds()}`)
console.log(
  `${tally.passed} passed, ${tally.failed} failed${tally.skipped ? `, ${tally.skipped} skipped` : ''}`,
)
process.exit(tally.failed === 0 ? 0 : 1)
