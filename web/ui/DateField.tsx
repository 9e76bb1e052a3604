import { ActionIcon, Popover } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useState } from 'react'
import { Icon } from './Icon.tsx'
import { readDate, readTime } from './readTyped.ts'
import { TypedField, type FieldProps } from './TypedField.tsx'
import { dateShort, timeWords } from './when.ts'
import { useToday } from './When.tsx'

/** A date, typed as people write it ("3/14/75", "today", "+2w", "mar 14") or picked. `past` reads years as gone. */
export function DateField({
  past = false,
  min,
  max,
  ...field
}: FieldProps<Temporal.PlainDate> & { past?: boolean; min?: Temporal.PlainDate; max?: Temporal.PlainDate }) {
  const today = useToday()
  const [picking, setPicking] = useState(false)
  const pick = (text: string | null) => {
    field.onChange(text ? Temporal.PlainDate.from(text) : null)
    setPicking(false)
  }
  const picker = (
    <Popover opened={picking} onChange={setPicking} position="bottom-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <ActionIcon
          size="1.75rem"
          aria-label={`Pick a day: ${field.label}`}
          disabled={field.disabled ?? false}
          onClick={() => setPicking(!picking)}
        >
          <Icon name="calendar" size="0.875rem" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <DatePicker
          value={field.value?.toString() ?? null}
          onChange={pick}
          defaultDate={(field.value ?? today).toString()}
          firstDayOfWeek={0}
          highlightToday
          ariaLabels={{ nextMonth: 'Next month', previousMonth: 'Previous month' }}
          {...(min ? { minDate: min.toString() } : {})}
          {...(max ? { maxDate: max.toString() } : {})}
        />
      </Popover.Dropdown>
    </Popover>
  )
  return (
    <TypedField
      placeholder="mm/dd/yyyy"
      {...field}
      read={(typed) => readDate(typed, today, past)}
      show={dateShort}
      same={(a, b) => a.equals(b)}
      hint="Write the date as 3/14/1975, or today, tomorrow, +2w."
      rightSection={picker}
      inputProps={{ autoComplete: 'off', maw: '12rem' }}
    />
  )
}

/** A time of day, typed as people write it: "930", "2", "2:15p", "noon". */
export function TimeField(field: FieldProps<Temporal.PlainTime>) {
  return (
    <TypedField
      placeholder="9:30 AM"
      {...field}
      read={readTime}
      show={timeWords}
      same={(a, b) => a.equals(b)}
      hint="Write the time as 9:30, 930 or 2:15p."
      inputProps={{ autoComplete: 'off', maw: '9rem' }}
    />
  )
}
