/** Housekeeping of the machinery, which belongs to no domain. */
import type { Job } from '#platform/events.ts'
import { forgetOldReplies } from '#platform/idempotency.ts'

export const housekeeping: readonly Job[] = [
  {
    queue: 'platform.forget-replies',
    // In the small hours of every American zone.
    cron: '41 8 * * *',
    handle: async ({ db }) => void (await forgetOldReplies(db)),
  },
]
