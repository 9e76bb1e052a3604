import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

const project = dirname(import.meta.dirname)
const aDay = 24 * 60 * 60 * 1000

/**
 * The web pages, built from the sources as they are now. A build is kept under the fingerprint of its sources, so
 * that only a changed program builds again, and a running one keeps the pages it started with.
 * @returns the folder with index.html, and whether it was built just now
 */
export async function buildWeb(into: string): Promise<{ folder: string; built: boolean }> {
  const folder = join(into, fingerprint())
  if (existsSync(join(folder, 'index.html'))) return { folder, built: false }
  mkdirSync(into, { recursive: true })
  // Built beside its place and then renamed: an interrupted build is never served, and two at once do no harm.
  const fresh = `${folder}.${process.pid}`
  try {
    await vite(fresh)
    removeOld(into)
    if (!existsSync(folder)) renameSync(fresh, folder)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return { folder, built: true }
}

function fingerprint(): string {
  const hash = createHash('sha256')
  const sources = globSync(['{web,domains,kernel,standards}/**/*', 'vite.config.ts', 'package-lock.json'], {
    cwd: project,
  })
  for (const source of sources.filter((path) => !/\.test\.tsx?$|\.sql$/.test(path)).sort()) {
    const file = join(project, source)
    if (statSync(file).isFile()) hash.update(source).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

/** Another program may still serve an older build: only those untouched for a day go. */
function removeOld(into: string): void {
  for (const path of globSync('*', { cwd: into }).map((name) => join(into, name)))
    if (Temporal.Now.instant().epochMilliseconds - statSync(path).mtimeMs > aDay)
      rmSync(path, { recursive: true, force: true })
}

/** In a process of its own, so that the memory a build needs is given back. */
function vite(outFolder: string): Promise<void> {
  const program = join(dirname(fileURLToPath(import.meta.resolve('vite/package.json'))), 'bin', 'vite.js')
  return new Promise((done, failed) => {
    const child = spawn(
      process.execPath,
      [program, 'build', '--configLoader', 'native', '--logLevel', 'error'],
      {
        cwd: project,
        env: { ...process.env, WELLRUN_WEB_OUT: outFolder, NODE_ENV: 'production' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    const kill = () => child.kill()
    process.once('exit', kill)
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += String(chunk)))
    child.once('error', failed)
    child.once('close', (code) => {
      process.off('exit', kill)
      if (code === 0) done()
      else
        failed(
          new Error(
            `The web pages could not be built (${basename(program)} ended with ${code}):\n${stripVTControlCharacters(said).trim()}`,
          ),
        )
    })
  })
}

/** For people: relative where that is shorter. */
export const shortPath = (path: string): string => {
  const short = relative(process.cwd(), path)
  return short !== '' && short.length < path.length && !short.startsWith('..') ? `./${short}` : path
}
