import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Bundle, longestBundle, readBundle, writeBundle } from './bundle.ts'

const ada = {
  resourceType: 'Patient',
  id: 'ada',
  name: [{ family: 'Lovelace', given: ['Ada'] }],
  gender: 'female',
  birthDate: '1980-12-10',
}
const visit = {
  resourceType: 'Encounter',
  id: 'v1',
  status: 'finished',
  class: { code: 'AMB' },
  subject: { reference: 'Patient/ada' },
}
const doctor = { resourceType: 'Practitioner', id: 'doc', name: [{ family: 'Okafor' }] }
const bundleOf = (...resources: object[]) =>
  readBundle({
    resourceType: 'Bundle',
    type: 'collection',
    entry: resources.map((resource) => ({ resource })),
  })

const problemsOf = ({ entries, problems }: Bundle) =>
  [...problems, ...entries.flatMap((entry) => (entry.outcome === 'refused' ? entry.problems : []))].map(
    ({ at, message }) => `${at}: ${message}`,
  )
const warningsOf = ({ entries }: Bundle) =>
  entries.flatMap(({ warnings }) => warnings.map(({ at, message }) => `${at}: ${message}`))
const personIn = (bundle: Bundle) => {
  const [entry] = bundle.entries
  return entry?.outcome === 'read' && entry.resource.resourceType === 'Patient'
    ? entry.resource.person
    : assert.fail(problemsOf(bundle).join('\n'))
}

