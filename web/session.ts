import { createContext, use } from 'react'
import { readSession } from '#domains/access/sessions/contract.ts'
import type { Reply } from '#kernel/contract.ts'
import { call } from './api.ts'
import { forgetDraftsExceptOf } from './drafts.ts'
import { Problem } from './problem.ts'
import { queries } from './queries.ts'

type Told = Reply<typeof readSession>
export type Site = Told['sites'][number]

/** Who is at the desk, as the server tells it. */
export type Session = Omit<Told, 'permissions'> & { readonly permissions: ReadonlySet<string> }

const fromTold = (told: Told): Session => {
  // Somebody else's half-typed forms are none of theirs.
  forgetDraftsExceptOf(told.user.id)
  return { ...told, permissions: new Set(told.permissions) }
}

/** Null when nobody is signed in. Never waits at the sign-in gate: it is what the gate asks. */
async function askWho(): Promise<Session | null> {
  try {
    return fromTold(await call(readSession, {}, { gated: false }))
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) return null
    throw problem
  }
}

export const sessionQuery = {
  queryKey: [readSession.path],
  queryFn: askWho,
  staleTime: Infinity,
  gcTime: Infinity,
} as const

/** Asks the server afresh who is signed in. */
export const refreshSession = () => queries.fetchQuery({ ...sessionQuery, staleTime: 0 })

/** Tells the server that somebody is still at the desk. A session that has ended meanwhile is settled at the gate. */
export async function keepSession(): Promise<void> {
  try {
    queries.setQueryData(sessionQuery.queryKey, fromTold(await call(readSession, {})))
  } catch {
    // The server is away, which the banner tells, or the person turned away at the gate.
  }
}

/** Forgets everything that was shown: nothing about a patient may outlive a session. */
export async function forgetSession(): Promise<void> {
  await queries.cancelQueries()
  // Not the session itself: the frame watches it, and sees that it is over.
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== readSession.path })
  queries.getMutationCache().clear()
  queries.setQueryData(sessionQuery.queryKey, null)
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
