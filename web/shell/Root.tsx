import { Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'

/** Sets the document title, says where one has arrived and puts the focus at the head of the page. */
export function Root() {
  const page = useMatches({ select: (matches) => matches.at(-1)?.staticData.page })
  const address = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const arrivedBefore = useRef(false)
  const [arrival, setArrival] = useState('')

  useEffect(() => {
    const title = page?.title ?? 'Wellrun'
    document.title = page ? `${title} · Wellrun` : title
    if (!arrivedBefore.current) {
      arrivedBefore.current = true
      return
    }
    setArrival(title)
    // The heading may come with the data; the main region is there at once.
    const place = document.querySelector<HTMLElement>('main h1') ?? document.querySelector('main')
    place?.setAttribute('tabindex', '-1')
    place?.focus({ preventScroll: true })
  }, [page, address])

  return (
    <>
      <Outlet />
      <div className="for-screen-readers" role="status">
        {arrival}
      </div>
    </>
  )
}

/** Pages that need no session (a link sent to a patient, a form at the door) stand alone. */
export function Public() {
  return (
    <main>
      <Outlet />
    </main>
  )
}
