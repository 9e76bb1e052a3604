import assert from 'node:assert/strict'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { Refusal } from '#kernel/refusal.ts'
import { type StoredFile, openFiles } from '#platform/files.ts'
import { keyringFile, openKeyring } from '#platform/keys.ts'
import { type RunningPostgres, startPostgres } from '#platform/postgres/launcher.ts'
import { makeBackup } from './backup.ts'
import type { Questions } from './facts.ts'
import { restoreBackup } from './restore.ts'

const root = mkdtempSync(join(tmpdir(), 'wellrun-backup-'))
chmodSync(root, 0o755)
const office = join(root, 'office')
const questions: Questions = {
  'money in all accounts': { table: 'public.account', sql: 'select sum(cents) from public.account' },
  'a table nobody has': { table: 'public.missing', sql: 'select count(*) from public.missing' },
}
const passphrase = 'nine purple staplers'
let postgres: RunningPostgres
let stored: StoredFile
let sealed: string

before(async () => {
  postgres = await startPostgres({ dataFolder: office, durable: false })
  const keyring = openKeyring(keyringFile(office))
  stored = await openFiles(join(office, 'files'), keyring).store(Buffer.from('a signed consent'))
  mkdirSync(join(root, 'another disk'))
  writeFileSync(join(root, 'another disk', 'heads'), '{"head":1}\n')
  sealed = keyring.seal('123-45-6789', 'ssn')
  await ask(
    postgres.url,
    `create table account (id int primary key, cents bigint not null);
     insert into account select n, 1000 from generate_series(1, 50) n;
     create table transfer (id bigint generated always as identity, at timestamptz default clock_timestamp(), noise text);
     insert into transfer (noise) select repeat(md5(n::text), 20) from generate_series(1, 5000) n`,
  )
})
after(async () => {
  await postgres.stop()
  rmSync(root, { recursive: true, force: true })
})

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Moves money about, each transfer one transaction, until told to stop. */
function clerk(url: string, seed: number): { stop(): Promise<number> } {
  let working = true
  const work = (async () => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    let done = 0
    for (; working; done++) {
      // Always from the lower to the higher number: this is about backups, not deadlocks.
      const [from, to] = [1 + ((done * 7 + seed) % 25), 26 + ((done * 11 + seed) % 25)]
      await client.query(`begin; update account set cents = cents - 1 where id = ${from};
        update account set cents = cents + 1 where id = ${to};
        insert into transfer (noise) values (repeat(md5(random()::text), 20)); commit`)
    }
    await client.end()
    return done
  })()
  return {
    stop() {
      working = false
      return work
    },
  }
}

const refused = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.match(error.message, pattern)
  assert.doesNotMatch(error.message, /\n/)
  return true
}

let archive = ''

test('a backup made in the middle of work comes back whole on another machine, by the passphrase alone', async () => {
  const clerks = [1, 2, 3].map((seed) => clerk(postgres.url, seed))
  let named: unknown
  const backup = await makeBackup({
    dataFolder: office,
    questions,
    passphrase,
    alongside: { 'heads.jsonl': join(root, 'another disk', 'heads'), 'not-there': join(root, 'not-there') },
    onMade: async (url) => void (named = (await ask(url, 'select current_database() as name'))[0]?.['name']),
  })
  const worked = await Promise.all(clerks.map((one) => one.stop()))
  assert.ok(
    worked.every((done) => done > 20),
    `the clerks went on working: ${worked.join(', ')}`,
  )
  archive = backup.archive
  assert.equal(named, 'wellrun', 'whoever keeps account of backups is told of the database')
  assert.deepEqual(backup.facts.named, { 'money in all accounts': '50000' })
  assert.equal(backup.files.count, 1)
  assert.ok(!readFileSync(archive).includes('signed consent'))
  const elsewhere = join(root, 'elsewhere')
  const restored = await restoreBackup({ archive, dataFolder: elsewhere, questions, passphrase })
  assert.deepEqual(restored.facts, backup.facts)

  const there = await startPostgres({ dataFolder: elsewhere, durable: false })
  try {
    const [now] = await ask(
      there.url,
      'select sum(cents) as cents, (select count(*) from transfer)::int as transfers from account',
    )
    assert.equal(Number(now?.['cents']), 50_000)
    assert.equal(String(now?.['transfers']), backup.facts.tables['public.transfer']?.rows)
    assert.ok(Number(now?.['transfers']) > 5000, 'some of the work done meanwhile is in it')
    // And the office can go on.
    await ask(there.url, `insert into transfer (noise) values ('after the fire')`)
  } finally {
    await there.stop()
  }
  assert.equal(readFileSync(join(elsewhere, 'heads.jsonl'), 'utf8'), '{"head":1}\n')
  const keyring = openKeyring(keyringFile(elsewhere))
  assert.equal(
    String(await openFiles(join(elsewhere, 'files'), keyring).readWhole(stored.id)),
    'a signed consent',
  )
  assert.equal(keyring.open(sealed, 'ssn'), '123-45-6789')
})

