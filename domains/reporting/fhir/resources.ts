/** Our records in the words of FHIR R4. Pure: rows in, resources out. */
import type { Selectable } from 'kysely'
import type { DB } from '#database/types.ts'
import type { Appointment } from '#standards/fhir/appointment.ts'
import type { Coverage } from '#standards/fhir/coverage.ts'
import type { Concept, Reference } from '#standards/fhir/datatypes.ts'
import type { Encounter } from '#standards/fhir/encounter.ts'
import type { Location } from '#standards/fhir/location.ts'
import type { Patient } from '#standards/fhir/patient.ts'
import type { Practitioner } from '#standards/fhir/practitioner.ts'

type Row<Table extends keyof DB> = Selectable<DB[Table]>
type Status = Row<'scheduling.appointment'>['status']

const reference = (type: string, id: string, display?: string): Reference => ({
  reference: `${type}/${id}`,
  ...(display !== undefined && { display }),
})
const words = (text: string): Concept => ({ codings: [], text })
const coded = (system: string, code: string, text?: string): Concept => ({
  codings: [{ system, code }],
  ...(text !== undefined && { text }),
})
const dialled = (number: string) => (/^\d{10}$/.test(number) ? `+1${number}` : number)
const zip = (digits: string) => (digits.length === 9 ? `${digits.slice(0, 5)}-${digits.slice(5)}` : digits)

export function patientOf(
  row: Row<'patients.patient'>,
  {
    phones,
    contacts,
    mrnSystem,
  }: {
    readonly phones: readonly Row<'patients.phone'>[]
    readonly contacts: readonly Row<'patients.contact'>[]
    readonly mrnSystem: string
  },
): Patient {
  const lines = [row.address, row.address2].filter((line) => line !== null)
  return {
    resourceType: 'Patient',
    id: row.id,
    active: row.state !== 'merged' && row.state !== 'inactive',
    person: {
      // The social security number is not for other systems: nobody asks for it here.
      identifiers: [{ system: mrnSystem, value: row.mrn, type: 'MR' }],
      name: {
        family: row.lastName,
        given: [row.firstName, ...(row.middleName?.split(' ') ?? [])],
        ...(row.suffix && { suffix: row.suffix }),
        ...(row.preferredName && { preferred: row.preferredName }),
      },
      formerFamilyNames: row.formerLastNames,
      birthDate: row.bornOn,
      sex: row.sex,
      ...(row.deceasedOn ? { deceased: row.deceasedOn } : row.state === 'deceased' && { deceased: true }),
      addresses:
        lines.length > 0 || row.city
          ? [
              {
                use: 'home',
                lines,
                ...(row.city && { city: row.city }),
                ...(row.stateCode && { state: row.stateCode }),
                ...(row.zip && { postalCode: zip(row.zip) }),
                country: 'US',
              },
            ]
          : [],
      phones: phones.map(({ number, kind }) => ({ number: dialled(number), use: kind })),
      emails: row.email ? [row.email] : [],
      language: row.language,
      interpreter: row.needsInterpreter,
      ...(row.maritalStatus && { maritalStatus: row.maritalStatus }),
      contacts: contacts.map(({ name, relationship, role, phone, email }) => ({
        name,
        ...(relationship && { relationship }),
        emergency: role === 'emergency',
        phones: phone ? [{ number: dialled(phone) }] : [],
        emails: email ? [email] : [],
      })),
    },
  }
}

type ProviderRow = Pick<Row<'workforce.provider'>, 'id' | 'npi' | 'credential' | 'active'> &
  Pick<Row<'workforce.staff'>, 'firstName' | 'lastName'>

export const practitionerOf = ({
  id,
  npi,
  credential,
  active,
  firstName,
  lastName,
}: ProviderRow): Practitioner => ({
  resourceType: 'Practitioner',
  id,
  active,
  identifiers: [],
  npi,
  name: { family: lastName, given: [firstName], suffix: credential },
  formerFamilyNames: [],
  addresses: [],
  phones: [],
  faxes: [],
  emails: [],
  qualifications: [],
})

