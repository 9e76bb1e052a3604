import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, lstatSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { findBinaries, linkLibraries } from './binaries.ts'

test('makes the links to its libraries where npm did not run the install script', (t) => {
  const { postgres, version } = findBinaries()
  const native = dirname(dirname(postgres))
  const copy = mkdtempSync(join(tmpdir(), 'wellrun-binaries-'))
  t.after(() => rmSync(copy, { recursive: true, force: true }))
  // As npm unpacks it: files only.
  const noLinks = (path: string) => !lstatSync(path).isSymbolicLink()
  for (const part of ['bin', 'lib', 'pg-symlinks.json'])
    cpSync(join(native, part), join(copy, 'native', part), { recursive: true, filter: noLinks })
  const program = join(copy, 'native', 'bin', 'postgres')
  chmodSync(program, 0o755)
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as unknown[]
  if (links.length > 0)
    assert.notEqual(spawnSync(program, ['--version']).status, 0, 'without links it does not run')
  linkLibraries(copy)
  linkLibraries(copy)
  assert.match(String(spawnSync(program, ['--version']).stdout), new RegExp(`PostgreSQL\\) ${version}`))
})
