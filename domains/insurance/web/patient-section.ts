import type { PatientFlag, PatientSection } from '#domains/patients/web/section.ts'

export const patientSections: readonly PatientSection[] = [
  {
    key: 'coverage',
    title: 'Coverage',
    order: 20,
    permission: 'insurance.read',
    component: () => import('./CoverageSection.tsx'),
  },
]

export const patientFlags: readonly PatientFlag[] = [
  {
    key: 'coverage',
    order: 20,
    permission: 'insurance.read',
    component: () => import('./CoverageFlag.tsx'),
  },
]
