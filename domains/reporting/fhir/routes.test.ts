import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openPractice } from '#app/testing.ts'
import { newId } from '#kernel/id.ts'
import { readBundle } from '#standards/fhir/bundle.ts'
import { arrangeOffice, arrangePatient, arrangeVisit } from '../../billing/testing.ts'
import {
  readFhirAppointment,
  readFhirCoverage,
  readFhirEncounter,
  readFhirEverything,
  readFhirLocation,
  readFhirPatient,
  readFhirPractitioner,
} from './contract.ts'

const practice = await openPractice()
const made = await practice.arrange(async (tx) => {
  const office = await arrangeOffice(tx)
  const patient = await arrangePatient(tx, office, { copayCents: 2_500 })
  const other = await arrangePatient(tx, office, { lastName: 'Hopper' })
  const visitId = await arrangeVisit(tx, office, patient.id)
  await arrangeVisit(tx, office, other.id, 5)
  return { ...office, patient, visitId }
})
type Json = Record<string, unknown>
const json = (bytes: Buffer) => JSON.parse(bytes.toString()) as Json

describe('records as FHIR', () => {
  it('are a patient under our record number, without the social security number', async () => {
    const { status, bytes, headers } = await practice.call(readFhirPatient, {
      params: { id: made.patient.id },
    })
    assert.equal(status, 200)
    assert.match(String(headers['content-type']), /application\/fhir\+json/)
    const resource = json(bytes)
    assert.equal(resource['resourceType'], 'Patient')
    assert.equal(resource['birthDate'], '1975-12-10')
    assert.doesNotMatch(bytes.toString(), /us-ssn/)
  })

  it('name patient, provider and site of a visit, and the encounter its appointment', async () => {
    const params = { id: made.visitId }
    const appointment = json((await practice.call(readFhirAppointment, { params })).bytes)
    assert.equal(appointment['status'], 'arrived')
    const actors = (appointment['participant'] as { actor: { reference: string } }[]).map(
      ({ actor }) => actor.reference,
    )
    assert.deepEqual(actors, [
      `Patient/${made.patient.id}`,
      `Practitioner/${made.okafor}`,
      `Location/${made.siteId}`,
    ])
    const encounter = json((await practice.call(readFhirEncounter, { params })).bytes)
    assert.deepEqual(encounter['appointment'], [{ reference: `Appointment/${made.visitId}` }])
  })

  it('are providers with their NPI, sites with their address, cards with their order', async () => {
    const provider = json((await practice.call(readFhirPractitioner, { params: { id: made.okafor } })).bytes)
    assert.match(JSON.stringify(provider['identifier']), /us-npi.*1234567893/)
    const site = json((await practice.call(readFhirLocation, { params: { id: made.siteId } })).bytes)
    assert.equal(site['name'], 'Downtown')
    const card = json(
      (await practice.call(readFhirCoverage, { params: { id: made.patient.coverageId } })).bytes,
    )
    assert.deepEqual([card['status'], card['order']], ['active', 1])
  })

  it('come all together as a bundle our own reader takes without a fault, of this patient alone', async () => {
    const { bytes } = await practice.call(readFhirEverything, { params: { id: made.patient.id } })
    const bundle = readBundle(bytes.toString())
    assert.deepEqual(bundle.problems, [])
    assert.deepEqual(
      new Set(bundle.entries.map((entry) => entry.outcome === 'read' && entry.resource.resourceType)),
      new Set(['Patient', 'Practitioner', 'Location', 'Coverage', 'Appointment', 'Encounter']),
    )
    assert.equal(bundle.entries.length, 6)
    assert.doesNotMatch(bytes.toString(), /Hopper/)
  })

  it('are written down as disclosed, with who asked', async () => {
    const colleague = await practice.colleague(['fhir.read'])
    await practice.call(readFhirEverything, { params: { id: made.patient.id } }, colleague)
    const entries = await practice.db
      .selectFrom('audit.entry')
      .select(['subject', 'patientIds'])
      .where('actorId', '=', colleague.id)
      .execute()
    assert.deepEqual(entries, [
      { subject: 'GET /fhir/Patient/:id/$everything', patientIds: [made.patient.id] },
    ])
  })

  it('of visits at a site one does not reach are not there', async () => {
    const elsewhere = await practice.colleague(['fhir.read'], [newId<'Site'>()])
    const { status } = await practice.call(readFhirAppointment, { params: { id: made.visitId } }, elsewhere)
    assert.equal(status, 404)
  })

  it('are not read without the permission', async () => {
    const desk = await practice.as('front-desk')
    const { status } = await practice.call(readFhirPatient, { params: { id: made.patient.id } }, desk)
    assert.equal(status, 403)
  })
})
