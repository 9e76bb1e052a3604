import { Button } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { DateField, TimeField } from '#web/ui/DateField.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { useToday } from '#web/ui/When.tsx'
import { setHours } from '../sites/contract.ts'
import type { Site } from './SitesPage.tsx'
import { hoursInForce, weekdays } from './week.ts'

type Time = Temporal.PlainTime | null
type Values = { from: Temporal.PlainDate | null } & Record<`opens${number}` | `closes${number}`, Time>

/** The week of a site, one row a day; a day without times is closed. What held before the first day stays written. */
export function HoursForm({ site, onClose }: { site: Site; onClose: () => void }) {
  const today = useToday()
  const act = useAct(setHours, {
    success: 'Hours saved',
    invalidates: ['/practice', '/setup', '/scheduling'],
  })
  const tomorrow = today.add({ days: 1 })
  const now = hoursInForce(site.hours, tomorrow)
  const initial: Values = { from: site.hours.length === 0 ? today : tomorrow }
  for (const index of weekdays.keys()) {
    const own = now.filter(({ weekday }) => weekday === index + 1)
    initial[`opens${index}`] = own[0]?.opens ?? null
    initial[`closes${index}`] = own.at(-1)?.closes ?? null
  }
  const form = useForm({
    name: `hours ${site.id}`,
    initial,
    check: (values) => [
      ...(values.from ? [] : [{ pointer: '/effectiveFrom', message: 'Enter the first day of these hours.' }]),
      ...weekdays.flatMap((day, index) =>
        (values[`opens${index}`] === null) === (values[`closes${index}`] === null)
          ? []
          : [{ pointer: `/opens${index}`, message: `Enter both times of ${day}, or neither.` }],
      ),
    ],
    submit: (values) =>
      act.attempt({
        params: { id: site.id as Id<'Site'> },
        body: {
          effectiveFrom: values.from!,
          version: site.version,
          hours: weekdays.flatMap((_, index) => {
            const opens = values[`opens${index}`]
            const closes = values[`closes${index}`]
            return opens && closes ? [{ weekday: index + 1, opens, closes }] : []
          }),
        },
      }),
    done: onClose,
  })
  const asMonday = () => {
    const { opens0 = null, closes0 = null } = form.values
    form.set(
      Object.fromEntries(
        [1, 2, 3, 4].flatMap((index) => [
          [`opens${index}`, opens0],
          [`closes${index}`, closes0],
        ]),
      ),
    )
  }
  return (
    <SidePanel title={`Hours of ${site.name}`} onClose={onClose}>
      <Form of={form} act="Save the hours">
        <FormSection>
          <DateField label="First day of these hours" {...form.field('from', '/effectiveFrom')} />
        </FormSection>
        <FormSection title="Each weekday; left empty it is closed">
          {now.length > new Set(now.map(({ weekday }) => weekday)).size && (
            <p>Some days have a break now. Saved here, each day is open without one.</p>
          )}
          {weekdays.map((day, index) => (
            <Row key={day}>
              <TimeField label={`${day} opens`} {...form.field(`opens${index}`)} />
              <TimeField label={`${day} closes`} {...form.field(`closes${index}`)} />
            </Row>
          ))}
          <Button variant="default" onClick={asMonday}>
            Tuesday to Friday as Monday
          </Button>
        </FormSection>
      </Form>
    </SidePanel>
  )
}
