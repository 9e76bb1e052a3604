/** Whole bundles as Synthea writes them, read where they lie beside the project. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import { readBundle } from './bundle.ts'

const folder = '../shared/samples/fhir'
const skip = existsSync(folder) ? false : `${folder} is not here`
const read = (file: string) => readBundle(readFileSync(`${folder}/${file}`, 'utf8'))

/** Encounters of each patient, counted in the files by hand. */
const encounters = {
  Agustin_Fonseca: 7,
  Antony_Anderson: 9,
  Blake_Eichmann: 9,
  Cameron_Greenfelder: 11,
  Dana_Feest: 9,
  Elisha_Bradtke: 12,
  Floyd_Connelly: 7,
  Hershel_Marvin: 10,
  Jonah_Ruecker: 15,
  Laurie_McCullough: 16,
  Luigi_Wiegand: 4,
  Marlin_Hagenes: 14,
  Osvaldo_Graham: 9,
  Rufus_Kihn: 12,
  Tony_Douglas: 16,
  Wiley_Wisoky: 9,
} as const

describe('the sample bundles', { skip }, () => {
  const files = skip ? [] : readdirSync(folder)

  for (const [person, count] of Object.entries(encounters))
    it(`${person}: one patient with ${count} encounters, every reference among them found`, () => {
      const bundle = read(files.find((file) => file.startsWith(person)) ?? person)
      assert.deepEqual(bundle.problems, [])
      const resources = bundle.entries.map((entry) => {
        assert.equal(entry.outcome, 'read', JSON.stringify(entry))
        assert.deepEqual(entry.warnings, [])
        return entry.outcome === 'read' ? entry.resource : assert.fail()
      })
      const patients = resources.filter((resource) => resource.resourceType === 'Patient')
      assert.equal(patients.length, 1)
      assert.ok(patients[0]?.person.birthDate && patients[0].person.name.given[0])
      const visits = resources.filter((resource) => resource.resourceType === 'Encounter')
      assert.equal(visits.length, count)
      for (const visit of visits) {
        assert.equal(bundle.resolve(visit.subject, 'Patient'), patients[0])
        // Nobody takes part in a death certification, which is an encounter to Synthea.
        for (const { individual } of visit.participants) assert.ok(bundle.resolve(individual, 'Practitioner'))
        assert.ok(visit.period?.start instanceof Temporal.Instant)
      }
      assert.ok(bundle.skipped.some(({ resourceType }) => resourceType === 'Observation'))
    })

  it('practitioners.json: 102 practitioners, each with a number in the NPI system', () => {
    const bundle = read('practitioners.json')
    const found = bundle.entries.filter(
      (entry) =>
        entry.outcome === 'read' && entry.resource.resourceType === 'Practitioner' && entry.resource.npi,
    )
    assert.equal(found.length, 102)
    assert.equal(bundle.entries.length, 102)
  })

  it('Agustin_Fonseca: the facts a registration needs', () => {
    const [first] = read(files.find((file) => file.startsWith('Agustin_Fonseca')) ?? '').entries
    const patient =
      first?.outcome === 'read' && first.resource.resourceType === 'Patient' ? first.resource : assert.fail()
    const { person } = patient
    assert.deepEqual(person.name, { family: 'Fonseca', given: ['Agustín'], prefix: 'Mr.' })
    assert.equal(String(person.birthDate), '1994-02-01')
    assert.equal(person.sex, 'M')
    assert.equal(person.language, 'es')
    assert.deepEqual(person.phones, [{ number: '+15559299025', use: 'home' }])
    assert.deepEqual(person.addresses, [
      {
        lines: ['586 Hilll Ranch Unit 68'],
        city: 'Fall River',
        state: 'MA',
        postalCode: '02720',
        country: 'US',
      },
    ])
    assert.equal(person.identifiers.find(({ type }) => type === 'SS')?.value, '999-88-8619')
    assert.deepEqual(person.ethnicity, { codes: ['2186-5'], text: 'Not Hispanic or Latino' })
  })
})
