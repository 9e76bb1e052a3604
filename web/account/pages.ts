import type { Page } from '#web/page.ts'

/** Coming in, and pages about oneself. */
export const accountPages: readonly Page[] = [
  {
    path: '/my/account',
    area: 'Settings',
    title: 'My account',
    permission: null,
    component: () => import('./MyAccount.tsx'),
    keywords: ['password', 'passkey', 'second factor', 'recovery codes', 'sessions', 'sign out'],
  },
  {
    path: '/sign-in',
    area: 'Settings',
    title: 'Sign in',
    permission: null,
    component: () => import('./AfterSignIn.tsx'),
  },
  {
    path: '/first-run',
    area: 'Settings',
    title: 'Begin with Wellrun',
    permission: 'public',
    component: () => import('./FirstRun.tsx'),
  },
  {
    path: '/welcome',
    area: 'Settings',
    title: 'Welcome',
    permission: 'public',
    component: () => import('./Welcome.tsx'),
  },
]
