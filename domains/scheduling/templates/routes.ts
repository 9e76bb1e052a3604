import type { Http } from '#platform/http.ts'
import * as commands from './commands.ts'
import {
  addAbsence,
  addTemplate,
  editTemplate,
  endTemplate,
  readTemplates,
  removeAbsence,
} from './contract.ts'
import { templates } from './queries.ts'

export function templateRoutes({ answer, perform }: Http) {
  answer(readTemplates, (db, _request, { actor }) => templates(db, actor.siteIds, Temporal.Now.instant()))
  perform(addTemplate, (tx, { body }) => commands.add(tx, body))
  perform(editTemplate, (tx, { params, body }) => commands.edit(tx, params.id, body))
  perform(endTemplate, (tx, { params, query }) => commands.end(tx, params.id, query.version))
  perform(addAbsence, (tx, { body }) => commands.addAbsence(tx, body))
  perform(removeAbsence, (tx, { params }) => commands.removeAbsence(tx, params.id))
}
