import type { Page } from '#web/page.ts'

export const pages: readonly Page[] = [
  {
    path: '/coverage-to-verify',
    area: 'Patients',
    title: 'Coverage to verify',
    permission: 'insurance.read',
    navigation: { label: 'Coverage to verify', order: 30 },
    component: () => import('./CoverageToVerify.tsx'),
    keywords: ['eligibility', 'insurance', 'unverified', '270', '271', 'self-pay'],
  },
  {
    path: '/settings/payers',
    area: 'Settings',
    title: 'Payers',
    permission: 'insurance.payers',
    navigation: { label: 'Payers', order: 40 },
    component: () => import('./PayersPage.tsx'),
    keywords: ['insurance companies', 'filing limit', 'payer id'],
  },
  {
    path: '/fee-schedules',
    area: 'Money',
    title: 'Fee schedules',
    permission: 'insurance.fees',
    navigation: { label: 'Fee schedules', order: 80 },
    component: () => import('./FeeSchedules.tsx'),
    keywords: ['prices', 'contracts', 'charges', 'cpt'],
  },
  {
    path: '/fee-schedules/$scheduleId',
    area: 'Money',
    title: 'Fee schedule',
    permission: 'insurance.fees',
    component: () => import('./FeeSchedule.tsx'),
  },
]
