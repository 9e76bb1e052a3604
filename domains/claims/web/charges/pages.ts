import type { Page } from '#web/page.ts'

export const chargePages: readonly Page[] = [
  {
    path: '/charges',
    area: 'Money',
    title: 'Charges to enter',
    permission: 'charges.read',
    navigation: { label: 'Charges to enter', order: 10 },
    component: () => import('./ChargesToEnter.tsx'),
    keywords: ['charge capture', 'superbill', 'encounters', 'unbilled visits'],
  },
  {
    path: '/charges/$visitId',
    area: 'Money',
    title: 'Charges of a visit',
    permission: 'charges.read',
    component: () => import('./ChargePage.tsx'),
  },
]
