import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { stateCode } from '#standards/person/address.ts'
import { plainEmail } from '#standards/person/normalise.ts'
import { PatientRegistered } from '../events.ts'
import type { Changes, Registration } from './contract.ts'
import { searchKeys } from './keys.ts'
import { type Facts, type State, missing, phoneNumber, zipDigits } from './patient.ts'
import { sealedSsn } from './ssn.ts'

/** A patient to be made: as registered at the desk, with what only an import or the demo practice can tell. */
export type NewPatient = Omit<Registration, 'overrideReason' | 'inquiry'> & {
  /** Left out: registered when the minimum data set is complete, otherwise pre-registered. */
  readonly state?: State
  readonly source?: string
  readonly deceasedOn?: Temporal.PlainDate | null
  readonly verifiedOn?: Temporal.PlainDate | null
  readonly importId?: Id<'Import'> | null
  readonly identifiers?: readonly { readonly system: string; readonly value: string }[]
}

/**
 * The calendar day where it is latest on earth: no birth or visit of today counts as in the future. Rules that need
 * the day at a site take the site's own.
 */
export const latestToday = (now: Temporal.Instant) => now.toZonedDateTimeISO('Etc/GMT-14').toPlainDate()

/** Makes one patient, as given: whether somebody alike is there already is the caller's question. */
export const createPatient = async (tx: Tx, patient: NewPatient) => (await createPatients(tx, [patient]))[0]!

/** Makes many patients in as many statements as one takes. Returns their numbers in the order given. */
export async function createPatients(tx: Tx, patients: readonly NewPatient[]) {
  const today = latestToday(tx.now)
  const kept = await tx.db
    .insertInto('patients.patient')
    .values(patients.map((patient) => rowOf(patient, today)))
    .returning(['id', 'mrn', 'state', 'version'])
    .execute()
    .catch(refuseIfViolated({ patient_pkey: AlreadyExists }))
  const phones = patients.flatMap(({ id, phones = [] }) => phoneRows(id, phones))
  if (phones.length > 0)
    await tx.db
      .insertInto('patients.phone')
      .values(phones)
      .execute()
      .catch(refuseIfViolated({ phone_pkey: AlreadyExists }))
  const contacts = patients.flatMap(({ id, contacts = [] }) => contactRows(id, contacts))
  if (contacts.length > 0)
    await tx.db
      .insertInto('patients.contact')
      .values(contacts)
      .execute()
      .catch(refuseIfViolated({ contact_pkey: AlreadyExists }))
  const identifiers = patients.flatMap(({ id, identifiers: known = [] }) =>
    known.map(({ system, value }) => ({ id: newId<'Identifier'>(), patientId: id, system, value })),
  )
  if (identifiers.length > 0)
    await tx.db
      .insertInto('patients.identifier')
      .values(identifiers)
      .execute()
      .catch(refuseIfViolated({ identifier_names_one_patient: AlreadyExists }))
  for (const { id } of patients) await tx.announce(PatientRegistered, { patientId: id })
  return kept
}

function rowOf(patient: NewPatient, today: Temporal.PlainDate) {
  const { id, sex, deceasedOn, verifiedOn, importId, state, source = 'desk' } = patient
  const columns = columnsOf(patient)
  const complete = missing(factsOf(patient), today).length === 0
  return {
    // Named here once more: what a row cannot do without.
    lastName: patient.lastName,
    firstName: patient.firstName,
    bornOn: patient.bornOn,
    ...columns,
    ...searchKeys({ ...patient, zip: columns.zip }),
    id,
    sex,
    source,
    state: state ?? (deceasedOn ? 'deceased' : complete ? 'registered' : 'pre-registered'),
    deceasedOn: deceasedOn ?? null,
    verifiedOn: verifiedOn ?? null,
    importId: importId ?? null,
  }
}

/** The columns of what was given and only of that, in the spelling in which they are kept. */
export function columnsOf(given: Changes) {
  const { phones: _phones, contacts: _contacts, ssn, ...plain } = given
  return {
    ...plain,
    ...(plain.lastName !== undefined && { lastName: tidy(plain.lastName) }),
    ...(plain.firstName !== undefined && { firstName: tidy(plain.firstName) }),
    ...(plain.stateCode !== undefined && {
      stateCode: (plain.stateCode && stateCode(plain.stateCode)) || null,
    }),
    ...(plain.zip !== undefined && { zip: (plain.zip && zipDigits(plain.zip)) || null }),
    ...(plain.email !== undefined && { email: (plain.email && plainEmail(plain.email)) || null }),
    ...(ssn !== undefined && sealedSsn(ssn)),
  }
}

const tidy = (name: string) => name.trim().replace(/\s+/g, ' ')

/** What the rules look at. */
export const factsOf = (patient: Omit<Changes, 'bornOn'> & Pick<Registration, 'bornOn'>): Facts => ({
  ...patient,
  phones: patient.phones ?? [],
  contacts: patient.contacts ?? [],
})

type Phones = NonNullable<Registration['phones']>
type Contacts = NonNullable<Registration['contacts']>

export const phoneRows = (patientId: Id<'Patient'>, phones: Phones) =>
  phones.map((phone, index) => ({
    ...phone,
    patientId,
    number: phoneNumber(phone.number) ?? phone.number,
    rank: index + 1,
  }))

export const contactRows = (patientId: Id<'Patient'>, contacts: Contacts) =>
  contacts.map((contact) => ({
    ...contact,
    patientId,
    phone: (contact.phone && phoneNumber(contact.phone)) || null,
    email: (contact.email && plainEmail(contact.email)) || null,
  }))
