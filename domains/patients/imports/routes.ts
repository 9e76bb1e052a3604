import { done } from '#kernel/contract.ts'
import { recordAudit } from '#platform/audit.ts'
import type { Http } from '#platform/http.ts'
import { apply, discard, preview, undo } from './commands.ts'
import {
  applyImport,
  discardImport,
  downloadReport,
  listImports,
  readImport,
  readImportRows,
  undoImport,
  uploadImport,
} from './contract.ts'
import { importList, importOf, importReport, importRows } from './queries.ts'

export function importRoutes({ answer, perform }: Http) {
  perform(uploadImport, async (tx, { query }, { received }) => {
    await preview(tx, query.id, received)
    return { id: query.id }
  })
  answer(listImports, (db, { query }) => importList(db, query.state))
  answer(readImport, (db, { params }) => importOf(db, params.importId))
  answer(readImportRows, (db, { params, query }) => importRows(db, params.importId, query))
  answer(downloadReport, async (db, { params }, { actor, origin }) => {
    const report = await importReport(db, params.importId)
    await recordAudit(db, actor, origin, {
      kind: 'export',
      subject: 'patients.import',
      recordId: params.importId,
    })
    return report
  })
  perform(applyImport, async (tx, { params, body }) => {
    await apply(tx, params.importId, body.withPossible)
    return importOf(tx.db, params.importId)
  })
  perform(discardImport, async (tx, { params }) => {
    await discard(tx, params.importId)
    return done
  })
  perform(undoImport, async (tx, { params }) => {
    await undo(tx, params.importId)
    return done
  })
}
