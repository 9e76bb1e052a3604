import type { Reply } from '#kernel/contract.ts'
import { Status } from '#web/ui/Status.tsx'
import type { listUsers } from '../users/contract.ts'

export type User = Reply<typeof listUsers>['users'][number]

export function UserState({ user }: { user: User }) {
  if (user.state === 'disabled') return <Status>Disabled</Status>
  if (user.waiting) return <Status tone="soon">Needs a new link</Status>
  if (user.state === 'invited') return <Status tone="active">Invited</Status>
  return <Status tone="good">Active</Status>
}