export const locationOf = (row: Row<'practice.site'>): Location => ({
  resourceType: 'Location',
  id: row.id,
  identifiers: [],
  status: row.active ? 'active' : 'inactive',
  name: row.name,
  alias: [],
  mode: 'instance',
  types: [],
  phones: [{ number: dialled(row.phone), use: 'work' }],
  faxes: [],
  emails: [],
  address: {
    use: 'work',
    lines: [row.address],
    city: row.city,
    state: row.state,
    postalCode: zip(row.zip),
    country: 'US',
  },
})

export type VisitRow = Row<'scheduling.appointment'> & {
  readonly typeName: string
  readonly siteName: string
  readonly providerName: string
}

const booked: Readonly<Record<Status, Appointment['status']>> = {
  scheduled: 'booked',
  confirmed: 'booked',
  arrived: 'arrived',
  checked_in: 'checked-in',
  roomed: 'checked-in',
  with_provider: 'checked-in',
  provider_done: 'fulfilled',
  checked_out: 'fulfilled',
  completed: 'fulfilled',
  cancelled: 'cancelled',
  rescheduled: 'cancelled',
  no_show: 'noshow',
  left_without_being_seen: 'cancelled',
}

export const appointmentOf = (row: VisitRow): Appointment => ({
  resourceType: 'Appointment',
  id: row.id,
  identifiers: [],
  status: booked[row.status],
  serviceTypes: [words(row.typeName)],
  reasons: [words(row.reason)],
  start: row.startsAt,
  end: row.endsAt,
  created: row.bookedAt,
  participants: [
    {
      actor: reference('Patient', row.patientId),
      roles: [],
      status:
        row.status === 'scheduled' ? 'needs-action' : row.status === 'cancelled' ? 'declined' : 'accepted',
    },
    { actor: reference('Practitioner', row.providerId, row.providerName), roles: [], status: 'accepted' },
    { actor: reference('Location', row.siteId, row.siteName), roles: [], status: 'accepted' },
  ],
})

const met: Readonly<Partial<Record<Status, Encounter['status']>>> = {
  arrived: 'arrived',
  checked_in: 'arrived',
  roomed: 'arrived',
  with_provider: 'in-progress',
  provider_done: 'in-progress',
  checked_out: 'finished',
  completed: 'finished',
  left_without_being_seen: 'cancelled',
}

/** Undefined before the patient has come: until then there is only the appointment. */
export function encounterOf(row: VisitRow): Encounter | undefined {
  const status = met[row.status]
  if (!status || !row.arrivedAt) return undefined
  return {
    resourceType: 'Encounter',
    id: row.id,
    identifiers: [],
    status,
    class: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      // Without a room the patient was seen from afar.
      code: row.roomId === null && row.roomedInId === null ? 'VR' : 'AMB',
    },
    types: [words(row.typeName)],
    subject: reference('Patient', row.patientId),
    participants: [{ roles: [], individual: reference('Practitioner', row.providerId, row.providerName) }],
    appointments: [reference('Appointment', row.id)],
    period: { start: row.arrivedAt, ...(row.checkedOutAt && { end: row.checkedOutAt }) },
    reasons: [words(row.reason)],
    locations: [{ location: reference('Location', row.siteId, row.siteName) }],
  }
}

export type CoverageRow = Row<'insurance.coverage'> & { readonly payerName: string }

export function coverageOf(row: CoverageRow, today: Temporal.PlainDate): Coverage {
  const kind = (type: string, value: string | null) =>
    value ? [{ type: coded('http://terminology.hl7.org/CodeSystem/coverage-class', type), value }] : []
  const isOver = row.terminatesOn !== null && Temporal.PlainDate.compare(row.terminatesOn, today) < 0
  return {
    resourceType: 'Coverage',
    id: row.id,
    identifiers: [],
    status: isOver ? 'cancelled' : 'active',
    subscriberId: row.memberId,
    beneficiary: reference('Patient', row.patientId),
    relationship: coded('http://terminology.hl7.org/CodeSystem/subscriber-relationship', row.relation),
    period: { start: row.effectiveOn, ...(row.terminatesOn && { end: row.terminatesOn }) },
    payors: [{ display: row.payerName }],
    classes: [
      ...kind('group', row.groupNumber),
      ...kind('plan', row.planName),
      ...kind('rxbin', row.rxBin),
      ...kind('rxpcn', row.rxPcn),
    ],
    order: ['primary', 'secondary', 'tertiary'].indexOf(row.rank) + 1,
    costs: [],
  }
}
