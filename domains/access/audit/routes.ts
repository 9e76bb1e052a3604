import { recordAudit } from '#platform/audit.ts'
import type { Http } from '#platform/http.ts'
import * as contract from './contract.ts'
import { sealAndCheck } from './jobs.ts'
import { auditPage, auditState, chartAccess } from './queries.ts'

export function auditRoutes({ answer, endpoints }: Http) {
  // Looked up when asked: the other domains' endpoints are mounted after this.
  const tell = (subject: string) =>
    endpoints.find(({ method, path }) => `${method} ${path}` === subject)?.summary ?? tableWords(subject)

  answer(contract.listAudit, async (db, { query }, { actor, origin }) => {
    const found = await auditPage(db, query, actor, tell)
    // What concerns patients is recorded by what the endpoint discloses; looking at the rest is a look, too.
    if (found.entries.every(({ patientIds }) => patientIds.length === 0))
      await recordAudit(db, actor, origin, { kind: 'read', subject: 'GET /audit' })
    return found
  })
  answer(contract.readAuditState, (db) => auditState(db))
  // Not one transaction: it reads the whole log in steps, and what it finds is one appended row.
  answer(contract.checkAuditLog, async (db, _, { actor, origin }) => {
    const result = await sealAndCheck(db, actor.id)
    await recordAudit(db, actor, origin, {
      kind: 'system',
      subject: 'POST /audit/check',
      outcome: result.whole ? 'done' : 'failed',
    })
    return result
  })
  answer(contract.readChartAccess, (db, { params, query }) =>
    chartAccess(db, params.patientId, query.before, tell),
  )
}

/** "patients.contact_point" is a contact point; whatever is no table stays as it is. */
function tableWords(subject: string): string {
  const words = /^\w+\.(\w+)$/.exec(subject)?.[1]?.replaceAll('_', ' ')
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : subject
}
