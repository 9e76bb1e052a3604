import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type AnyRoute,
} from '@tanstack/react-router'
import type { Page } from './page.ts'
import { pages } from './pages.ts'
import { Desk } from './shell/Desk.tsx'
import { Home } from './shell/Home.tsx'
import { NotThere, Broken } from './shell/NotThere.tsx'
import { Public, Root } from './shell/Root.tsx'

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    page?: Page
  }
}

const root = createRootRoute({ component: Root, notFoundComponent: NotThere })
const desk = createRoute({ getParentRoute: () => root, id: 'desk', component: Desk })
const bare = createRoute({ getParentRoute: () => root, id: 'bare', component: Public })

const routeOf = (parent: AnyRoute, page: Page): AnyRoute =>
  createRoute({
    getParentRoute: () => parent,
    path: page.path,
    component: lazyRouteComponent(page.component),
    staticData: { page },
  })

const framed = pages.filter((page) => page.permission !== 'public')
const open = pages.filter((page) => page.permission === 'public')
const home = createRoute({ getParentRoute: () => desk, path: '/', component: Home })

/** Addresses hold plain text values ("?status=open&sort=-due"): what a person can read, change and share. */
const readSearch = (search: string) => Object.fromEntries(new URLSearchParams(search))
const writeSearch = (values: Record<string, unknown>) => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== null && value !== '') search.set(name, value as string)
  return search.size > 0 ? `?${search}` : ''
}

export const router = createRouter({
  routeTree: root.addChildren([
    desk.addChildren([
      ...(framed.some((page) => page.path === '/') ? [] : [home]),
      ...framed.map((page) => routeOf(desk, page)),
    ]),
    bare.addChildren(open.map((page) => routeOf(bare, page))),
  ]),
  parseSearch: readSearch,
  stringifySearch: writeSearch,
  defaultPreload: 'intent',
  defaultPreloadDelay: 60,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
  trailingSlash: 'never',
})
