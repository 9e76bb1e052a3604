import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  scryptSync,
  timingSafeEqual,
} from 'node:crypto'
import { reason, refuse } from '#kernel/refusal.ts'
import { type ByteSource, byteSource } from './byte-source.ts'
import type { Keyring } from './keys.ts'

/**
 * Bytes of any length, encrypted as they flow: a header, then chunks of 64 KiB, each closed with AES-256-GCM under a
 * key of this stream alone (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). The nonce counts
 * the chunks and marks the last, so a chunk cannot be changed, moved, repeated or left away without being found,
 * and nothing is handed out before its chunk has been checked.
 */
export const WrongKey = reason('wrong-key', 503, 'This was encrypted with another key or passphrase.')
export const Damaged = reason('damaged', 503, 'This was changed or damaged after it was written.')
export const CutOff = reason('cut-off', 503, 'This is incomplete: its end is missing.')

/** With the ring of this installation, or with words a person keeps. */
export type Lock = { readonly keyring: Keyring } | { readonly passphrase: string }

/** In the clear, yet part of what is authenticated. */
type Header = {
  readonly purpose: string
  readonly salt: string
  /** Which key of the ring; absent for a passphrase. */
  readonly key?: string
  /** What the writer wants known before the key is (versions, dates): no secrets. */
  readonly about?: Readonly<Record<string, string>>
}

const magic = Buffer.from('WELLRUN1')
const chunkBytes = 64 * 1024
const tagBytes = 16
const checkBytes = 16
const longestHeader = 16 * 1024

/** Encrypts `source`. The same `purpose` opens it again. */
export async function* seal(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  lock: Lock,
  purpose: string,
  about?: Readonly<Record<string, string>>,
): AsyncGenerator<Buffer> {
  const header: Header = {
    purpose,
    salt: randomBytes(32).toString('base64url'),
    ...('keyring' in lock && { key: lock.keyring.currentId }),
    ...(about && { about }),
  }
  const text = Buffer.from(JSON.stringify(header))
  const key = streamKey(lock, header, text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  yield Buffer.concat([magic, length, text, check(key)])

  const plain = byteSource(source)
  try {
    for (let index = 0, ended = false; !ended; index++) {
      const { bytes, last } = await plain.take(chunkBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce(index, last))
      yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
      ended = last
    }
  } finally {
    await plain.close()
  }
}

/** @throws WrongKey, KeyMissing, Damaged or CutOff, and never hands out a byte that was not checked */
export async function* unseal(
  source: AsyncIterable<Uint8Array>,
  lock: Lock,
  purpose: string,
): AsyncGenerator<Buffer> {
  const closed = byteSource(source)
  try {
    const { header, text } = await takeHeader(closed)
    if (header.purpose !== purpose) return refuse(Damaged, `This is not ${purpose}, but ${header.purpose}.`)
    const key = streamKey(lock, header, text)
    const told = await closed.take(checkBytes)
    // Even an empty stream has one last chunk.
    if (told.last) return refuse(CutOff)
    if (!timingSafeEqual(check(key), told.bytes)) return refuse(WrongKey)

    for (let index = 0, ended = false; !ended; index++) {
      const { bytes, last } = await closed.take(chunkBytes + tagBytes)
      const plain = decrypt(bytes, key, index, last)
      if (!plain) {
        // Cut exactly between two chunks, it ends in a good chunk that was not the last.
        if (last && decrypt(bytes, key, index, false)) return refuse(CutOff)
        return refuse(Damaged, last ? `${Damaged.title} Or its end is missing.` : undefined)
      }
      yield plain
      ended = last
    }
  } finally {
    await closed.close()
  }
}

/** What can be known of a sealed stream without its key: by which key, and what the writer told. Not yet authenticated. */
export async function readHeader(source: AsyncIterable<Uint8Array>): Promise<Omit<Header, 'salt'>> {
  const closed = byteSource(source)
  try {
    return (await takeHeader(closed)).header
  } finally {
    await closed.close()
  }
}

function decrypt(closed: Buffer, key: Buffer, index: number, last: boolean): Buffer | undefined {
  if (closed.length < tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, last), { authTagLength: tagBytes })
  decipher.setAuthTag(closed.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(closed.subarray(0, -tagBytes)), decipher.final()])
  } catch {
    return undefined
  }
}

function nonce(index: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUIntBE(index, 5, 6)
  bytes[11] = last ? 1 : 0
  return bytes
}

/** The whole header goes into the key, so changing it is the same as having a wrong key. */
function streamKey(lock: Lock, header: Header, text: Buffer): Buffer {
  const salt = Buffer.from(header.salt, 'base64url')
  if ('keyring' in lock) {
    if (header.key === undefined)
      return refuse(WrongKey, 'This was encrypted with a passphrase, not with a key file.')
    return Buffer.from(
      hkdfSync('sha256', lock.keyring.derive(header.key, header.purpose, salt), salt, text, 32),
    )
  }
  if (header.key !== undefined)
    return refuse(
      WrongKey,
      `This was encrypted with the key ${header.key} of a key file, not with a passphrase.`,
    )
  // OWASP's password storage advice for scrypt: N = 2^17, r = 8, p = 1; 128 MiB for a moment.
  const stretched = scryptSync(lock.passphrase.normalize('NFKC'), salt, 32, {
    N: 2 ** 17,
    r: 8,
    p: 1,
    maxmem: 2 ** 28,
  })
  return Buffer.from(hkdfSync('sha256', stretched, salt, text, 32))
}

/** Tells a wrong key from damage, and tells nothing about the key. */
const check = (key: Buffer): Buffer =>
  createHmac('sha256', key).update('check').digest().subarray(0, checkBytes)

async function takeHeader(closed: ByteSource): Promise<{ header: Header; text: Buffer }> {
  const start = (await closed.take(magic.length + 4)).bytes
  if (!start.subarray(0, magic.length).equals(magic))
    return refuse(Damaged, 'This is not something Wellrun encrypted, or its beginning is damaged.')
  if (start.length < magic.length + 4) return refuse(CutOff)
  const length = start.readUInt32BE(magic.length)
  if (length > longestHeader) return refuse(Damaged)
  const { bytes: text, last } = await closed.take(length)
  if (last) return refuse(CutOff)
  try {
    return { header: JSON.parse(text.toString()) as Header, text }
  } catch {
    return refuse(Damaged)
  }
}
