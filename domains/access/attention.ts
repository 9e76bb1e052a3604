import { sql } from 'kysely'
import type { Attention } from '#platform/wiring.ts'
import { lastCheck } from './audit/queries.ts'
import { linkIsOver } from './users/queries.ts'

export const attention: readonly Attention[] = [
  {
    key: 'audit-damaged',
    urgency: 'late',
    label: 'findings in the audit log: it is not as it was written',
    permission: 'access.audit.read',
    to: '/audit',
    count: async (db) => ({ count: (await lastCheck(db))?.findings.length ?? 0 }),
  },
  {
    key: 'invitations-over',
    urgency: 'waiting',
    label: 'people invited whose link is too old: make a new one',
    permission: 'access.users.edit',
    to: '/users?show=waiting',
    count: async (db) => {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from access.user u where ${linkIsOver}`.execute(db)
      return { count: rows[0]!.count }
    },
  },
]
