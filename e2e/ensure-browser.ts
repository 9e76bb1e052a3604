import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Debian's chromium: found, or installed where we may, or said plainly. */
export async function ensureBrowser(): Promise<boolean> {
  const path = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
  if (existsSync(path)) return true
  console.log('Chromium is missing: installing Debian’s package for the journeys.')
  if (process.getuid?.() === 0) {
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit' })
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (existsSync(path)) return true
  }
  console.log(
    'The journeys need Chromium and it could not be installed. Run "sudo apt-get install chromium" (Debian, Ubuntu), or set CHROMIUM_PATH to a Chromium you have.',
  )
  return false
}
