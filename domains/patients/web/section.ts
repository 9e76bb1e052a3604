import type { ComponentType } from 'react'
import type { Id } from '#kernel/id.ts'

type OfPatient = ComponentType<{ patientId: Id<'Patient'> }>

/**
 * A part of the patient's page that another domain brings: coverage, appointments, the account. It exports
 * `patientSections: readonly PatientSection[]` from `domains/<domain>/web/patient-section.ts`; the page finds it.
 */
export type PatientSection = {
  /** Stands in the address: `/patients/<id>?tab=coverage`. */
  readonly key: string
  readonly title: string
  /** Tabs from left to right. Overview is 0, demographics 10, contacts 20, timeline 90. */
  readonly order: number
  /** Only people with this permission see the tab. */
  readonly permission: string
  readonly component: () => Promise<{ default: OfPatient }>
}

/**
 * Something true of a patient that stands in the head of every page about them: "Coverage unknown", "Owes $53.48".
 * Exported as `patientFlags` beside `patientSections`. The component shows nothing where there is nothing to say.
 */
export type PatientFlag = {
  readonly key: string
  readonly order: number
  readonly permission: string
  readonly component: () => Promise<{ default: OfPatient }>
}

type Brought = {
  readonly patientSections?: readonly PatientSection[]
  readonly patientFlags?: readonly PatientFlag[]
}

const found = Object.values(import.meta.glob<Brought>('../../*/web/patient-section.ts', { eager: true }))
const byOrder = <T extends { readonly order: number }>(list: readonly T[]) =>
  list.toSorted((a, b) => a.order - b.order)

export const broughtSections = byOrder(found.flatMap((domain) => domain.patientSections ?? []))
export const broughtFlags = byOrder(found.flatMap((domain) => domain.patientFlags ?? []))
