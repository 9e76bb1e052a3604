import type { Page } from '#web/page.ts'

export const pages: readonly Page[] = [
  {
    path: '/people/staff',
    area: 'People',
    title: 'Staff and providers',
    permission: 'workforce.read',
    navigation: { label: 'Staff and providers', order: 10 },
    component: () => import('./StaffPage.tsx'),
    keywords: ['employees', 'physicians', 'NPI'],
  },
  {
    path: '/people/credentials',
    area: 'People',
    title: 'Credentials',
    permission: 'workforce.credentials.read',
    navigation: { label: 'Credentials', order: 20 },
    component: () => import('./CredentialsPage.tsx'),
    keywords: ['licence', 'license', 'DEA', 'expiry'],
  },
]
