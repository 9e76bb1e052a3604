import type { Page } from '#web/page.ts'

export const remittancePages: readonly Page[] = [
  {
    path: '/remittances',
    area: 'Money',
    title: 'Remittances',
    permission: 'remittances.read',
    navigation: { label: 'Remittances', order: 40 },
    component: () => import('./Remittances.tsx'),
    keywords: ['835', 'era', 'payments of payers', 'eft', 'deposit'],
  },
  {
    path: '/remittances/$remittanceId',
    area: 'Money',
    title: 'Remittance',
    permission: 'remittances.read',
    component: () => import('./RemittancePage.tsx'),
  },
]
