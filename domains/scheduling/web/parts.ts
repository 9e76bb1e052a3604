import type { ComponentType } from 'react'
import type { Id } from '#kernel/id.ts'
import type { Status } from '../flow/visit.ts'

/**
 * A part of the visit's panel that another domain brings: coverage, the copay and check-in with payment, charges. It
 * exports `visitParts: readonly VisitPart[]` from `domains/<domain>/web/patient-section.ts`; the panel finds it.
 */
export type VisitPart = {
  readonly key: string
  /** From top to bottom: coverage 10, copay 20, charges 30. */
  readonly order: number
  /** Only people with this permission see the part. */
  readonly permission: string
  /**
   * Steps this part has its own button for ("checked_in": check in and collect the copay). While the part is shown the
   * panel's own button for the step is not the primary one.
   */
  readonly replaces?: readonly Status[]
  readonly component: () => Promise<{
    default: ComponentType<{
      appointmentId: Id<'Appointment'>
      patientId: Id<'Patient'>
      status: Status
      /** Of the visit: what a step from here must carry. */
      version: number
    }>
  }>
}

type Brought = { readonly visitParts?: readonly VisitPart[] }

export const visitParts: readonly VisitPart[] = Object.values(
  import.meta.glob<Brought>('../../*/web/patient-section.ts', { eager: true }),
)
  .flatMap((domain) => domain.visitParts ?? [])
  .toSorted((a, b) => a.order - b.order)
