/** What access adds to the running system. Read by the composition roots alone. */
import type { Wiring } from '#platform/wiring.ts'
import { accountRoutes } from './account/routes.ts'
import { sealedTotp } from './account/totp.ts'
import { auditJobs } from './audit/jobs.ts'
import { auditRoutes } from './audit/routes.ts'
import { linkRoutes } from './links/routes.ts'
import { permissions } from './permissions.ts'
import { roleRoutes } from './roles/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { sweep } from './sessions/throttle.ts'
import { userRoutes } from './users/routes.ts'

export const access: Wiring = {
  name: 'access',
  permissions,
  sealed: [sealedTotp],
  routes: (http) => {
    for (const mount of [sessionRoutes, accountRoutes, linkRoutes, userRoutes, roleRoutes, auditRoutes])
      mount(http)
  },
  jobs: [...auditJobs, { queue: 'access.sweep', cron: '17 * * * *', handle: ({ db }) => sweep(db) }],
}
