import { Button, Select } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import { useRead } from '#web/api.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Row } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { dateWords, fromToday } from '#web/ui/when.ts'
import { findSlots } from '../availability/contract.ts'
import { readTemplates } from '../templates/contract.ts'
import { clock } from '../words.ts'
import classes from './Scheduling.module.css'

export type ChosenSlot = {
  readonly providerId: Id<'Provider'>
  readonly providerName: string
  readonly startsAt: Temporal.Instant
}

/** The next open times for a visit type, by day: with one provider or whoever is first. */
export function SlotPicker({
  siteId,
  timeZone,
  visitTypeId,
  patientId,
  providerId,
  onProvider,
  from,
  onFrom,
  chosen,
  onChoose,
}: {
  siteId: Id<'Site'>
  timeZone: string
  visitTypeId: Id<'VisitType'>
  patientId?: Id<'Patient'> | undefined
  providerId: Id<'Provider'> | null
  onProvider: (id: Id<'Provider'> | null) => void
  from: Temporal.PlainDate
  onFrom: (date: Temporal.PlainDate) => void
  chosen: ChosenSlot | null
  onChoose: (slot: ChosenSlot) => void
}) {
  const { data: office } = useRead(readTemplates, {})
  const slots = useRead(
    findSlots,
    {
      query: {
        siteId,
        visitTypeId,
        from,
        wanted: 15,
        ...(providerId && { providerId }),
        ...(patientId && { patientId }),
      },
    },
    { keepPrevious: true },
  )
  const today = Temporal.Now.plainDateISO(timeZone)
  const providers = (office?.providers ?? []).filter(({ active }) => active)
  return (
    <>
      <Row>
        <Select
          label="Provider"
          data={[
            { value: '', label: 'Whoever is first' },
            ...providers.map(({ id, displayName }) => ({ value: id, label: displayName })),
          ]}
          value={providerId ?? ''}
          onChange={(id) => onProvider(id ? (id as Id<'Provider'>) : null)}
          allowDeselect={false}
        />
        <DateField label="From" value={from} onChange={(date) => date && onFrom(date)} min={today} />
      </Row>
      <Loaded of={slots} rows={4}>
        {(found) =>
          found.length === 0 ? (
            <p className={classes['quiet']}>
              Nothing is open in the next months. Try another provider or visit type.
            </p>
          ) : (
            <div role="radiogroup" aria-label="Open times">
              {[
                ...Map.groupBy(found, ({ startsAt }) =>
                  startsAt.toZonedDateTimeISO(timeZone).toPlainDate().toString(),
                ),
              ].map(([day, times]) => (
                <div key={day} className={classes['slots']}>
                  <h3>
                    {dateWords(Temporal.PlainDate.from(day))}
                    <span>{fromToday(Temporal.PlainDate.from(day), today)}</span>
                  </h3>
                  <div>
                    {times.map((slot) => {
                      const isChosen =
                        chosen?.providerId === slot.providerId && chosen.startsAt.equals(slot.startsAt)
                      return (
                        <Button
                          key={slot.providerId + slot.startsAt.toString()}
                          role="radio"
                          aria-checked={isChosen}
                          variant={isChosen ? 'filled' : 'default'}
                          size="compact-sm"
                          onClick={() => onChoose(slot)}
                        >
                          {clock(slot.startsAt, timeZone)}
                          {providerId === null && (
                            <span className={classes['with']}>{slot.providerName}</span>
                          )}
                        </Button>
                      )
                    })}
                  </div>
                </div>
              ))}
            </div>
          )
        }
      </Loaded>
    </>
  )
}
