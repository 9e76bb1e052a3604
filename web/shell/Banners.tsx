import { useEffect, useSyncExternalStore } from 'react'
import { queries } from '../queries.ts'
import { reach } from '../reach.ts'
import { sessionQuery, useSession } from '../session.ts'
import classes from './Frame.module.css'

/** What matters to everyone on every page. */
export function Banners() {
  const { demo } = useSession()
  const reached = useSyncExternalStore(reach.subscribe, reach.current)

  useEffect(() => {
    if (reached) return
    const ask = () =>
      fetch('/api/session').then(
        (response) => reach.note(response.status < 502),
        () => {
          // Still away: asked again in five seconds.
        },
      )
    const timer = setInterval(() => void ask(), 5000)
    return () => {
      clearInterval(timer)
      void queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== sessionQuery.queryKey[0] })
    }
  }, [reached])

  return (
    <>
      {!reached && (
        <div className={`${classes['banner']} ${classes['down']}`} role="alert">
          The office server does not answer. What is on the screen may be old and nothing can be saved until
          it is back. Go on with the downtime packet; this page reconnects by itself.
        </div>
      )}
      {demo && (
        <div className={`${classes['banner']} ${classes['demo']}`}>
          Demonstration data. Everybody in here is invented: do not enter real patients.
        </div>
      )}
    </>
  )
}
