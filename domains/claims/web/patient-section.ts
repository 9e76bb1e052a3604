import type { PatientSection } from '#domains/patients/web/section.ts'

export const patientSections: readonly PatientSection[] = [
  {
    key: 'claims',
    title: 'Claims',
    order: 60,
    permission: 'claims.read',
    component: () => import('./claims/PatientClaims.tsx'),
  },
]
