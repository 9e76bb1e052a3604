import type { Http } from '#platform/http.ts'
import { readPractice } from './contract.ts'
import { practice } from './queries.ts'

export function siteRoutes({ answer }: Http) {
  answer(readPractice, (db) => practice(db))
}