describe('a bundle', () => {
  it('says of a date that is none where it stands, and reads the others', () => {
    const bundle = bundleOf(doctor, ada, { ...ada, id: 'x', birthDate: '2023-02-30' })
    assert.deepEqual(problemsOf(bundle), ['Bundle.entry[2].resource.birthDate: 2023-02-30 is not a date'])
    assert.deepEqual(
      bundle.entries.map(({ outcome }) => outcome),
      ['read', 'read', 'refused'],
    )
  })

  it('finds every problem of an entry, not only the first', () => {
    const bundle = bundleOf({
      resourceType: 'Patient',
      id: 7,
      name: [{ given: 'Ada' }],
      gender: 'f',
      birthDate: 19801210,
      active: 'yes',
      telecom: [{ system: 'phone', value: 5 }],
      address: ['12 Elm'],
      maritalStatus: [],
      deceasedDateTime: '2020-01-01T10:00',
    })
    assert.deepEqual(problemsOf(bundle), [
      'Bundle.entry[0].resource.id: 7 is not text',
      'Bundle.entry[0].resource.name: has no family name',
      'Bundle.entry[0].resource.telecom[0].value: 5 is not text',
      'Bundle.entry[0].resource.active: yes is not true or false',
      'Bundle.entry[0].resource.birthDate: 19801210 is not text',
      'Bundle.entry[0].resource.gender: f is not one of male, female, other, unknown',
      'Bundle.entry[0].resource.deceasedDateTime: 2020-01-01T10:00 is not a time with seconds and time zone',
      'Bundle.entry[0].resource.address[0]: 12 Elm is not an object',
      'Bundle.entry[0].resource.maritalStatus: a list is not an object',
    ])
  })

  it('counts what it does not read, by kind and with a reason', () => {
    const bundle = bundleOf({ resourceType: 'Observation' }, ada, { resourceType: 'Observation' })
    assert.deepEqual(bundle.skipped, [
      { resourceType: 'Observation', count: 2, reason: 'Observation is not one of the resources read here.' },
    ])
    assert.equal(bundle.entries.length, 1)
    assert.equal(bundle.entries[0]?.index, 1)
  })

  it('may be one resource alone, or begin with a byte order mark', () => {
    assert.equal(personIn(readBundle(ada)).name.family, 'Lovelace')
    assert.equal(personIn(readBundle(`\uFEFF${JSON.stringify(ada)}`)).name.family, 'Lovelace')
  })

  it('resolves references by type and id, full URL, version and identifier', () => {
    const npi = { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' }
    const bundle = readBundle({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        { fullUrl: 'urn:uuid:1', resource: { ...ada, id: undefined } },
        { fullUrl: 'https://example.org/fhir/Practitioner/doc', resource: { ...doctor, identifier: [npi] } },
      ],
    })
    assert.ok(bundle.resolve({ reference: 'urn:uuid:1' }, 'Patient'))
    assert.ok(bundle.resolve({ reference: 'Practitioner/doc' }, 'Practitioner'))
    assert.ok(bundle.resolve({ reference: 'Practitioner/doc/_history/3' }, 'Practitioner'))
    assert.ok(bundle.resolve({ reference: 'https://example.org/fhir/Practitioner/doc' }, 'Practitioner'))
    const conditional = { reference: 'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|1234567893' }
    assert.ok(bundle.resolve(conditional, 'Practitioner'))
    assert.equal(bundle.resolve({ reference: 'urn:uuid:1' }, 'Practitioner'), undefined)
    assert.equal(bundle.resolve({ reference: 'Patient/nobody' }, 'Patient'), undefined)
    assert.equal(bundle.resolve({ display: 'Dr. Okafor' }, 'Practitioner'), undefined)
  })

  it('refuses a reference to the wrong kind of resource, whether its text or its target tells', () => {
    assert.deepEqual(problemsOf(bundleOf(doctor, { ...visit, subject: { reference: 'Practitioner/doc' } })), [
      'Bundle.entry[1].resource.subject.reference: refers to a Practitioner where a Patient or Group is expected',
    ])
    const byUrl = readBundle({
      resourceType: 'Bundle',
      entry: [
        { fullUrl: 'urn:uuid:9', resource: doctor },
        { resource: { ...visit, subject: { reference: 'urn:uuid:9' } } },
      ],
    })
    assert.deepEqual(problemsOf(byUrl), [
      'Bundle.entry[1].resource.subject.reference: refers to a Practitioner where a Patient or Group is expected',
    ])
  })

  it('warns of a reference to nothing, and to an entry that was refused', () => {
    const broken = { ...ada, birthDate: 'soon' }
    const lost = { ...visit, id: 'v2', subject: { reference: 'urn:uuid:nowhere' } }
    assert.deepEqual(warningsOf(bundleOf(visit, broken, lost)), [
      'Bundle.entry[0].resource.subject.reference: points to Bundle.entry[1], which could not be read',
      'Bundle.entry[2].resource.subject.reference: points to nothing in this bundle',
    ])
  })

  it('refuses the second of two entries with the same name', () => {
    assert.deepEqual(problemsOf(bundleOf(ada, { ...ada, birthDate: '1990-01-01' })), [
      'Bundle.entry[1]: is the same as Bundle.entry[0]',
    ])
  })

  it('refuses a record whose meaning an unknown modifier changes, and passes over other unknown extensions', () => {
    const extension = [{ url: 'https://example.org/shoe-size', valueDecimal: 43 }]
    assert.deepEqual(problemsOf(bundleOf({ ...ada, extension, modifierExtension: extension })), [
      'Bundle.entry[0].resource.modifierExtension: changes the meaning of the whole record in a way that is not known here',
    ])
    assert.equal(bundleOf({ ...ada, extension, shoe: { size: 43 } }).entries[0]?.outcome, 'read')
  })

  it('names the place where a text stops being JSON, and never quotes it', () => {
    assert.deepEqual(problemsOf(readBundle('{"resourceType":"Patient",\n"name":[Lovelace]}')), [
      'Bundle: is not JSON',
    ])
    assert.deepEqual(problemsOf(readBundle('{"name":\n["Lovelace" 1]}')), [
      'Bundle: is not JSON (line 2, column 13)',
    ])
    assert.match(
      problemsOf(readBundle('{"name":["Lovelace"'))[0] ?? '',
      /^Bundle: (ends too early|is not JSON)/,
    )
    assert.ok(!problemsOf(readBundle('{"name":["Lovelace"')).join('').includes('Lovelace'))
    assert.deepEqual(problemsOf(readBundle('')), ['Bundle: ends too early'])
  })

  it('refuses what is too long before it parses it', () => {
    assert.deepEqual(problemsOf(readBundle(' '.repeat(longestBundle + 1))), [
      'Bundle: is longer than 200 million characters; please divide it',
    ])
  })

  it('never crashes, whatever shape it has', () => {
    for (const json of [
      null,
      7,
      'x',
      [],
      [1],
      {},
      { resourceType: 5 },
      { resourceType: 'Bundle', entry: {} },
    ])
      assert.equal(problemsOf(readBundle(json)).length, 1, JSON.stringify(json))
    const entries = [
      null,
      5,
      'x',
      [],
      {},
      { resource: null },
      { resource: 5 },
      { resource: {} },
      { resource: { resourceType: 'no/type' } },
    ]
    const odd = readBundle({ resourceType: 'Bundle', entry: entries })
    assert.equal(odd.entries.filter(({ outcome }) => outcome === 'refused').length, 7)
    assert.deepEqual(odd.skipped, [
      { resourceType: 'none', count: 2, reason: 'The entry holds no resource.' },
    ])
    for (const resourceType of ['Patient', 'Practitioner', 'Appointment', 'Coverage', 'Encounter'])
      assert.ok(problemsOf(bundleOf({ resourceType })).length > 0, resourceType)
  })

  it('is not misled by names of the language it is read in', () => {
    const text = `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient","id":"__proto__",
      "__proto__":{"active":true,"polluted":1},"constructor":{"prototype":{"polluted":1}},
      "name":[{"family":"Lovelace","__proto__":{"given":["Eve"]}}]}},
      {"resource":{"resourceType":"__proto__"}},{"resource":{"resourceType":"toString"}},{"resource":{"resourceType":"Constructor"}},
      {"resource":{"resourceType":"Encounter","status":"finished","class":{"code":"AMB"},"subject":{"reference":"constructor"}}}]}`
    const bundle = readBundle(text)
    assert.deepEqual(personIn(bundle).name, { family: 'Lovelace', given: [] })
    assert.equal(Reflect.get({}, 'polluted'), undefined)
    assert.equal(bundle.resolve({ reference: 'constructor' }, 'Patient'), undefined)
    assert.deepEqual(
      bundle.entries.map(({ outcome }) => outcome),
      ['read', 'refused', 'refused', 'read'],
    )
  })

  it('reads a text nested a hundred thousand deep, and a list of a hundred thousand entries', () => {
    const deep = `${'[{"extension":'.repeat(100_000)}1${'}]'.repeat(100_000)}`
    const nested = readBundle(`{"resourceType":"Patient","name":[{"family":"Lovelace"}],"extension":${deep}}`)
    assert.equal(nested.entries.length, 1)
    const many = bundleOf(...Array.from({ length: 100_000 }, (_, index) => ({ ...ada, id: `p${index}` })))
    assert.equal(many.entries.filter(({ outcome }) => outcome === 'read').length, 100_000)
  })

  it('is written with resources that can be found by their references', () => {
    const bundle = bundleOf(ada, visit)
    const resources = bundle.entries.flatMap((entry) => (entry.outcome === 'read' ? [entry.resource] : []))
    const written = writeBundle(resources, 'https://office.example/fhir', 'transaction')
    const again = readBundle(JSON.stringify(written))
    assert.deepEqual(
      again.entries.map((entry) => entry.outcome === 'read' && entry.resource),
      resources,
    )
    assert.ok(again.resolve({ reference: 'https://office.example/fhir/Patient/ada' }, 'Patient'))
    assert.ok(again.resolve({ reference: 'Patient/ada' }, 'Patient'))
    assert.throws(() => writeBundle([{ ...resources[0]!, id: 'a b' }], ''), /Patient\.id/)
  })
})

