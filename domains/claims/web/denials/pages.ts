import type { Page } from '#web/page.ts'

export const denialPages: readonly Page[] = [
  {
    path: '/denials',
    area: 'Money',
    title: 'Denials',
    permission: 'denials.read',
    navigation: { label: 'Denials', order: 45 },
    component: () => import('./Denials.tsx'),
    keywords: ['appeals', 'carc', 'write-off', 'resubmit', 'denied claims'],
  },
]
