import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { reason, refuse } from '#kernel/refusal.ts'
import { normalisePassword } from './password.ts'

const Busy = reason('sign-in-busy', 503, 'Many people are signing in just now. Please try again in a moment.')

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB of memory, two passes, one lane. */
const setting = { memory: 19_456, passes: 2, parallelism: 1 }
const tagLength = 32
const derive = promisify(argon2)

/** In the form everybody writes it (PHC): $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const { memory, passes, parallelism } = setting
  const hash = await run(password, salt, setting)
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${encode(salt)}$${encode(hash)}`
}

/** Takes as long when there is no password to compare with: whether somebody exists must not be told by the clock. */
export async function verifyPassword(kept: string | null, password: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(kept ?? '')
  if (!match) {
    await run(password, randomBytes(16), setting)
    return false
  }
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number]
  const expected = Buffer.from(match[5]!, 'base64')
  const hash = await run(password, Buffer.from(match[4]!, 'base64'), { memory, passes, parallelism })
  return hash.length === expected.length && timingSafeEqual(hash, expected)
}

/** The same costly hash with a salt that follows from whose it is, so that one computation finds it among ten. */
export const hashWithSalt = async (secret: string, salt: Buffer) =>
  encode(await run(secret, salt.subarray(0, 16), setting))

const encode = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

/**
 * Each computation takes 19 MiB and a core for some 40 ms. Strangers may ask for it, so only a few run and some more
 * wait; beyond that they are asked to come back, and everybody else's work goes on.
 */
const runAtOnce = 3
const waitAtMost = 60
let running = 0
const waiting: (() => void)[] = []

async function run(password: string, nonce: Buffer, cost: typeof setting): Promise<Buffer> {
  if (running >= runAtOnce) {
    if (waiting.length >= waitAtMost) refuse(Busy)
    // Who finishes hands its place on: `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await derive('argon2id', { message: normalisePassword(password), nonce, tagLength, ...cost })
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