describe('a patient', () => {
  it('goes by the official name and is called by the usual one', () => {
    const name = [
      { use: 'maiden', family: 'Byron' },
      { use: 'usual', given: ['Addie'], family: 'Lovelace' },
      { use: 'official', given: ['Ada', 'Augusta'], family: 'King-Noel', suffix: ['II'] },
    ]
    const person = personIn(bundleOf({ ...ada, name }))
    assert.deepEqual(person.name, {
      family: 'King-Noel',
      given: ['Ada', 'Augusta'],
      suffix: 'II',
      preferred: 'Addie',
    })
    assert.deepEqual(person.formerFamilyNames, ['Byron'])
  })

  it('has the sex of the administrative gender, and of the birth sex only where there is none', () => {
    const birthSex = {
      url: 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex',
      valueCode: 'M',
    }
    const { gender: _, ...unsaid } = ada
    assert.equal(personIn(bundleOf({ ...ada, extension: [birthSex] })).sex, 'F')
    assert.equal(personIn(bundleOf({ ...ada, gender: 'other', extension: [birthSex] })).sex, 'U')
    assert.equal(personIn(bundleOf({ ...unsaid, extension: [birthSex] })).sex, 'M')
    assert.equal(personIn(bundleOf(unsaid)).sex, 'U')
  })

  it('of whose birth only the year is known is read without it, and says so', () => {
    const bundle = bundleOf({ ...ada, birthDate: '1980' })
    assert.equal(personIn(bundle).birthDate, undefined)
    assert.match(warningsOf(bundle)[0] ?? '', /birthDate: 1980 is not a whole date/)
    for (const birthDate of [
      '0000-01-01',
      '1980-13',
      '1980-1-1',
      '1981-02-29',
      '1980-12-10T00:00:00Z',
      '+001980-12-10',
    ])
      assert.equal(problemsOf(bundleOf({ ...ada, birthDate })).length, 1, birthDate)
  })

  it('may have died on a day, at a time in any zone, or simply have died', () => {
    assert.equal(
      String(personIn(bundleOf({ ...ada, deceasedDateTime: '2020-01-01' })).deceased),
      '2020-01-01',
    )
    const late = { ...ada, deceasedDateTime: '2020-01-01T23:30:00.1234567890123-05:00' }
    assert.equal(String(personIn(bundleOf(late)).deceased), '2020-01-01')
    assert.equal(personIn(bundleOf({ ...ada, deceasedBoolean: true })).deceased, true)
    assert.equal(personIn(bundleOf({ ...ada, deceasedBoolean: false })).deceased, undefined)
    assert.equal(personIn(bundleOf({ ...ada, deceasedDateTime: '2020' })).deceased, true)
  })

  it('has phones, emails, a language and people to call, as far as they can be understood', () => {
    const bundle = bundleOf({
      ...ada,
      telecom: [
        { system: 'phone', value: '(812) 555-0101 x9', use: 'work' },
        { system: 'email', value: 'Ada@Example.com' },
        { system: 'email', value: 'none' },
        { system: 'fax', value: '812-555-0102' },
        { value: '812-555-0103' },
      ],
      communication: [
        { language: { text: 'Martian' } },
        { preferred: true, language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'pt-BR' }] } },
      ],
      contact: [
        {
          name: { given: ['Annabella'], family: 'Byron' },
          relationship: [{ coding: [{ code: 'C' }] }, { text: 'Mother' }],
        },
        { organization: { display: 'Somewhere' } },
      ],
    })
    const person = personIn(bundle)
    assert.deepEqual(person.phones, [{ number: '+18125550101', extension: '9', use: 'work' }])
    assert.deepEqual(person.emails, ['ada@example.com'])
    assert.equal(person.language, 'pt-BR')
    assert.deepEqual(person.contacts, [
      { name: 'Annabella Byron', relationship: 'Mother', emergency: true, phones: [], emails: [] },
    ])
    assert.equal(warningsOf(bundle).length, 3)
  })

  it('is refused where a text holds what no database keeps', () => {
    const bundle = bundleOf({ ...ada, name: [{ family: 'Love\0lace', given: ['A\0'] }] })
    assert.match(problemsOf(bundle).join('\n'), /family: contains a character that is not text/)
  })
})

