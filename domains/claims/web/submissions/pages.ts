import type { Page } from '#web/page.ts'

export const submissionPages: readonly Page[] = [
  {
    path: '/claim-files',
    area: 'Money',
    title: 'Claim files',
    permission: 'claims.read',
    navigation: { label: 'Claim files', order: 30 },
    component: () => import('./ClaimFiles.tsx'),
    keywords: ['837', '999', '277', 'clearinghouse', 'submit claims', 'acknowledgement'],
  },
]
