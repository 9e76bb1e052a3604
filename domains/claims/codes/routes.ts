import type { Http } from '#platform/http.ts'
import { importTable, loadStarterCodes } from './commands.ts'
import { addStarterCodes, importCodes, readTables, searchCodes } from './contract.ts'
import * as queries from './queries.ts'

export function codeRoutes({ answer, perform }: Http) {
  answer(searchCodes, async (db, { query: { system, text, on } }) => ({
    codes: await queries.searchCodes(db, system === 'procedure' ? ['CPT', 'HCPCS'] : [system], text, on),
  }))
  answer(readTables, async (db) => ({
    tables: await queries.tables(db, Temporal.Now.plainDateISO('America/New_York')),
  }))
  perform(importCodes, (tx, { query }, { stream }) => importTable(tx, query.system, stream, query.wholeFrom))
  perform(addStarterCodes, (tx) => loadStarterCodes(tx))
}
