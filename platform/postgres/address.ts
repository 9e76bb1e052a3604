import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from './account.ts'

/** Where PostgreSQL listens: the folder of its socket, or on Windows the loopback address. */
export type Address = { readonly host: string; readonly port: number; remove(): void }

/** A socket beside the data, or in a short folder when its path would not fit the 107 bytes (103 on macOS) of an address. */
export async function chooseAddress(folder: string, account: Account): Promise<Address> {
  if (process.platform === 'win32') return { host: '127.0.0.1', port: await freePort(), remove: () => {} }
  const port = 5432
  const fits = (path: string) => Buffer.byteLength(`${path}/.s.PGSQL.${port}`) <= 103
  const beside = join(folder, 'socket')
  const temporary = [tmpdir(), '/tmp'].find((path) => fits(`${path}/wellrun-123456`)) ?? '/tmp'
  const host = fits(beside) ? beside : mkdtempSync(join(temporary, 'wellrun-'))
  // A socket and its lock left by a power cut: we hold the lock of the folder, so nobody uses them.
  if (host === beside) rmSync(host, { recursive: true, force: true })
  mkdirSync(host, { recursive: true, mode: 0o700 })
  chmodSync(host, 0o700)
  account.give(host)
  return { host, port, remove: () => rmSync(host, { recursive: true, force: true }) }
}

/** "localhost" is there for programs that take the address apart; `host` comes before it. */
export function connectionUrl({ host, port }: Address, user: string, password: string, name: string): string {
  return process.platform === 'win32'
    ? `postgresql://${user}:${password}@${host}:${port}/${name}`
    : `postgresql://${user}:${password}@localhost/${name}?host=${encodeURIComponent(host)}`
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 5432))
    })
  })
}
