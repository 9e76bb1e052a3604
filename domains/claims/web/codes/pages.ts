import type { Page } from '#web/page.ts'

export const codePages: readonly Page[] = [
  {
    path: '/settings/codes',
    area: 'Settings',
    title: 'Code tables',
    permission: 'codes.import',
    navigation: { label: 'Code tables', order: 60 },
    component: () => import('./CodeTables.tsx'),
    keywords: ['icd-10', 'cpt', 'hcpcs', 'taxonomy', 'cvx', 'mvx', 'import'],
  },
]