describe('an appointment', () => {
  const booked = {
    resourceType: 'Appointment',
    status: 'booked',
    start: '2026-11-23T10:00:00-05:00',
    end: '2026-11-23T10:20:00-05:00',
    participant: [{ actor: { reference: 'Patient/ada' }, status: 'accepted' }],
  }
  const problems = (change: object) =>
    problemsOf(bundleOf({ ...booked, ...change })).map((text) => text.slice(25))

  it('is held to the rules of its standard', () => {
    assert.deepEqual(problems({}), [])
    assert.deepEqual(problems({ end: undefined }), ['end: is missing'])
    assert.deepEqual(problems({ start: undefined, end: undefined }), ['start: is missing'])
    assert.deepEqual(problems({ start: undefined, end: undefined, status: 'waitlist' }), [])
    assert.deepEqual(problems({ end: '2026-11-23T09:00:00-05:00' }), ['end: is before the start'])
    assert.deepEqual(problems({ participant: [] }), ['participant: is missing'])
    assert.deepEqual(problems({ participant: [{ status: 'accepted' }] }), [
      'participant[0].actor: is missing',
    ])
    assert.deepEqual(problems({ cancelationReason: { text: 'rain' } }), [
      'cancelationReason: is given, yet the appointment is booked',
    ])
    assert.deepEqual(problems({ start: '2026-11-23' }), ['start: 2026-11-23 is not a date with time'])
  })
})

describe('a coverage', () => {
  it('reads what the patient pays in whole cents of dollars, and nothing else as money', () => {
    const cost = (value: number, currency = 'USD') => ({ valueMoney: { value, currency } })
    const read = (costToBeneficiary: object[]) =>
      bundleOf({
        resourceType: 'Coverage',
        status: 'active',
        beneficiary: { reference: 'Patient/ada' },
        payor: [{ display: 'Blue Plan' }],
        costToBeneficiary,
      })
    const [entry] = read([cost(25), cost(0.29), cost(19.99, 'EUR'), { valueQuantity: { value: 20 } }]).entries
    const coverage =
      entry?.outcome === 'read' && entry.resource.resourceType === 'Coverage' ? entry.resource : assert.fail()
    assert.deepEqual(coverage.costs, [{ amount: 2500 }, { amount: 29 }])
    assert.equal(entry?.warnings.length, 2)
    assert.equal(problemsOf(read([cost(0.005)])).length, 1)
  })
})
