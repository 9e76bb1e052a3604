import { createContext, use } from 'react'
import { queries } from './queries.ts'
import { deliver } from './transport.ts'
import { Problem } from './problem.ts'

export type Site = { readonly id: string; readonly name: string; readonly timeZone: string }

/** Who is at the desk, as the server tells it. */
export type Session = {
  readonly user: { readonly id: string; readonly name: string; readonly roles: readonly string[] }
  readonly permissions: ReadonlySet<string>
  readonly sites: readonly Site[]
  readonly demo: boolean
  /** Minutes without activity after which the server ends the session. */
  readonly idleMinutes: number
}

const sessionKey = ['/session']

/** Null when nobody is signed in. Never waits at the sign-in gate: it is what the gate asks. */
async function readSession(): Promise<Session | null> {
  try {
    const response = await deliver(() => fetch('/api/session'), { gated: false })
    const answer = (await response.json()) as Omit<Session, 'permissions'> & { permissions: string[] }
    return { ...answer, permissions: new Set(answer.permissions) }
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) return null
    throw problem
  }
}

export const sessionQuery = {
  queryKey: sessionKey,
  queryFn: readSession,
  staleTime: Infinity,
  gcTime: Infinity,
} as const

/** Asks the server afresh who is signed in; also tells it that somebody is still at the desk. */
export const refreshSession = () => queries.fetchQuery({ ...sessionQuery, staleTime: 0 })

/** Forgets everything that was shown: nothing about a patient may outlive a session. */
export async function forgetSession(): Promise<void> {
  await queries.cancelQueries()
  queries.clear()
  queries.setQueryData(sessionKey, null)
}

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession outside the signed-in frame')
  return session
}

export const may = (session: Session, permission: string | null) =>
  permission === null || permission === 'self' || session.permissions.has(permission)

/** Whether the person holds a permission: to leave out what they cannot use. The server decides in any case. */
export const useMay = (permission: string | null) => may(useSession(), permission)
