/** Any resource that can be written, for property tests. */
import fc from 'fast-check'
import type { Cents } from '#kernel/cents.ts'
import { maritalStatuses } from '#standards/person/person.ts'
import type { Resource } from './resource.ts'

const text = fc.stringMatching(/^[\p{L}\p{N}'’&<>"\\ -]{1,20}$/u).map((value) => value.trim() || 'x')
const texts = fc.array(text, { maxLength: 3 })
const optional = { requiredKeys: [] as [] }
const id = fc.stringMatching(/^[A-Za-z0-9.-]{1,64}$/)
const date = fc
  .integer({ min: 0, max: 73_000 })
  .map((days) => Temporal.PlainDate.from('1900-01-01').add({ days }))
const instant = fc
  .bigInt({ min: 0n, max: 4_000_000_000_000_000_000n })
  .map((since) => Temporal.Instant.fromEpochNanoseconds(since))
const moment = fc.oneof(date, instant)
const period = fc.oneof(
  fc.record({ start: moment }),
  fc.record({ end: moment }),
  fc.constant({ start: Temporal.PlainDate.from('2020-01-01'), end: Temporal.PlainDate.from('2020-01-01') }),
)
const coding = fc
  .record({ system: text, code: text, display: text }, optional)
  .filter((one) => Object.keys(one).length > 0)
const concept = fc.oneof(
  fc.record(
    { codings: fc.array(coding, { minLength: 1, maxLength: 2 }), text },
    { requiredKeys: ['codings'] },
  ),
  fc.record({ codings: fc.constant([]), text }),
)
const concepts = fc.array(concept, { maxLength: 2 })
const identifier = fc.record({ system: text, value: text, type: text }, { requiredKeys: ['value'] })
const identifiers = fc.array(identifier, { maxLength: 3 })
const to = (...types: string[]) =>
  fc.oneof(
    fc.record(
      { reference: fc.tuple(fc.constantFrom(...types), id).map((parts) => parts.join('/')), display: text },
      { requiredKeys: ['reference'] },
    ),
    fc.record({ display: text }),
    fc.record({ identifier }),
  )
const phone = fc.oneof(
  fc.record(
    {
      number: fc.stringMatching(/^[2-9]\d{9}$/).map((digits) => `+1${digits}`),
      extension: fc.stringMatching(/^\d{1,6}$/),
      use: fc.constantFrom('home', 'work', 'mobile', 'temp', 'old'),
    },
    { requiredKeys: ['number'] },
  ),
  fc.record({ number: fc.constant('+44 20 7946 0958') }),
)
const phones = fc.array(phone, { maxLength: 3 })
const emails = fc.array(
  fc.stringMatching(/^[a-z0-9.]{1,12}$/).map((box) => `${box}@example.com`),
  { maxLength: 2 },
)
const address = fc.record(
  {
    use: fc.constantFrom('home', 'work', 'temp', 'old', 'billing'),
    lines: fc.array(text, { minLength: 1, maxLength: 3 }),
    city: text,
    state: fc.constantFrom('MA', 'IN', 'PR'),
    postalCode: fc.constantFrom('02720', '47401-1234'),
    country: fc.constantFrom('US', 'DE'),
  },
  { requiredKeys: ['lines'] },
)
const addresses = fc.array(address, { maxLength: 2 })
const name = fc
  .record(
    { family: text, given: texts, prefix: text, suffix: text, preferred: text },
    { requiredKeys: ['family', 'given'] },
  )
  .filter(({ given, preferred }) => preferred === undefined || preferred !== given[0])
const sex = fc.constantFrom('M', 'F', 'U')
const heritage = (...codes: string[]) => fc.record({ codes: fc.subarray(codes), text })

const patient = fc.record(
  {
    resourceType: fc.constant('Patient'),
    id,
    active: fc.boolean(),
    person: fc.record(
      {
        identifiers,
        name,
        formerFamilyNames: texts,
        birthDate: date,
        sex,
        birthSex: sex,
        deceased: fc.oneof(fc.constant(true as const), date),
        addresses,
        phones,
        emails,
        language: fc.constantFrom('en', 'es', 'pt-BR', 'zh-Hant'),
        interpreter: fc.boolean(),
        race: heritage('1002-5', '2028-9', 'UNK', '2034-7', '2039-6'),
        ethnicity: heritage('2135-2', '2148-5'),
        maritalStatus: fc.constantFrom(...maritalStatuses),
        contacts: fc.array(
          fc.record(
            { name: text, relationship: text, emergency: fc.boolean(), phones, emails },
            { requiredKeys: ['name', 'emergency', 'phones', 'emails'] },
          ),
          { maxLength: 2 },
        ),
        generalPractitioner: fc.oneof(
          fc.record(
            { reference: id.map((one) => `Practitioner/${one}`), display: text },
            { requiredKeys: ['reference'] },
          ),
          fc.record({ display: text }),
        ),
      },
      {
        requiredKeys: [
          'identifiers',
          'name',
          'formerFamilyNames',
          'sex',
          'addresses',
          'phones',
          'emails',
          'contacts',
        ],
      },
    ),
  },
  { requiredKeys: ['resourceType', 'person'] },
)

const practitioner = fc.record(
  {
    resourceType: fc.constant('Practitioner'),
    id,
    active: fc.boolean(),
    identifiers,
    npi: fc.stringMatching(/^\d{10}$/),
    name,
    formerFamilyNames: texts,
    sex,
    birthDate: date,
    addresses,
    phones,
    faxes: texts,
    emails,
    qualifications: fc.array(
      fc.record(
        { code: concept, identifiers, period, issuer: text },
        { requiredKeys: ['code', 'identifiers'] },
      ),
      {
        maxLength: 2,
      },
    ),
  },
  {
    requiredKeys: [
      'resourceType',
      'identifiers',
      'name',
      'formerFamilyNames',
      'addresses',
      'phones',
      'faxes',
      'emails',
      'qualifications',
    ],
  },
)

const location = fc.record(
  {
    resourceType: fc.constant('Location'),
    id,
    identifiers,
    status: fc.constantFrom('active', 'suspended', 'inactive'),
    name: text,
    alias: texts,
    description: text,
    mode: fc.constantFrom('instance', 'kind'),
    types: concepts,
    phones,
    faxes: texts,
    emails,
    address,
    physicalType: concept,
    position: fc.record({
      latitude: fc.integer({ min: -90, max: 90 }),
      longitude: fc.integer({ min: -180, max: 180 }),
    }),
    managingOrganization: to('Organization'),
    partOf: to('Location'),
  },
  { requiredKeys: ['resourceType', 'identifiers', 'alias', 'types', 'phones', 'faxes', 'emails'] },
)

const appointment = fc
  .record(
    {
      resourceType: fc.constant('Appointment'),
      id,
      identifiers,
      status: fc.constantFrom('pending', 'booked', 'fulfilled', 'noshow'),
      serviceTypes: concepts,
      appointmentType: concept,
      reasons: concepts,
      description: text,
      start: instant,
      minutes: fc.integer({ min: 1, max: 600 }),
      created: moment,
      comment: text,
      participants: fc.array(
        fc.record(
          {
            actor: to('Patient', 'Practitioner', 'Location'),
            roles: concepts,
            required: fc.constantFrom('required', 'optional', 'information-only'),
            status: fc.constantFrom('accepted', 'declined', 'tentative', 'needs-action'),
          },
          { requiredKeys: ['actor', 'roles', 'status'] },
        ),
        { minLength: 1, maxLength: 3 },
      ),
    },
    {
      requiredKeys: [
        'resourceType',
        'identifiers',
        'status',
        'serviceTypes',
        'reasons',
        'start',
        'participants',
      ],
    },
  )
  .map((one) => ({ ...one, end: one.start.add({ minutes: one.minutes ?? 20 }) }))

const coverage = fc.record(
  {
    resourceType: fc.constant('Coverage'),
    id,
    identifiers,
    status: fc.constantFrom('active', 'cancelled', 'draft', 'entered-in-error'),
    type: concept,
    policyHolder: to('Patient', 'Organization'),
    subscriber: to('Patient', 'RelatedPerson'),
    subscriberId: text,
    beneficiary: to('Patient'),
    dependent: text,
    relationship: concept,
    period,
    payors: fc.array(to('Organization'), { minLength: 1, maxLength: 2 }),
    classes: fc.array(
      fc.record({ type: concept, value: text, name: text }, { requiredKeys: ['type', 'value'] }),
      { maxLength: 2 },
    ),
    order: fc.integer({ min: 1, max: 9 }),
    network: text,
    costs: fc.array(
      fc.record(
        { type: concept, amount: fc.integer({ min: 0, max: 100_000_00 }).map((cents) => cents as Cents) },
        { requiredKeys: ['amount'] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['resourceType', 'identifiers', 'status', 'beneficiary', 'payors', 'classes', 'costs'] },
)

const encounter = fc.record(
  {
    resourceType: fc.constant('Encounter'),
    id,
    identifiers,
    status: fc.constantFrom('planned', 'arrived', 'in-progress', 'finished', 'cancelled'),
    class: fc.record({ code: text, system: text }, { requiredKeys: ['code'] }),
    types: concepts,
    serviceType: concept,
    subject: to('Patient', 'Group'),
    participants: fc.array(
      fc.record(
        { roles: fc.array(concept, { minLength: 1, maxLength: 1 }), period, individual: to('Practitioner') },
        { requiredKeys: ['roles'] },
      ),
      { maxLength: 2 },
    ),
    appointments: fc.array(to('Appointment'), { maxLength: 1 }),
    period,
    reasons: concepts,
    locations: fc.array(fc.record({ location: to('Location'), period }, { requiredKeys: ['location'] }), {
      maxLength: 2,
    }),
    serviceProvider: to('Organization'),
  },
  {
    requiredKeys: [
      'resourceType',
      'identifiers',
      'status',
      'class',
      'types',
      'participants',
      'appointments',
      'reasons',
      'locations',
    ],
  },
)

export const resources: Readonly<Record<Resource['resourceType'], fc.Arbitrary<Resource>>> = {
  Patient: patient,
  Practitioner: practitioner,
  Location: location,
  Appointment: appointment,
  Coverage: coverage,
  Encounter: encounter,
}
