import type { PatientSection } from '#domains/patients/web/section.ts'

export const patientSections: readonly PatientSection[] = [
  {
    key: 'access',
    title: 'Who looked',
    order: 95,
    permission: 'access.chart-access.read',
    component: () => import('./ChartAccess.tsx'),
  },
]
