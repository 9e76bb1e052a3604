import type { Act, Page } from '#web/page.ts'

export const pages: readonly Page[] = [
  {
    path: '/schedule',
    area: 'Schedule',
    title: 'Schedule',
    permission: 'scheduling.read',
    navigation: { label: 'Day board', order: 10 },
    component: () => import('./DayPage.tsx'),
    keywords: ['calendar', 'appointments', 'day', 'board'],
  },
  {
    path: '/flow',
    area: 'Today',
    title: 'Patient flow',
    permission: 'scheduling.read',
    navigation: { label: 'Patient flow', order: 20 },
    component: () => import('./FlowPage.tsx'),
    keywords: ['waiting', 'arrivals', 'check in', 'rooms'],
  },
  {
    path: '/schedule/visits',
    area: 'Schedule',
    title: 'Visits that need somebody',
    permission: 'scheduling.read',
    navigation: { label: 'Needs somebody', order: 20 },
    component: () => import('./VisitsPage.tsx'),
    keywords: ['unconfirmed', 'no-show', 'late', 'move'],
  },
  {
    path: '/schedule/templates',
    area: 'Schedule',
    title: 'Provider templates',
    permission: 'scheduling.read',
    navigation: { label: 'Provider templates', order: 30 },
    component: () => import('./TemplatesPage.tsx'),
    keywords: ['week', 'hours', 'away', 'absence', 'leave'],
  },
  {
    path: '/schedule/visit-types',
    area: 'Schedule',
    title: 'Visit types',
    permission: 'scheduling.read',
    navigation: { label: 'Visit types', order: 40 },
    component: () => import('./VisitTypesPage.tsx'),
    keywords: ['durations', 'buffers'],
  },
]

export const acts: readonly Act[] = [
  {
    label: 'Book a visit',
    permission: 'scheduling.book',
    keywords: ['appointment', 'schedule'],
    to: '/schedule?open=new',
  },
]
