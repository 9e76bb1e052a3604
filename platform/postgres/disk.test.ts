import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Refusal } from '#kernel/refusal.ts'
import { folderTrouble, postgresTrouble } from './trouble.ts'

const root = mkdtempSync(join(tmpdir(), 'wellrun-disk-'))
chmodSync(root, 0o755)
after(() => rmSync(root, { recursive: true, force: true }))

const project = join(import.meta.dirname, '..', '..')
const code = `import { startPostgres } from '#platform/postgres/launcher.ts'
  try {
    const postgres = await startPostgres({ dataFolder: process.argv[1], durable: false })
    await postgres.stop()
    console.log('started')
  } catch (error) {
    console.log(error.reason ? error.message : error.stack)
  }`

/** A view of the machine of one's own, in which one may mount. */
const ownView = { file: 'unshare', args: ['--user', '--map-root-user', '--mount'] }
const mounts = spawnSync(ownView.file, [...ownView.args, 'mount', '-t', 'tmpfs', 'none', root])
const skip = mounts.status === 0 ? false : 'this machine does not let a test mount a disk of its own'

/** Starts in a private view of the machine in which `folder` is a disk of its own. */
function startOnDisk(folder: string, prepare: string): string {
  mkdirSync(folder)
  const shell = `${prepare} && exec "$0" --input-type=module -e "$2" "$1/data"`
  const run = spawnSync(ownView.file, [...ownView.args, 'sh', '-c', shell, process.execPath, folder, code], {
    cwd: project,
    encoding: 'utf8',
    timeout: 60_000,
  })
  return run.stdout.trim() || run.stderr
}

test('says that the disk is nearly full before it makes a database', { skip }, () => {
  const said = startOnDisk(join(root, 'small'), 'mount -t tmpfs -o size=32m none "$1"')
  assert.match(said, /^The disk that holds \S+ has \d+ MB left; Wellrun needs 300 MB: [^\n]*$/)
})

test('says that the disk is full when it became so in the midst of it', { skip }, () => {
  // No more files than these: space seems plenty, and yet there is none.
  const said = startOnDisk(join(root, 'inodes'), 'mount -t tmpfs -o size=900m,nr_inodes=200 none "$1"')
  assert.match(said, /^The disk that holds \S+ is full: [^\n]*$/)
})

test('says that the disk is read-only', { skip }, () => {
  const said = startOnDisk(join(root, 'read-only'), 'mount -t tmpfs -o ro none "$1"')
  assert.match(said, /^The folder \S+ is on a read-only disk: [^\n]*$/)
})

test('each trouble the system or PostgreSQL has with a folder is one sentence that says what to do', () => {
  for (const code of ['ENOSPC', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'ENAMETOOLONG']) {
    const trouble = folderTrouble(Object.assign(new Error(code), { code }), '/somewhere')
    assert.ok(trouble instanceof Refusal)
    assert.match(trouble.message, /\/somewhere.*: .*\.$/)
    assert.doesNotMatch(trouble.message, /\bE[A-Z]{3,}/)
  }
  const fault = new Error('a bug')
  assert.equal(folderTrouble(fault, '/somewhere'), fault)
  const log = `2027-01-04 10:00:00.000 UTC [7] LOG:  starting PostgreSQL
2027-01-04 10:00:00.100 UTC [7] FATAL:  could not write lock file "postmaster.pid": No space left on device
2027-01-04 10:00:00.200 UTC [7] LOG:  database system is shut down`
  assert.match(postgresTrouble(log, '/somewhere').message, /^The disk that holds \/somewhere is full/)
  const other = log.replace('No space left on device', 'Input/output error')
  assert.match(
    postgresTrouble(other, '/somewhere').message,
    /^PostgreSQL did not start: FATAL: {2}could not write lock file/,
  )
})

test('root without user namespaces hands the database to an ordinary user', (t) => {
  if (process.getuid?.() !== 0) return t.skip('only root has this difficulty')
  const folder = join(root, 'fallback')
  const run = (path: string | undefined) =>
    spawnSync(process.execPath, ['--input-type=module', '-e', code, folder], {
      cwd: project,
      encoding: 'utf8',
      timeout: 60_000,
      env: { ...process.env, PATH: path },
    }).stdout.trim()
  // Where no "unshare" is found.
  assert.equal(run(root), 'started')
  assert.notEqual(statSync(join(folder, 'postgres')).uid, 0)
  // The database then stays with that user.
  assert.equal(run(process.env['PATH']), 'started')
  assert.ok(existsSync(join(folder, 'postgres', 'PG_VERSION')))
})

test('root without any way to be somebody else is told what to do', (t) => {
  if (process.getuid?.() !== 0) return t.skip('only root has this difficulty')
  const locked = join(root, 'locked')
  mkdirSync(locked, { mode: 0o700 })
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', code, join(locked, 'data')], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, PATH: root },
  })
  assert.match(run.stdout, /^PostgreSQL refuses to run as root.*start Wellrun as an ordinary user/)
})
