import { Navigate } from '@tanstack/react-router'
import { useSession } from '../session.ts'
import { Empty } from '../ui/Empty.tsx'
import { areasOpenTo } from './areas.ts'

/** The start: the first page the person may open, in the order of the rail. */
export function Home() {
  const first = areasOpenTo(useSession())[0]?.pages[0]
  if (first) return <Navigate to={first.path} replace />
  return (
    <Empty
      title="Nothing is open to you yet"
      detail="Ask whoever administers Wellrun in your office to give you a role. Then sign in again."
    />
  )
}
