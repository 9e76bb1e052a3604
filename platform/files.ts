import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, opendir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Id, newId } from '#kernel/id.ts'
import { NotFound, Refusal, reason, refuse } from '#kernel/refusal.ts'
import { syncFolder } from './durable-file.ts'
import type { Keyring } from './keys.ts'
import { Damaged, readHeader, seal, unseal } from './sealed-stream.ts'

export const FileTooLarge = reason('file-too-large', 413, 'This file is larger than this place takes.')

/** The bytes of documents. What they are (name, media type, whose) is a row of `platform.file`, kept by the caller. */
export type StoredFile = {
  readonly id: Id<'File'>
  /** Bytes before encryption. */
  readonly size: number
  /** Hex, of the bytes before encryption. */
  readonly sha256: string
  readonly keyId: string
}

export type FileStore = {
  /**
   * Keeps the bytes, encrypted, and returns when they are safe on the disk. Store first and then write the row: a
   * transaction that fails leaves bytes nobody knows of, never a row without bytes.
   */
  store(
    bytes: Uint8Array | AsyncIterable<Uint8Array>,
    limits?: { readonly maxBytes?: number },
  ): Promise<StoredFile>
  /** @throws NotFound, KeyMissing; while reading Damaged: every chunk is checked before it is handed out */
  read(id: Id<'File'>): AsyncIterable<Buffer>
  /** The whole file, for those known to be small. */
  readWhole(id: Id<'File'>): Promise<Buffer>
  /** For good, e.g. when the time to keep it is over. */
  remove(id: Id<'File'>): Promise<void>
  /** After a rotation of the keys: encrypts with the current key what an older one closed. Yields each file done. */
  reencrypt(): AsyncIterable<{ readonly id: Id<'File'>; readonly keyId: string }>
}

const purpose = 'a file'
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** @param folder made when missing; holds `aa/bb/<id>`, where aa and bb come from the end of the id, which is random */
export function openFiles(folder: string, keyring: Keyring): FileStore {
  const pathOf = (id: Id<'File'>) =>
    isId.test(id)
      ? join(folder, id.slice(-4, -2), id.slice(-2), id)
      : refuse(NotFound, 'There is no such file.')

  /** Beside its place, to the disk, and only then under its name: there is never half a file. */
  async function write(path: string, sealed: AsyncIterable<Uint8Array>): Promise<void> {
    const fresh = `${path}.${newId()}.new`
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    try {
      const file = await open(fresh, 'wx', 0o600)
      try {
        for await (const bytes of sealed) await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(fresh, path)
      syncFolder(dirname(path))
    } finally {
      await rm(fresh, { force: true })
    }
  }

  async function* read(id: Id<'File'>): AsyncGenerator<Buffer> {
    const path = pathOf(id)
    try {
      yield* unseal(createReadStream(path), { keyring }, purpose)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        return refuse(NotFound, 'The bytes of this file are missing: they can come back from a backup.')
      if (error instanceof Refusal && error.reason.code !== 'key-missing')
        return refuse(
          Damaged,
          'This file was changed or damaged on the disk: it can come back from a backup.',
        )
      throw error
    }
  }

  return {
    async store(bytes, { maxBytes = Infinity } = {}) {
      const id = newId<'File'>()
      const keyId = keyring.currentId
      const hash = createHash('sha256')
      let size = 0
      async function* counted() {
        for await (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) {
          size += piece.length
          if (size > maxBytes)
            refuse(
              FileTooLarge,
              `This file is larger than ${Math.floor(maxBytes / 2 ** 20)} MB, the most this place takes.`,
            )
          hash.update(piece)
          yield piece
        }
      }
      await write(pathOf(id), seal(counted(), { keyring }, purpose))
      return { id, size, sha256: hash.digest('hex'), keyId }
    },
    read,
    async readWhole(id) {
      return Buffer.concat(await Array.fromAsync(read(id)))
    },
    async remove(id) {
      await rm(pathOf(id), { force: true })
    },
    async *reencrypt() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      for await (const entry of await opendir(folder, { recursive: true })) {
        if (!entry.isFile() || !isId.test(entry.name)) continue
        const id = entry.name as Id<'File'>
        const { key } = await readHeader(createReadStream(pathOf(id)))
        if (key === keyring.currentId) continue
        const keyId = keyring.currentId
        await write(pathOf(id), seal(read(id), { keyring }, purpose))
        yield { id, keyId }
      }
    },
  }
}
