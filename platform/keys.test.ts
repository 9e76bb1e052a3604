import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { Refusal } from '#kernel/refusal.ts'
import { keyringFile, openKeyring } from './keys.ts'

const root = mkdtempSync(join(tmpdir(), 'wellrun-keys-'))
after(() => rmSync(root, { recursive: true, force: true }))

const refusedAs = (code: string) => (error: unknown) => error instanceof Refusal && error.reason.code === code

test('a sealed secret opens with the same ring and in the same place only', () => {
  const keys = openKeyring(join(root, 'one', 'keyring.json'))
  const sealed = keys.seal('JBSWY3DPEHPK3PXP', 'totp:1')
  assert.doesNotMatch(sealed, /JBSWY/)
  assert.equal(openKeyring(keys.file).open(sealed, 'totp:1'), 'JBSWY3DPEHPK3PXP')
  assert.notEqual(keys.seal('JBSWY3DPEHPK3PXP', 'totp:1'), sealed)
  assert.throws(() => keys.open(sealed, 'totp:2'), refusedAs('seal-broken'))
  const other = openKeyring(join(root, 'other', 'keyring.json'))
  assert.throws(() => other.open(sealed, 'totp:1'), refusedAs('key-missing'))
  assert.equal(keys.open(keys.seal('', 'empty'), 'empty'), '')
})

test('one changed character of a sealed secret is found, wherever it is', () => {
  const keys = openKeyring(join(root, 'one', 'keyring.json'))
  const sealed = keys.seal('123-45-6789', 'ssn')
  for (let at = 0; at < sealed.length; at++) {
    // The unused bits of base64's last character mean nothing.
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'Q' : 'A') + sealed.slice(at + 1)
    assert.throws(() => keys.open(changed, 'ssn'), Refusal, `position ${at}`)
  }
  assert.throws(() => keys.open('', 'ssn'), refusedAs('seal-broken'))
})

test('after a rotation the new key closes and the old one still opens, also in a program already running', () => {
  const file = join(root, 'rotated', 'keyring.json')
  const running = openKeyring(file)
  const before = running.seal('before', 'x')
  const signature = running.sign(Buffer.from('head'))
  const rotated = openKeyring(file)
  const id = rotated.rotate()
  assert.equal(rotated.currentId, id)
  assert.equal(rotated.open(before, 'x'), 'before')
  assert.equal(running.open(rotated.seal('after', 'x'), 'x'), 'after')
  assert.ok(rotated.verify(Buffer.from('head'), signature))
  assert.ok(running.verify(Buffer.from('head'), rotated.sign(Buffer.from('head'))))
})

test('a signature is of these bytes and by this ring', () => {
  const keys = openKeyring(join(root, 'one', 'keyring.json'))
  const signature = keys.sign(Buffer.from('entry 7'))
  assert.ok(keys.verify(Buffer.from('entry 7'), signature))
  assert.ok(!keys.verify(Buffer.from('entry 8'), signature))
  assert.ok(!openKeyring(join(root, 'other', 'keyring.json')).verify(Buffer.from('entry 7'), signature))
  assert.ok(!keys.verify(Buffer.from('entry 7'), ''))
})

test('the ring is for its owner alone, even after a careless copy', () => {
  const file = join(root, 'one', 'keyring.json')
  openKeyring(file)
  assert.equal(statSync(file).mode & 0o777, 0o600)
  chmodSync(file, 0o644)
  openKeyring(file)
  assert.equal(statSync(file).mode & 0o777, 0o600)
})

test('a damaged ring is refused and never replaced by a new one', () => {
  const file = join(root, 'damaged.json')
  writeFileSync(file, '{"current":')
  assert.throws(() => openKeyring(file), refusedAs('key-missing'))
  assert.equal(readFileSync(file, 'utf8'), '{"current":')
})

test('programs that start at once agree on one ring', async () => {
  const file = join(root, 'race', 'keyring.json')
  const code = `import { openKeyring } from '#platform/keys.ts'; console.log(openKeyring(process.argv[1]).currentId)`
  const start = () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', code, file], {
      cwd: join(import.meta.dirname, '..'),
    })
  const ids = (await Promise.all([start(), start(), start()])).map(({ stdout }) => stdout)
  assert.equal(new Set(ids).size, 1)
})

test('the ring may be kept elsewhere than the data', () => {
  process.env['WELLRUN_KEYS'] = join(root, 'safe.json')
  assert.equal(keyringFile('/data'), join(root, 'safe.json'))
  delete process.env['WELLRUN_KEYS']
  assert.equal(keyringFile('/data'), '/data/keys/keyring.json')
})
