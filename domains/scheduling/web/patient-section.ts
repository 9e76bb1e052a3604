import type { PatientSection } from '#domains/patients/web/section.ts'

export const patientSections: readonly PatientSection[] = [
  {
    key: 'appointments',
    title: 'Appointments',
    order: 30,
    permission: 'scheduling.read',
    component: () => import('./PatientVisits.tsx'),
  },
]
