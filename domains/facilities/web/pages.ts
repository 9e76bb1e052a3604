import type { Page } from '#web/page.ts'

export const pages: readonly Page[] = [
  {
    path: '/office/rooms',
    area: 'Office',
    title: 'Rooms',
    permission: 'facilities.read',
    navigation: { label: 'Rooms', order: 20 },
    component: () => import('./RoomsPage.tsx'),
    keywords: ['exam rooms', 'facilities'],
  },
]
