import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Section } from '#web/ui/Section.tsx'
import { Timeline } from '#web/ui/Timeline.tsx'
import type { Column } from '#web/ui/table.ts'
import { When } from '#web/ui/When.tsx'
import { readChartAccess } from '../audit/contract.ts'
import { kindWords } from './words.ts'

type Person = Reply<typeof readChartAccess>['people'][number]

const columns: readonly Column<Person>[] = [
  { key: 'actor', title: 'Who', cell: (one) => one.actor, sort: (one) => one.actor },
  { key: 'role', title: 'Role', cell: (one) => one.role, sort: (one) => one.role },
  { key: 'looks', title: 'Looked', align: 'right', cell: (one) => one.looks, sort: (one) => one.looks },
  {
    key: 'changes',
    title: 'Changed',
    align: 'right',
    cell: (one) => one.changes,
    sort: (one) => one.changes,
  },
  { key: 'last', title: 'Last', cell: (one) => <When at={one.lastAt} />, sort: (one) => one.lastAt },
]

/** Who looked at this chart, how often, and each time they did. Looking here is written down, too. */
export default function ChartAccess({ patientId }: { patientId: Id<'Patient'> }) {
  const [before, setBefore] = useState<number | null>(null)
  const read = useRead(
    readChartAccess,
    { params: { patientId }, query: before === null ? {} : { before } },
    { keepPrevious: true },
  )
  return (
    <Loaded of={read} rows={8}>
      {({ people, entries, more }) => (
        <>
          <Section title="Who looked at this chart">
            <DataTable
              name="chart-access"
              label="Who looked at this chart"
              rows={people}
              rowId={(one) => `${one.actorId} ${one.actor}`}
              rowName={(one) => one.actor}
              columns={columns}
              initialSort="-last"
              empty={{ title: 'Nobody yet' }}
            />
          </Section>
          <Section title="Each time">
            <Timeline
              of={entries.map((entry) => ({
                id: String(entry.id),
                at: entry.at,
                who: entry.role ? `${entry.actor}, ${entry.role}` : entry.actor,
                what: `${kindWords[entry.kind]}: ${entry.about}${entry.outcome === 'done' ? '' : ` (${entry.outcome})`}`,
                ...(entry.reason && { detail: entry.reason }),
              }))}
            />
            <Group gap="sm" mt="md">
              {before !== null && (
                <Button variant="default" onClick={() => setBefore(null)}>
                  Newest
                </Button>
              )}
              {more && (
                <Button variant="default" onClick={() => setBefore(entries.at(-1)!.id)}>
                  Older
                </Button>
              )}
            </Group>
          </Section>
        </>
      )}
    </Loaded>
  )
}
