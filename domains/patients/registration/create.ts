import { type Id, newId } from '#kernel/id.ts'
import { AlreadyExists } from '#kernel/refusal.ts'
import { type Tx, refuseIfViolated } from '#platform/transaction.ts'
import { stateCode } from '#standards/person/address.ts'
import { plainEmail } from '#standards/person/normalise.ts'
import { PatientRegistered } from '../events.ts'
import { Changes, type Registration } from './contract.ts'
import { insertMany } from './insert-many.ts'
import { searchKeys } from './keys.ts'
import { type Facts, type State, missing, phoneNumber, zipDigits } from './patient.ts'
import { ssnColumns } from './ssn.ts'
import { learnWords } from './words.ts'

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

/** Makes many patients (a few hundred at a time) in as many statements as one takes; what was kept, in the order given. */
export async function createPatients(tx: Tx, patients: readonly NewPatient[]) {
  const today = latestToday(tx.now)
  const { db } = tx
  const kept = await insertMany<object, Kept>(
    db,
    'patient',
    patients.map((patient) => rowOf(patient, today)),
    ['id', 'mrn', 'state', 'version'],
  ).catch(taken)
  await insertMany(
    db,
    'phone',
    patients.flatMap(({ id, phones = [] }) => phoneRows(id, phones)),
  ).catch(taken)
  await insertMany(
    db,
    'contact',
    patients.flatMap(({ id, contacts = [] }) => contactRows(id, contacts)),
  ).catch(taken)
  const identifiers = patients.flatMap(({ id: patientId, identifiers: known = [] }) =>
    known.map(({ system, value }) => ({ id: newId<'Identifier'>(), patientId, system, value })),
  )
  await insertMany(db, 'identifier', identifiers).catch(taken)
  await learnWords(db, patients)
  for (const { id } of patients) await tx.announce(PatientRegistered, { patientId: id })
  return kept
}

type Kept = {
  readonly id: Id<'Patient'>
  readonly mrn: string
  readonly state: State
  readonly version: number
}
const taken = refuseIfViolated({
  patient_pkey: AlreadyExists,
  phone_pkey: AlreadyExists,
  contact_pkey: AlreadyExists,
  identifier_names_one_patient: AlreadyExists,
})

function rowOf(patient: NewPatient, today: Temporal.PlainDate) {
  const { id, deceasedOn, verifiedOn, importId, state, source = 'desk' } = patient
  const columns = { ...nothingSaid, ...columnsOf(id, patient) }
  const complete = missing(factsOf(patient), today).length === 0
  return {
    ...columns,
    ...searchKeys({ ...patient, zip: columns.zip }),
    id,
    source,
    state: state ?? (deceasedOn ? 'deceased' : complete ? 'registered' : 'pre-registered'),
    deceasedOn: deceasedOn ?? null,
    verifiedOn: verifiedOn ?? null,
    importId: importId ?? null,
  }
}

/** Every row of one insert has the same columns, whatever its source told. */
const nothingSaid = {
  middleName: null,
  suffix: null,
  preferredName: null,
  formerLastNames: [],
  maritalStatus: null,
  address: null,
  address2: null,
  city: null,
  stateCode: null,
  zip: null,
  email: null,
  language: 'en',
  needsInterpreter: false,
  race: null,
  ethnicity: null,
  siteId: null,
  providerId: null,
  primaryCareProvider: null,
  referrer: null,
  contactBy: null,
  contactInstructions: null,
  ssnLast4: null,
  ssnSealed: null,
}

/** The columns of what was given and only of that, in the spelling in which they are kept. */
export function columnsOf(id: Id<'Patient'>, given: Changes) {
  const { phones: _phones, contacts: _contacts, ssn, ...plain } = onlyEditable(given)
  return {
    ...plain,
    ...(plain.lastName !== undefined && { lastName: tidy(plain.lastName) }),
    ...(plain.firstName !== undefined && { firstName: tidy(plain.firstName) }),
    ...(plain.stateCode !== undefined && {
      stateCode: (plain.stateCode && stateCode(plain.stateCode)) || null,
    }),
    ...(plain.zip !== undefined && { zip: (plain.zip && zipDigits(plain.zip)) || null }),
    ...(plain.email !== undefined && { email: (plain.email && plainEmail(plain.email)) || null }),
    ...(ssn !== undefined && ssnColumns(id, ssn)),
  }
}

/** A body may hold more than its schema names; a column is written only if it stands there and something was said. */
const onlyEditable = (given: Changes): Changes =>
  Object.fromEntries(
    Object.entries(given).filter(([name, value]) => name in Changes.properties && value !== undefined),
  )

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
