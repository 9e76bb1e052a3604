import { randomUUID } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file so that after a power cut it is there whole, or not at all.
 * @param when "new" throws EEXIST when there is such a file, even if another process makes it at this moment
 */
export function writeDurably(
  file: string,
  text: string,
  { when = 'any' }: { when?: 'new' | 'any' } = {},
): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = `${file}.${randomUUID()}.new`
  try {
    const open = openSync(fresh, 'wx', 0o600)
    try {
      writeFileSync(open, text)
      fsyncSync(open)
    } finally {
      closeSync(open)
    }
    // Unlike a rename, a link never replaces what is there.
    if (when === 'new') linkSync(fresh, file)
    else renameSync(fresh, file)
    syncFolder(dirname(file))
  } finally {
    rmSync(fresh, { force: true })
  }
}

/** A new name is safe only when the folder that holds it is written too. Windows keeps names safe by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const open = openSync(folder, 'r')
  try {
    fsyncSync(open)
  } finally {
    closeSync(open)
  }
}
