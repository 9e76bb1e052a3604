import type { Act, Page } from '#web/page.ts'

export const pages: readonly Page[] = [
  {
    path: '/ledger',
    area: 'Money',
    title: 'Ledger',
    permission: 'ledger.read',
    navigation: { label: 'Ledger', order: 70 },
    component: () => import('./TrialBalancePage.tsx'),
    keywords: ['trial balance', 'books', 'accounts', 'general ledger'],
  },
  {
    path: '/ledger/journals',
    area: 'Money',
    title: 'Journals',
    permission: 'ledger.read',
    navigation: { label: 'Journals', order: 71 },
    component: () => import('./JournalsPage.tsx'),
    keywords: ['post', 'reverse', 'entries'],
  },
]

export const acts: readonly Act[] = [
  { label: 'Post a journal', permission: 'ledger.post', to: '/ledger/journals?open=new' },
]
