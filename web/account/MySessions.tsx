import { Button } from '@mantine/core'
import { endMyOtherSessions, endMySession, listMySessions } from '#domains/access/sessions/contract.ts'
import type { Reply } from '#kernel/contract.ts'
import { useAct, useRead } from '../api.ts'
import { DataTable } from '../ui/DataTable.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Section } from '../ui/Section.tsx'
import { Status } from '../ui/Status.tsx'
import type { Column } from '../ui/table.ts'
import { When } from '../ui/When.tsx'

type Mine = Reply<typeof listMySessions>['sessions'][number]

const columns: readonly Column<Mine>[] = [
  { key: 'device', title: 'Where', cell: (one) => one.device },
  { key: 'address', title: 'Network address', cell: (one) => one.address },
  { key: 'since', title: 'Signed in', cell: (one) => <When at={one.createdAt} /> },
  { key: 'seen', title: 'Last used', cell: (one) => <When at={one.lastSeenAt} /> },
  { key: 'here', title: '', cell: (one) => one.current && <Status tone="active">This one</Status> },
]

/** Where one is signed in, with a way to end what one does not know. */
export function MySessions() {
  const sessions = useRead(listMySessions, {})
  const end = useAct(endMySession, { success: 'That session has ended.' })
  const endOthers = useAct(endMyOtherSessions, {
    success: ({ ended }) =>
      ended === 1 ? 'One other session has ended.' : `${ended} other sessions have ended.`,
  })
  return (
    <Section
      title="My sessions"
      actions={
        (sessions.data?.sessions.length ?? 0) > 1 && (
          <Button variant="default" loading={endOthers.busy} onClick={() => void endOthers.run({})}>
            End all others
          </Button>
        )
      }
    >
      <Loaded of={sessions}>
        {({ sessions: rows }) => (
          <DataTable
            name="my-sessions"
            label="Where I am signed in"
            rows={rows}
            rowId={(one) => one.id}
            rowName={(one) => one.device}
            columns={columns}
            empty={{ title: 'No session' }}
            next={(one) =>
              one.current ? null : { label: 'End', run: () => void end.run({ params: { id: one.id } }) }
            }
          />
        )}
      </Loaded>
    </Section>
  )
}
