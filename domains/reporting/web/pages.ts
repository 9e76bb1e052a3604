import type { Page } from '#web/page.ts'

export const pages: readonly Page[] = [
  {
    path: '/',
    area: 'Today',
    title: 'Today',
    permission: 'today.read',
    navigation: { label: 'Today', order: 0 },
    component: () => import('./TodayPage.tsx'),
    keywords: ['cockpit', 'home', 'start', 'attention', 'late', 'at risk', 'waiting'],
  },
  {
    path: '/settings/setup',
    area: 'Settings',
    title: 'Set up',
    permission: 'practice.edit',
    navigation: { label: 'Set up', order: 0 },
    component: () => import('./SetupPage.tsx'),
    keywords: ['first run', 'guide', 'begin', 'next'],
  },
]
