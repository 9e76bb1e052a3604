import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto'
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { reason, refuse } from '#kernel/refusal.ts'
import { writeDurably } from './durable-file.ts'

export const KeyMissing = reason('key-missing', 503, 'The key this was encrypted with is not here.')
export const SealBroken = reason('seal-broken', 503, 'What was encrypted has been changed or damaged.')

/**
 * The keys of this installation: they live in one file, never in the database and never in a backup that the same
 * keys protect. Whoever has the database or its files without this file has nothing.
 */
export type Keyring = {
  readonly file: string
  /** Encrypts from now on. */
  readonly currentId: string
  /**
   * 32 bytes for one purpose, derived from a key of the ring (HKDF-SHA256, RFC 5869), so that no two uses share one.
   * @throws KeyMissing
   */
  derive(keyId: string, purpose: string, salt: Uint8Array): Buffer
  /**
   * A short secret (TOTP, SSN) as text for a column: AES-256-GCM, "1.<key>.<base64url>".
   * @param context what it belongs to ("totp:<user id>"): it opens only there, so a sealed text copied into another
   * row stays shut
   */
  seal(secret: string, context: string): string
  /** @throws KeyMissing, SealBroken */
  open(sealed: string, context: string): string
  /** Signs, e.g., the head of the audit log (Ed25519, RFC 8032): "<key>.<base64url>". */
  sign(bytes: Uint8Array): string
  /** false for a signature of anything else, or by a key that is not of this ring. */
  verify(bytes: Uint8Array, signature: string): boolean
  /** Adds a key and a signing key and uses them from now on; the old ones stay, to open what they closed. */
  rotate(): string
}

type Stored = {
  readonly current: string
  readonly keys: Readonly<
    Record<string, { readonly made: string; readonly secret: string; readonly signing: string }>
  >
}

/** Where the ring is: WELLRUN_KEYS, best on another disk, or in the data folder. */
export const keyringFile = (dataFolder: string): string =>
  resolve(process.env['WELLRUN_KEYS'] || join(dataFolder, 'keys', 'keyring.json'))

/** Opens the ring, or makes one when there is none yet. */
export function openKeyring(file: string): Keyring {
  if (!existsSync(file)) make(file)
  // Copied by hand, it may have become readable to others.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600)
  let ring = read(file)

  function entry(id: string) {
    // Another process may have rotated the ring since.
    if (!(id in ring.keys)) ring = read(file)
    return (
      ring.keys[id] ??
      refuse(KeyMissing, `The key ${id} is not in ${file}: put the key file back that has it.`)
    )
  }
  const derive = (id: string, purpose: string, salt: Uint8Array) =>
    Buffer.from(
      hkdfSync('sha256', Buffer.from(entry(id).secret, 'base64url'), salt, `wellrun ${purpose}`, 32),
    )

  return {
    file,
    get currentId() {
      return ring.current
    },
    derive,
    seal(secret, context) {
      // The salt makes a key for each text, so the nonce can never meet the same key twice.
      const salt = randomBytes(16)
      const cipher = createCipheriv('aes-256-gcm', derive(ring.current, 'seal', salt), Buffer.alloc(12))
      cipher.setAAD(Buffer.from(context))
      const closed = Buffer.concat([salt, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return `1.${ring.current}.${closed.toString('base64url')}`
    },
    open(sealed, context) {
      const [version, id, text] = sealed.split('.')
      const closed = Buffer.from(text ?? '', 'base64url')
      if (version !== '1' || id === undefined || closed.length < 32) return refuse(SealBroken)
      const key = derive(id, 'seal', closed.subarray(0, 16))
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(context)).setAuthTag(closed.subarray(-16))
      try {
        return decipher.update(closed.subarray(16, -16), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return refuse(SealBroken)
      }
    },
    sign: (bytes) =>
      `${ring.current}.${sign(null, bytes, signingKey(entry(ring.current).signing)).toString('base64url')}`,
    verify(bytes, signature) {
      const [id = '', text = ''] = signature.split('.')
      if (!(id in ring.keys)) ring = read(file)
      const found = ring.keys[id]
      if (!found) return false
      return verify(null, bytes, createPublicKey(signingKey(found.signing)), Buffer.from(text, 'base64url'))
    },
    rotate() {
      const now = read(file)
      const [id, key] = newKey()
      ring = { current: id, keys: { ...now.keys, [id]: key } }
      writeDurably(file, JSON.stringify(ring, null, 2))
      return id
    },
  }
}

const signingKey = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(base64, 'base64url'), format: 'der', type: 'pkcs8' })

function newKey(): [id: string, Stored['keys'][string]] {
  const { privateKey } = generateKeyPairSync('ed25519')
  const signing = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url')
  const made = Temporal.Now.instant().toString({ smallestUnit: 'second' })
  return [randomBytes(6).toString('hex'), { made, secret: randomBytes(32).toString('base64url'), signing }]
}

function make(file: string): void {
  const [id, key] = newKey()
  try {
    writeDurably(file, JSON.stringify({ current: id, keys: { [id]: key } } satisfies Stored, null, 2), {
      when: 'new',
    })
  } catch (error) {
    // Server and worker may start at once: whoever comes second uses the ring of the first.
    if (!existsSync(file)) throw error
  }
}

function read(file: string): Stored {
  let ring: Partial<Stored> = {}
  try {
    ring = JSON.parse(readFileSync(file, 'utf8')) as Partial<Stored>
  } catch {
    // Said below, without what the file holds.
  }
  const { current, keys } = ring
  if (current === undefined || keys?.[current] === undefined)
    return refuse(KeyMissing, `The key file ${file} cannot be read: put a good copy of it back.`)
  return { current, keys }
}
