import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import type { Id } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { openFiles } from './files.ts'
import { openKeyring } from './keys.ts'
import { type Lock, seal, unseal } from './sealed-stream.ts'

const root = mkdtempSync(join(tmpdir(), 'wellrun-files-'))
after(() => rmSync(root, { recursive: true, force: true }))
const keyring = openKeyring(join(root, 'keyring.json'))
const files = openFiles(join(root, 'files'), keyring)
const chunk = 64 * 1024

const refusedAs =
  (...codes: string[]) =>
  (error: unknown) =>
    error instanceof Refusal && codes.includes(error.reason.code)
const pathOf = (id: string) => join(root, 'files', globSync(`**/${id}`, { cwd: join(root, 'files') })[0]!)
const whole = async (source: AsyncIterable<Uint8Array>) => Buffer.concat(await Array.fromAsync(source))
/** As a network brings it: in pieces of any size. */
const inPieces = (bytes: Buffer, size: number) =>
  Readable.from(
    (function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    })(),
  )

test('files of every size around a chunk come back as they were, and lie encrypted', async () => {
  for (const size of [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 17]) {
    const bytes = randomBytes(size)
    const stored = await files.store(inPieces(bytes, 10_007))
    assert.equal(stored.size, size)
    assert.equal(stored.sha256, createHash('sha256').update(bytes).digest('hex'))
    assert.equal(stored.keyId, keyring.currentId)
    assert.deepEqual(await files.readWhole(stored.id), bytes, `${size} bytes`)
    assert.equal(statSync(pathOf(stored.id)).mode & 0o777, 0o600)
  }
  const text = Buffer.from('diagnosis '.repeat(1000))
  const { id } = await files.store(text)
  assert.ok(!readFileSync(pathOf(id)).includes('diagnosis'))
  assert.deepEqual(globSync('**/*.new', { cwd: root }), [])
})

test('one changed byte is found, wherever it is, and nothing of its chunk is handed out', async () => {
  const { id } = await files.store(randomBytes(2 * chunk + 100))
  const good = readFileSync(pathOf(id))
  const places = [0, 9, 14, 60, 100, 130, 180, 200, 5000, chunk + 300, good.length - 20, good.length - 1]
  for (const at of places) {
    const bad = Buffer.from(good)
    bad[at]! ^= 1
    writeFileSync(pathOf(id), bad)
    // A changed name of the key is a key that is missing.
    await assert.rejects(files.readWhole(id), refusedAs('damaged', 'key-missing'), `byte ${at}`)
  }
  writeFileSync(pathOf(id), good)
  await files.readWhole(id)
})

test('a file cut off anywhere is found, also exactly between two chunks', async () => {
  const lock: Lock = { keyring }
  const bytes = randomBytes(3 * chunk)
  const sealed = await whole(seal([bytes], lock, 'a test'))
  const header = sealed.length - 3 * (chunk + 16)
  for (const length of [
    0,
    5,
    11,
    40,
    header - 16,
    header,
    header + 1,
    header + chunk + 16,
    header + 2 * (chunk + 16),
    sealed.length - 1,
  ])
    await assert.rejects(
      whole(unseal(inPieces(sealed.subarray(0, length), 9999), lock, 'a test')),
      refusedAs('cut-off', 'damaged'),
      `${length}`,
    )
  const between = sealed.subarray(0, header + 2 * (chunk + 16))
  await assert.rejects(whole(unseal(inPieces(between, 9999), lock, 'a test')), refusedAs('cut-off'))
  const { id } = await files.store(bytes)
  truncateSync(pathOf(id), header + chunk + 16)
  await assert.rejects(files.readWhole(id), refusedAs('damaged'))
})

test('chunks cannot be exchanged, repeated or appended, nor used for something else', async () => {
  const lock: Lock = { keyring }
  const sealed = await whole(seal([randomBytes(3 * chunk)], lock, 'a test'))
  const size = chunk + 16
  const header = sealed.subarray(0, sealed.length - 3 * size)
  const [one, two, three] = [0, 1, 2].map((n) =>
    sealed.subarray(header.length + n * size, header.length + (n + 1) * size),
  )
  for (const order of [
    [two, one, three],
    [one, one, two, three],
    [one, three],
    [one, two, three, three],
    [three],
  ])
    await assert.rejects(
      whole(unseal(Readable.from([header, ...order]), lock, 'a test')),
      refusedAs('damaged'),
    )
  await assert.rejects(whole(unseal(Readable.from([sealed]), lock, 'a backup')), refusedAs('damaged'))
})

test('a passphrase opens what it closed, and another one says that it is wrong', async () => {
  const sealed = await whole(seal([Buffer.from('secret')], { passphrase: 'correct horse' }, 'a test'))
  assert.equal(
    String(await whole(unseal(Readable.from([sealed]), { passphrase: 'correct horse' }, 'a test'))),
    'secret',
  )
  await assert.rejects(
    whole(unseal(Readable.from([sealed]), { passphrase: 'battery' }, 'a test')),
    refusedAs('wrong-key'),
  )
  await assert.rejects(whole(unseal(Readable.from([sealed]), { keyring }, 'a test')), refusedAs('wrong-key'))
  const ringed = await whole(seal([Buffer.from('secret')], { keyring }, 'a test'))
  await assert.rejects(
    whole(unseal(Readable.from([ringed]), { passphrase: 'x' }, 'a test')),
    refusedAs('wrong-key'),
  )
  const foreign = openKeyring(join(root, 'foreign.json'))
  await assert.rejects(
    whole(unseal(Readable.from([ringed]), { keyring: foreign }, 'a test')),
    refusedAs('key-missing'),
  )
})

test('a rotation encrypts every file anew, and they read as before', async () => {
  const place = join(root, 'rotation')
  const store = openFiles(place, keyring)
  const bytes = [randomBytes(10), randomBytes(chunk + 5)]
  const stored = await Promise.all(bytes.map((one) => store.store(one)))
  const before = stored.map(({ id }) => readFileSync(join(place, globSync(`**/${id}`, { cwd: place })[0]!)))
  const keyId = keyring.rotate()
  const done = await Array.fromAsync(store.reencrypt())
  assert.deepEqual(done.map((file) => file.id).sort(), stored.map((file) => file.id).sort())
  assert.ok(done.every((file) => file.keyId === keyId))
  for (const [at, { id }] of stored.entries()) {
    assert.deepEqual(await store.readWhole(id), bytes[at])
    assert.notDeepEqual(readFileSync(join(place, globSync(`**/${id}`, { cwd: place })[0]!)), before[at])
  }
  assert.deepEqual(await Array.fromAsync(store.reencrypt()), [])
})

test('an upload that breaks off or is too large leaves nothing behind', async () => {
  const place = join(root, 'broken')
  const store = openFiles(place, keyring)
  async function* breaksOff() {
    yield randomBytes(2 * chunk)
    throw new Error('connection lost')
  }
  await assert.rejects(store.store(breaksOff()), /connection lost/)
  await assert.rejects(
    store.store(randomBytes(2 ** 20 + 1), { maxBytes: 2 ** 20 }),
    refusedAs('file-too-large'),
  )
  assert.deepEqual(
    globSync('**/*', { cwd: place, withFileTypes: true }).filter((entry) => entry.isFile()),
    [],
  )
})

test('a file that is missing says so, and no id leads out of the folder', async () => {
  const { id } = await files.store(Buffer.from('x'))
  await files.remove(id)
  await assert.rejects(files.readWhole(id), refusedAs('not-found'))
  await assert.rejects(files.readWhole('../../keyring.json' as Id<'File'>), refusedAs('not-found'))
})
