import type { PatientFlag, PatientSection } from '#domains/patients/web/section.ts'
import type { VisitPart } from '#domains/scheduling/web/parts.ts'

export const patientSections: readonly PatientSection[] = [
  {
    key: 'account',
    title: 'Account',
    order: 40,
    permission: 'accounts.read',
    component: () => import('./AccountSection.tsx'),
  },
]

export const patientFlags: readonly PatientFlag[] = [
  {
    key: 'balance',
    order: 40,
    permission: 'accounts.read',
    component: () => import('./BalanceFlag.tsx'),
  },
]

export const visitParts: readonly VisitPart[] = [
  {
    key: 'check-in',
    order: 20,
    permission: 'visits.check-in',
    replaces: ['checked_in'],
    component: () => import('./CheckInPart.tsx'),
  },
]
