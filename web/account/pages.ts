import type { Page } from '#web/page.ts'

/** Pages about oneself, open to everyone who has signed in. */
export const accountPages: readonly Page[] = [
  {
    path: '/my/account',
    area: 'Settings',
    title: 'My account',
    permission: null,
    component: () => import('./MyAccount.tsx'),
    keywords: ['password', 'passkey', 'second factor', 'recovery codes', 'sessions', 'sign out'],
  },
]
