/**
 * The heads of the audit log outside the database: a line of JSON for each seal, only ever appended. Whoever can cut
 * the end off the log in the database must also reach this file; best it lies, or is copied, where they cannot.
 */
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export type Head = {
  readonly id: number
  readonly toId: number
  readonly hash: string
  readonly sealedAt: Temporal.Instant
  readonly signature: string
}

/** Empty where there is no file yet. A last line cut short by a crash is left out; it is written again. */
export async function readHeads(file: string): Promise<Head[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return []
    throw error
  }
  return text.split('\n').flatMap(parse)
}

function parse(line: string): Head[] {
  try {
    const { id, toId, hash, sealedAt, signature } = JSON.parse(line) as Head & { sealedAt: string }
    return [{ id, toId, hash, signature, sealedAt: Temporal.Instant.from(sealedAt) }]
  } catch {
    return []
  }
}

/** Appends and waits until the disk has it. */
export async function appendHeads(file: string, heads: readonly Head[]): Promise<void> {
  if (heads.length === 0) return
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(file, 'a', 0o600)
  try {
    // The line before may have been cut short: begin on a new one.
    await handle.write(`\n${heads.map((head) => JSON.stringify(head)).join('\n')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
