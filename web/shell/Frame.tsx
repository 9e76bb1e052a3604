import { useRouterState } from '@tanstack/react-router'
import { useEffect, useMemo, type ReactNode } from 'react'
import { useGo } from '../address.ts'
import { hearKeys, useKeys } from '../keys.ts'
import { listen } from '../live.ts'
import { useSession } from '../session.ts'
import { areasOpenTo, letterOf } from './areas.ts'
import { Banners } from './Banners.tsx'
import classes from './Frame.module.css'
import { KeyHelp } from './KeyHelp.tsx'
import { Palette } from './Palette.tsx'
import { Rail } from './Rail.tsx'
import { TopBar } from './TopBar.tsx'

export function Frame({ children }: { children: ReactNode }) {
  const session = useSession()
  const open = useMemo(() => areasOpenTo(session), [session])
  const go = useGo()
  const loading = useRouterState({ select: (state) => state.isLoading })

  useEffect(hearKeys, [])
  useEffect(() => {
    const stop = new AbortController()
    listen(stop.signal)
    return () => stop.abort()
  }, [])
  useKeys(
    'Go to',
    open.map(({ area, pages }) => ({
      keys: `g ${letterOf[area]}`,
      label: area,
      run: () => go(pages[0]!.path),
    })),
  )

  return (
    <div className={classes['frame']}>
      <a className={classes['skip']} href="#main">
        Skip to the page
      </a>
      <TopBar />
      <Rail open={open} />
      <div className={classes['page']}>
        <Banners />
        <main id="main" tabIndex={-1} aria-busy={loading} className={classes['main']}>
          {children}
        </main>
      </div>
      <Palette />
      <KeyHelp />
    </div>
  )
}
