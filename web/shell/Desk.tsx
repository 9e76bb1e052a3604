import { useQuery } from '@tanstack/react-query'
import { Outlet, useMatches } from '@tanstack/react-router'
import { Loader } from '@mantine/core'
import { SignIn } from '../account/SignIn.tsx'
import { SessionContext, may, sessionQuery } from '../session.ts'
import { Late } from '../ui/Late.tsx'
import { Refused } from '../ui/Refused.tsx'
import { Frame } from './Frame.tsx'
import { Gates } from './Gates.tsx'
import { Idle } from './Idle.tsx'
import { NotAllowed } from './NotThere.tsx'

/**
 * Everything behind the door. Who is not signed in signs in here, at the address they asked for, and finds
 * themselves where they wanted to be.
 */
export function Desk() {
  const { data: session, error, refetch } = useQuery(sessionQuery)
  const page = useMatches({ select: (matches) => matches.at(-1)?.staticData.page })

  if (session === undefined && error)
    return (
      <main>
        <Refused problem={error} again={() => void refetch()} />
      </main>
    )
  if (session === undefined)
    return (
      <Late>
        <Loader m="xl" aria-label="Opening Wellrun" />
      </Late>
    )
  if (session === null) return <SignIn />
  if (session.state === 'enrol') return <SignIn enrol />
  return (
    <SessionContext value={session}>
      <Frame>{page && !may(session, page.permission) ? <NotAllowed title={page.title} /> : <Outlet />}</Frame>
      <Gates />
      <Idle />
    </SessionContext>
  )
}
