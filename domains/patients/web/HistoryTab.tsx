import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { Loaded } from '#web/ui/Loaded.tsx'
import { Section } from '#web/ui/Section.tsx'
import { Timeline } from '#web/ui/Timeline.tsx'
import { phoneWords } from '#web/ui/readTyped.ts'
import { dateShort } from '#web/ui/when.ts'
import { readHistory } from '../history/contract.ts'
import { zipWords } from './demographics.ts'
import classes from './Patients.module.css'
import { languageName, maritalWords, roleWords, sexWords } from './words.ts'

/** Values as the record itself shows them. */
function valueWords(field: string, value: string): string {
  if (field === 'Sex') return sexWords[value as keyof typeof sexWords] ?? value
  if (field === 'Marital status') return maritalWords[value] ?? value
  if (field === 'Language') return languageName(value)
  if (field === 'Role') return roleWords[value as keyof typeof roleWords] ?? value
  if (field === 'ZIP') return zipWords(value)
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return dateShort(Temporal.PlainDate.from(value))
  return field === 'Number' || field === 'Phone' ? phoneWords(value) : value
}

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
                    {name}: {old !== null && <s>{valueWords(name, old)}</s>}{' '}
                    <span className={classes['after']}>
                      {after === null ? 'nothing' : valueWords(name, after)}
                    </span>
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