test('without a passphrase the key file opens it, and must be brought along', async () => {
  const { archive: locked, openedBy } = await makeBackup({
    dataFolder: office,
    questions,
    archive: join(root, 'by key.backup'),
  })
  assert.equal(openedBy, keyringFile(office))
  const dataFolder = join(root, 'with keys')
  await assert.rejects(
    restoreBackup({ archive: locked, dataFolder, questions }),
    refused(/copy the key file .* to .*keyring\.json/),
  )
  assert.ok(!existsSync(dataFolder))
  mkdirSync(join(dataFolder, 'keys'), { recursive: true })
  copyFileSync(keyringFile(office), keyringFile(dataFolder))
  await restoreBackup({ archive: locked, dataFolder, questions })
  assert.deepEqual(readdirSync(dataFolder).sort(), ['files', 'keys', 'postgres', 'postgres.json'])
})

test('an archive that was changed, cut off or is not one is refused, and nothing is put in place', async () => {
  const good = readFileSync(archive)
  const flipped = (at: number) => {
    const bad = Buffer.from(good)
    bad[at]! ^= 1
    return bad
  }
  for (const [what, bytes, sentence] of [
    ['a byte in the middle', flipped(good.length >> 1), /changed or damaged/],
    ['the last byte', flipped(good.length - 1), /changed or damaged/],
    ['the date in its beginning', flipped(good.indexOf('made') + 9), /another key or passphrase/],
    ['cut in half', good.subarray(0, good.length >> 1), /end is missing/],
    ['cut to nothing', good.subarray(0, 10), /end is missing/],
    ['a letter', Buffer.from('Dear Sir or Madam, please find attached'), /not something Wellrun encrypted/],
  ] as const) {
    const file = join(root, 'bad.backup')
    writeFileSync(file, bytes)
    const dataFolder = join(root, 'stays empty')
    await assert.rejects(
      restoreBackup({ archive: file, dataFolder, questions, passphrase }),
      refused(sentence),
      what,
    )
    assert.deepEqual(existsSync(dataFolder) ? readdirSync(dataFolder) : [], [], what)
  }
})

test('a wrong passphrase, or none, says so', async () => {
  const dataFolder = join(root, 'no entry')
  await assert.rejects(
    restoreBackup({ archive, dataFolder, questions, passphrase: 'nine purple stapler' }),
    refused(/another key or passphrase/),
  )
  await assert.rejects(
    restoreBackup({ archive, dataFolder, questions }),
    refused(/WELLRUN_BACKUP_PASSPHRASE/),
  )
})

test('a database that came back different is not put in place', async () => {
  const dataFolder = join(root, 'different')
  const changed = { ...questions, 'money in all accounts': { table: 'public.account', sql: 'select 49999' } }
  await assert.rejects(
    restoreBackup({ archive, dataFolder, questions: changed, passphrase }),
    refused(/not what was saved: money in all accounts: 50000 saved, 49999 restored/),
  )
  assert.deepEqual(readdirSync(dataFolder), [])
})

test('never writes over anything: neither a folder in use, nor an archive', async () => {
  await assert.rejects(
    restoreBackup({ archive, dataFolder: office, questions, passphrase }),
    refused(/is not empty/),
  )
  await assert.rejects(makeBackup({ dataFolder: office, questions, archive }), refused(/exists already/))
  await assert.rejects(
    restoreBackup({ archive: join(root, 'none'), dataFolder: root, questions }),
    refused(/no archive/),
  )
  await assert.rejects(
    makeBackup({ dataFolder: join(root, 'nothing'), questions }),
    refused(/nothing to save/),
  )
  assert.ok(!existsSync(join(root, 'nothing')))
})

test(
  'comes back for root too, where PostgreSQL must be another user',
  { skip: process.getuid?.() !== 0 && 'only root has this difficulty' },
  async () => {
    const path = process.env['PATH']
    // Where no "unshare" is found.
    process.env['PATH'] = root
    try {
      const dataFolder = join(root, 'for root')
      await restoreBackup({ archive, dataFolder, questions, passphrase })
      assert.notEqual(statSync(join(dataFolder, 'postgres')).uid, 0)
    } finally {
      process.env['PATH'] = path
    }
  },
)
