/** How a patient is called. Pure; used by pages too. */
import { displayName, sortName } from '#standards/person/name.ts'

export type NameParts = {
  readonly lastName: string
  readonly firstName: string
  readonly middleName?: string | null
  readonly suffix?: string | null
  readonly preferredName?: string | null
}

const parts = ({ lastName, firstName, middleName, suffix, preferredName }: NameParts) => ({
  family: lastName,
  given: middleName ? [firstName, middleName] : [firstName],
  ...(suffix && { suffix }),
  ...(preferredName && { preferred: preferredName }),
})

/** For a head or a sentence: "Jonathan “Jon” Smith Jr.". */
export const patientName = (patient: NameParts): string => displayName(parts(patient))

/** For a list: "Smith Jr., Jonathan Q. “Jon”". */
export const patientListName = (patient: NameParts): string => sortName(parts(patient))
