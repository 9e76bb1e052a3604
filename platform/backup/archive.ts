import { type FileHandle, open } from 'node:fs/promises'
import { Readable, type Transform, pipeline } from 'node:stream'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'
import { type ByteSource, byteSource } from '#platform/byte-source.ts'
import { type Lock, seal, unseal } from '#platform/sealed-stream.ts'
import { refuse } from '#kernel/refusal.ts'
import { CutOff } from '#platform/sealed-stream.ts'

/** One file of an archive; a path that ends in "/" is an empty folder. Paths use "/" and are relative. */
export type Entry = {
  readonly path: string
  readonly bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

export const purpose = 'a backup of Wellrun'

/**
 * An archive: files one after the other, compressed (zstd), then encrypted. The length of a file need not be known
 * before it ends, since a database works while it is copied.
 * @param about in the clear, for whoever holds an archive and wonders what it is
 */
export const writeArchive = (
  entries: AsyncIterable<Entry>,
  lock: Lock,
  about: Record<string, string>,
): AsyncIterable<Buffer> => seal(through(pack(entries), createZstdCompress()), lock, purpose, about)

/** The bytes of each entry are read before the next entry; what the caller leaves is passed over. */
export const readArchive = (archive: AsyncIterable<Uint8Array>, lock: Lock): AsyncIterable<Entry> =>
  unpack(through(unseal(archive, lock, purpose), createZstdDecompress()))

const through = (source: AsyncIterable<Buffer>, change: Transform): AsyncIterable<Buffer> =>
  // An error of either is thrown where the result is read.
  pipeline(Readable.from(source, { objectMode: false }), change, () => {})

async function* pack(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  for await (const { path, bytes } of entries) {
    yield framed(Buffer.from(path))
    for await (const piece of bytes) if (piece.length > 0) yield framed(piece)
    yield framed(Buffer.alloc(0))
  }
}

function framed(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

async function* unpack(plain: AsyncIterable<Buffer>): AsyncGenerator<Entry> {
  const source = byteSource(plain)
  try {
    for (;;) {
      const name = await frame(source)
      if (name === undefined) return
      const bytes = content(source)
      yield { path: name.toString(), bytes }
      for await (const _rest of bytes);
    }
  } finally {
    await source.close()
  }
}

async function* content(source: ByteSource): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = (await frame(source)) ?? refuse(CutOff)
    if (piece.length === 0) return
    yield piece
  }
}

/** undefined where the archive ends. */
async function frame(source: ByteSource): Promise<Buffer | undefined> {
  const { bytes: head } = await source.take(4)
  if (head.length === 0) return undefined
  if (head.length < 4) return refuse(CutOff)
  const length = head.readUInt32BE()
  const { bytes } = await source.take(length)
  return bytes.length === length ? bytes : refuse(CutOff)
}

/** A file as an entry; undefined when it is gone, as files of a working database may be at any moment. */
export async function fileEntry(path: string, file: string): Promise<Entry | undefined> {
  let handle: FileHandle
  try {
    handle = await open(file)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  return { path, bytes: contentOf(handle) }
}

async function* contentOf(file: FileHandle): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(256 * 1024))
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

export const textEntry = (path: string, text: string): Entry => ({ path, bytes: [Buffer.from(text)] })
