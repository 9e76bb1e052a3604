import { done } from '#kernel/contract.ts'
import type { Http } from '#platform/http.ts'
import * as commands from './commands.ts'
import {
  addFederalHolidays,
  addHoliday,
  addSite,
  editOrganisation,
  editSite,
  readPractice,
  removeHoliday,
  setHours,
  setUpOrganisation,
} from './contract.ts'
import { practice } from './queries.ts'

export function siteRoutes({ answer, perform }: Http) {
  answer(readPractice, (db) => practice(db))
  perform(setUpOrganisation, (tx, { body }) => commands.setUp(tx, body))
  perform(editOrganisation, (tx, { body }) => commands.editOrganisation(tx, body))
  perform(addSite, (tx, { body }) => commands.addSite(tx, body))
  perform(editSite, (tx, { params, body }) => commands.editSite(tx, params.id, body))
  perform(setHours, async (tx, { params, body }) => {
    await commands.setHours(tx, params.id, body)
    return done
  })
  perform(addHoliday, (tx, { body }) => commands.addHoliday(tx, body))
  perform(removeHoliday, async (tx, { params }) => {
    await commands.removeHoliday(tx, params.id)
    return done
  })
  perform(addFederalHolidays, (tx, { body }) => commands.addFederalHolidays(tx, body.year))
}
