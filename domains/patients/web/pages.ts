import { call } from '#web/api.ts'
import type { Act, Finder, Page } from '#web/page.ts'
import { searchPatients } from '../search/contract.ts'

export const pages: readonly Page[] = [
  {
    path: '/patients',
    area: 'Patients',
    title: 'Patients',
    permission: 'patients.read',
    navigation: { label: 'Find a patient', order: 10 },
    component: () => import('./Patients.tsx'),
    keywords: ['search', 'pre-registered', 'inquiries'],
  },
  {
    path: '/patients/new',
    area: 'Patients',
    title: 'New patient',
    permission: 'patients.register',
    component: () => import('./NewPatient.tsx'),
    keywords: ['register', 'registration'],
  },
  {
    path: '/patients/imports',
    area: 'Patients',
    title: 'Imports of patients',
    permission: 'patients.import',
    navigation: { label: 'Imports', order: 90 },
    component: () => import('./Imports.tsx'),
    keywords: ['csv', 'fhir', 'upload'],
  },
  {
    path: '/patients/imports/$importId',
    area: 'Patients',
    title: 'Import of patients',
    permission: 'patients.import',
    component: () => import('./ImportPage.tsx'),
  },
  {
    path: '/patients/$patientId',
    area: 'Patients',
    title: 'Patient',
    permission: 'patients.read',
    component: () => import('./PatientPage.tsx'),
  },
]

export const acts: readonly Act[] = [
  {
    label: 'New patient',
    permission: 'patients.register',
    to: '/patients/new',
    keywords: ['register', 'add', 'create'],
  },
  {
    label: 'Import patients',
    permission: 'patients.import',
    to: '/patients/imports',
    keywords: ['csv', 'fhir', 'upload'],
  },
]

const date = (on: Temporal.PlainDate) =>
  on.toLocaleString('en-US', { month: '2-digit', day: '2-digit', year: 'numeric' })

export const finders: readonly Finder[] = [
  {
    label: 'Patients',
    permission: 'patients.read',
    find: async (text, signal) =>
      (await call(searchPatients, { body: { text, limit: 8 } }, { signal })).map((one) => ({
        id: one.id,
        label: one.name,
        detail: `${date(one.bornOn)} · MRN ${one.mrn}`,
        to: `/patients/${one.id}`,
      })),
  },
]
