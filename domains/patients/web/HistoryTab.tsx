import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Section } from '#web/ui/Section.tsx'
import { Timeline } from '#web/ui/Timeline.tsx'
import { readHistory } from '../history/contract.ts'
import classes from './Patients.module.css'

/** Everything that happened to the record, field by field, with who and when. */
export function HistoryTab({ patientId }: { patientId: Id<'Patient'> }) {
  const [before, setBefore] = useState<number | null>(null)
  const read = useRead(
    readHistory,
    { params: { id: patientId }, query: before === null ? {} : { before } },
    { keepPrevious: true },
  )
  return (
    <Section title="What happened to this record">
      <Loaded of={read} rows={6}>
        {({ happenings, more }) => (
          <>
            <Timeline
              of={happenings.map((one) => ({
                id: String(one.id),
                at: one.at,
                who: one.who,
                what: one.reason ? `${one.what}: ${one.reason}` : one.what,
                detail: one.fields.map(({ name, before: old, after }) => (
                  <span key={name} className={classes['change']}>
                    {name} {old !== null && <s className={classes['before']}>{old}</s>}{' '}
                    {after ?? (old !== null && 'removed')}
                  </span>
                )),
              }))}
            />
            <Button.Group>
              {before !== null && (
                <Button variant="default" onClick={() => setBefore(null)}>
                  Newest
                </Button>
              )}
              {more && (
                <Button variant="default" onClick={() => setBefore(happenings.at(-1)?.id ?? null)}>
                  Earlier
                </Button>
              )}
            </Button.Group>
          </>
        )}
      </Loaded>
    </Section>
  )
}
