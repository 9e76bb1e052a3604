import type { Http } from '#platform/http.ts'
import { readSetup } from './contract.ts'
import { setup } from './queries.ts'

export function setupRoutes({ answer }: Http) {
  answer(readSetup, (db) => setup(db))
}
