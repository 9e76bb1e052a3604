import type { Db } from '#platform/database.ts'
import type { Job } from '#platform/events.ts'
import { auditHeadsFile, keyring } from '#platform/vault.ts'
import { checkAudit } from './check.ts'
import { keepCheck } from './queries.ts'
import { sealAudit } from './seal.ts'

/** Seals what has settled, then checks everything and remembers what was found. */
export async function sealAndCheck(db: Db, by: Parameters<typeof keepCheck>[1]) {
  await sealAudit(db, keyring(), auditHeadsFile())
  const result = await checkAudit(db, keyring(), auditHeadsFile())
  await keepCheck(db, by, result)
  return result
}

export const auditJobs: readonly Job[] = [
  {
    queue: 'access.seal-audit',
    cron: '* * * * *',
    handle: async ({ db }) => void (await sealAudit(db, keyring(), auditHeadsFile())),
  },
  {
    queue: 'access.check-audit',
    cron: '23 7 * * *',
    handle: async ({ db }) => void (await sealAndCheck(db, null)),
  },
]
