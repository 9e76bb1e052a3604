import type { Page } from '#web/page.ts'

export const pages: readonly Page[] = [
  {
    path: '/settings/practice',
    area: 'Settings',
    title: 'Practice',
    permission: 'practice.read',
    navigation: { label: 'Practice', order: 10 },
    component: () => import('./PracticePage.tsx'),
    keywords: ['organisation', 'name', 'NPI', 'tax id', 'address'],
  },
  {
    path: '/settings/sites',
    area: 'Settings',
    title: 'Sites and hours',
    permission: 'practice.read',
    navigation: { label: 'Sites and hours', order: 20 },
    component: () => import('./SitesPage.tsx'),
    keywords: ['locations', 'opening hours', 'time zone', 'CLIA', 'place of service'],
  },
  {
    path: '/settings/holidays',
    area: 'Settings',
    title: 'Holidays',
    permission: 'practice.read',
    navigation: { label: 'Holidays', order: 30 },
    component: () => import('./HolidaysPage.tsx'),
    keywords: ['closed', 'federal holidays'],
  },
]
