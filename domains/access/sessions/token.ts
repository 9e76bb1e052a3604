/** Random values that stand for somebody: the browser holds the value, the database only its hash. */
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits. */
export const newToken = () => randomBytes(32).toString('base64url')

/** A fast hash is enough for a value that nobody can guess. */
export const hashOfToken = (token: string) => createHash('sha256').update(token).digest('base64url')

type Cookies = Readonly<Record<string, string>>

/** With HTTPS the browser itself guards the cookie's origin (`__Host-`); on plain HTTP it would refuse such a name. */
const cookieName = (name: string) => (process.env['WELLRUN_HTTPS'] === 'yes' ? `__Host-${name}` : name)
export const sessionCookie = () => cookieName('wellrun_session')
export const deviceCookie = () => cookieName('wellrun_device')

export const sessionTokenIn = (cookies: Cookies) => cookies[sessionCookie()] || undefined
export const deviceTokenIn = (cookies: Cookies) => cookies[deviceCookie()] || undefined
