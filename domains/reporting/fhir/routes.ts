import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Http } from '#platform/http.ts'
import {
  readFhirAppointment,
  readFhirCoverage,
  readFhirEncounter,
  readFhirEverything,
  readFhirLocation,
  readFhirPatient,
  readFhirPractitioner,
} from './contract.ts'
import * as queries from './queries.ts'

/** Where other systems read single resources; names in a bundle are told below it. The first of WELLRUN_ORIGIN. */
const base = () =>
  `${(process.env['WELLRUN_ORIGIN'] || 'http://localhost:7300').split(',')[0]!.trim().replace(/\/$/, '')}/api/fhir`

export function fhirRoutes({ answer }: Http) {
  answer(readFhirPatient, async (db, { params }) =>
    queries.written(await queries.patient(db, params.id), params.id),
  )
  answer(readFhirPractitioner, async (db, { params }) => {
    const [resource] = await queries.practitioners(db, [params.id])
    return queries.written(resource ?? refuse(NotFound, 'There is no such provider.'))
  })
  answer(readFhirLocation, async (db, { params }) => {
    const [resource] = await queries.locations(db, [params.id])
    return queries.written(resource ?? refuse(NotFound, 'There is no such site.'))
  })
  answer(readFhirAppointment, (db, { params }, { actor }) => queries.appointment(db, actor, params.id))
  answer(readFhirEncounter, (db, { params }, { actor }) => queries.encounter(db, actor, params.id))
  answer(readFhirCoverage, (db, { params }) => queries.coverage(db, params.id))
  answer(readFhirEverything, (db, { params }, { actor }) => queries.everything(db, actor, params.id, base()))
}
