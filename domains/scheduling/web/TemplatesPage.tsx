import { Button, Group, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useLive } from '#web/live.ts'
import { useMay, useSession } from '#web/session.ts'
import { DateField, TimeField } from '#web/ui/DateField.tsx'
import { Empty } from '#web/ui/Empty.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Section } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { To } from '#web/ui/To.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { dateShort, timeWords } from '#web/ui/when.ts'
import { useToday } from '#web/ui/When.tsx'
import {
  addAbsence,
  addTemplate,
  editTemplate,
  endTemplate,
  readTemplates,
  removeAbsence,
} from '../templates/contract.ts'
import { readVisitTypes } from '../visit-types/contract.ts'
import { dayAndClock } from '../words.ts'
import classes from './Templates.module.css'

type Office = Reply<typeof readTemplates>
type Template = Office['templates'][number]
type Absence = Office['absences'][number]

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const kinds: readonly { value: Absence['kind']; label: string }[] = [
  { value: 'leave', label: 'Leave' },
  { value: 'sick', label: 'Sick' },
  { value: 'meeting', label: 'Meeting' },
  { value: 'training', label: 'Training' },
  { value: 'other', label: 'Other' },
]

/** Providers' weeks, and when they are away. A block is a button; the panel changes it. */
export default function TemplatesPage() {
  const [open, setOpen] = useAddress('open', '')
  const [who, setWho] = useAddress('who', '')
  const office = useRead(readTemplates, {})
  const mayEdit = useMay('scheduling.templates')
  useLive(['scheduling.templates'], [readTemplates])
  const start = (what: 'new' | 'away', provider = '') => {
    setWho(provider)
    setOpen(what)
  }
  return (
    <>
      <PageHeader
        title="Provider templates"
        actions={
          mayEdit && (
            <>
              <Button variant="default" onClick={() => start('away')}>
                Mark somebody away
              </Button>
              <Button onClick={() => start('new')}>Add a block</Button>
            </>
          )
        }
      />
      <Loaded of={office} rows={8}>
        {(shown) => {
          const template = shown.templates.find(({ id }) => id === open)
          return (
            <>
              {shown.providers.length === 0 && (
                <Empty
                  title="No providers yet"
                  detail="Providers are added with the people who work here. Then their weeks stand here."
                  action={<To to="/people/staff">Staff and providers</To>}
                />
              )}
              {shown.providers
                .filter(({ active }) => active)
                .map((provider) => (
                  <Week
                    key={provider.id}
                    name={provider.displayName}
                    templates={shown.templates.filter(({ providerId }) => providerId === provider.id)}
                    absences={shown.absences.filter(({ providerId }) => providerId === provider.id)}
                    onOpen={mayEdit ? (id) => setOpen(id, 'step') : null}
                  />
                ))}
              {mayEdit && (template || open === 'new') && (
                <TemplateForm
                  key={open}
                  template={template ?? null}
                  providers={shown.providers}
                  providerId={who}
                  onClose={() => setOpen('')}
                />
              )}
              {mayEdit && open === 'away' && (
                <AwayForm providers={shown.providers} providerId={who} onClose={() => setOpen('')} />
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

function Week({
  name,
  templates,
  absences,
  onOpen,
}: {
  name: string
  templates: readonly Template[]
  absences: readonly Absence[]
  onOpen: ((id: string) => void) | null
}) {
  const { sites } = useSession()
  const today = useToday()
  const remove = useAct(removeAbsence, { success: 'The absence is taken back' })
  const siteName = (id: string) => sites.find((site) => site.id === id)?.name ?? ''
  const zone = sites.find(({ id }) => id === templates[0]?.siteId)?.timeZone ?? sites[0]?.timeZone ?? 'UTC'
  return (
    <Section title={name}>
      <div className={classes['week']}>
        {weekdays.map((weekday, index) => (
          <div key={weekday}>
            <h3>{weekday}</h3>
            {templates
              .filter((template) => template.weekday === index + 1)
              .map((template) => {
                const facts = [
                  sites.length > 1 ? siteName(template.siteId) : '',
                  template.visitTypeIds ? `${template.visitTypeIds.length} visit types` : '',
                  template.overbookSlots > 0 ? `${template.overbookSlots} overbook` : '',
                  Temporal.PlainDate.compare(template.effectiveFrom, today) > 0
                    ? `from ${dateShort(template.effectiveFrom)}`
                    : '',
                  template.effectiveTo ? `until ${dateShort(template.effectiveTo)}` : '',
                ]
                return (
                  <button
                    key={template.id}
                    type="button"
                    disabled={onOpen === null}
                    onClick={() => onOpen?.(template.id)}
                  >
                    <span className="for-screen-readers">
                      {name}, {weekday},{' '}
                    </span>
                    {timeWords(template.starts)} to {timeWords(template.ends)}
                    <span>{facts.filter(Boolean).join(', ')}</span>
                  </button>
                )
              })}
          </div>
        ))}
      </div>
      {absences.map((absence) => (
        <Group key={absence.id} gap="sm" mt="xs">
          <span>
            Away ({absence.kind}) from {dayAndClock(absence.startsAt, zone)} to{' '}
            {dayAndClock(absence.endsAt, zone)}
            {absence.note && `: ${absence.note}`}
          </span>
          {onOpen && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => void remove.run({ params: { id: absence.id } })}
            >
              Take back
            </Button>
          )}
        </Group>
      ))}
    </Section>
  )
}

type FormProps = { providers: Office['providers']; providerId: string; onClose: () => void }

const choices = (providers: Office['providers']) =>
  providers.filter(({ active }) => active).map(({ id, displayName }) => ({ value: id, label: displayName }))

function TemplateForm({
  template,
  providers,
  providerId,
  onClose,
}: FormProps & { template: Template | null }) {
  const { sites } = useSession()
  const today = useToday()
  const types = useRead(readVisitTypes, {}).data ?? []
  const add = useAct(addTemplate, { success: 'Added' })
  const edit = useAct(editTemplate, { success: 'Saved' })
  const end = useAct(endTemplate, { success: 'The block has ended' })
  const form = useForm({
    name: `template ${template?.id ?? 'new'}`,
    initial: {
      providerId: (template?.providerId ?? (providerId || null)) as string | null,
      siteId: (template?.siteId ?? sites[0]?.id ?? null) as string | null,
      weekday: String(template?.weekday ?? 1) as string | null,
      starts: template?.starts ?? (Temporal.PlainTime.from('09:00') as Temporal.PlainTime | null),
      ends: template?.ends ?? (Temporal.PlainTime.from('12:00') as Temporal.PlainTime | null),
      slotMinutes: template?.slotMinutes ?? 10,
      visitTypeIds: [...(template?.visitTypeIds ?? [])] as string[],
      overbookSlots: template?.overbookSlots ?? 0,
      effectiveFrom: template?.effectiveFrom ?? (today as Temporal.PlainDate | null),
      effectiveTo: template?.effectiveTo ?? (null as Temporal.PlainDate | null),
    },
    check: (values) => [
      ...(values.providerId ? [] : [{ pointer: '/providerId', message: 'Choose the provider.' }]),
      ...(values.starts && values.ends ? [] : [{ pointer: '/starts', message: 'Enter both times.' }]),
      ...(values.effectiveFrom
        ? []
        : [{ pointer: '/effectiveFrom', message: 'Say from when the block counts.' }]),
    ],
    submit: (values) => {
      const facts = {
        weekday: Number(values.weekday),
        starts: values.starts!,
        ends: values.ends!,
        slotMinutes: values.slotMinutes,
        visitTypeIds: values.visitTypeIds.length > 0 ? (values.visitTypeIds as Id<'VisitType'>[]) : null,
        overbookSlots: values.overbookSlots,
        effectiveFrom: values.effectiveFrom!,
        effectiveTo: values.effectiveTo,
      }
      return template
        ? edit.attempt({ params: { id: template.id }, body: { ...facts, version: template.version } })
        : add.attempt({
            body: {
              id: newId<'Template'>(),
              providerId: values.providerId as Id<'Provider'>,
              siteId: values.siteId as Id<'Site'>,
              ...facts,
            },
          })
    },
    done: onClose,
  })
  const number = (key: 'slotMinutes' | 'overbookSlots') => {
    const { onChange, ...field } = form.field(key)
    return { ...field, onChange: (value: string | number) => onChange(Number(value)) }
  }
  return (
    <SidePanel title={template ? 'A block of the week' : 'New block'} onClose={onClose}>
      <Form
        of={form}
        act={template ? 'Save' : 'Add the block'}
        actions={
          template && (
            <Button
              variant="default"
              onClick={() =>
                void end
                  .run({ params: { id: template.id }, query: { version: template.version } })
                  .then((reply) => reply && onClose())
              }
            >
              End it today
            </Button>
          )
        }
      >
        <FormSection>
          {!template && (
            <>
              <Select label="Provider" data={choices(providers)} {...form.field('providerId')} />
              <Select
                label="Site"
                data={sites.map(({ id, name }) => ({ value: id, label: name }))}
                {...form.field('siteId')}
                allowDeselect={false}
              />
            </>
          )}
          <Select
            label="Weekday"
            data={weekdays.map((label, index) => ({ value: String(index + 1), label }))}
            {...form.field('weekday')}
            allowDeselect={false}
          />
          <Row>
            <TimeField label="From" {...form.field('starts')} />
            <TimeField label="To" {...form.field('ends')} />
          </Row>
          <Row>
            <NumberInput
              label="A visit may begin every"
              suffix=" min"
              min={5}
              max={120}
              step={5}
              {...number('slotMinutes')}
            />
            <NumberInput label="Overbook slots a day" min={0} max={20} {...number('overbookSlots')} />
          </Row>
          <MultiSelect
            label="Only these visit types (optional)"
            placeholder={form.values.visitTypeIds.length === 0 ? 'All' : ''}
            data={types.map(({ id, name }) => ({ value: id, label: name }))}
            value={form.values.visitTypeIds}
            onChange={(visitTypeIds) => form.set({ visitTypeIds })}
          />
          <Row>
            <DateField label="Counts from" {...form.field('effectiveFrom')} />
            <DateField label="Until (optional)" {...form.field('effectiveTo')} />
          </Row>
        </FormSection>
      </Form>
    </SidePanel>
  )
}

function AwayForm({ providers, providerId, onClose }: FormProps) {
  const { sites } = useSession()
  const today = useToday()
  const zone = sites[0]?.timeZone ?? 'UTC'
  const add = useAct(addAbsence, {
    success: ({ visitsToMove }) =>
      visitsToMove === 0
        ? 'The time is closed. No visit is affected.'
        : `The time is closed. ${visitsToMove} ${visitsToMove === 1 ? 'visit is' : 'visits are'} to be moved.`,
  })
  const form = useForm({
    name: 'absence',
    initial: {
      providerId: (providerId || null) as string | null,
      kind: 'sick' as string | null,
      from: today as Temporal.PlainDate | null,
      fromTime: null as Temporal.PlainTime | null,
      to: today as Temporal.PlainDate | null,
      toTime: null as Temporal.PlainTime | null,
      note: '',
    },
    check: (values) => [
      ...(values.providerId ? [] : [{ pointer: '/providerId', message: 'Choose who is away.' }]),
      ...(values.from && values.to ? [] : [{ pointer: '/startsAt', message: 'Enter both days.' }]),
    ],
    submit: ({ providerId: who, kind, from, fromTime, to, toTime, note }) => {
      const at = (date: Temporal.PlainDate, plainTime: Temporal.PlainTime | null) =>
        (plainTime
          ? date.toZonedDateTime({ timeZone: zone, plainTime })
          : date.toZonedDateTime(zone)
        ).toInstant()
      return add.attempt({
        body: {
          id: newId<'Absence'>(),
          providerId: who as Id<'Provider'>,
          kind: kinds.find(({ value }) => value === kind)?.value ?? 'other',
          startsAt: at(from!, fromTime),
          endsAt: toTime ? at(to!, toTime) : at(to!.add({ days: 1 }), null),
          note: note.trim() || null,
        },
      })
    },
    done: onClose,
  })
  return (
    <SidePanel title="Mark somebody away" onClose={onClose}>
      <Form of={form} act="Close this time">
        <FormSection hint="New visits stop at once. Visits already booked are listed under “To move”.">
          <Select label="Provider" data={choices(providers)} {...form.field('providerId')} />
          <Select label="Why" data={[...kinds]} {...form.field('kind')} allowDeselect={false} />
          <Row>
            <DateField label="First day" {...form.field('from', '/startsAt')} />
            <TimeField label="From (optional)" {...form.field('fromTime')} />
          </Row>
          <Row>
            <DateField label="Last day" {...form.field('to', '/endsAt')} />
            <TimeField label="Until (optional)" {...form.field('toTime')} />
          </Row>
          <TextInput label="Note (optional)" maxLength={200} {...form.text('note')} />
        </FormSection>
      </Form>
    </SidePanel>
  )
}
