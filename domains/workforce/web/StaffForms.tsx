import { Checkbox, Select, TextInput } from '@mantine/core'
import { type Id, newId } from '#kernel/id.ts'
import { isNpi } from '#standards/codes/npi.ts'
import { useAct } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useSite } from '#web/site.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { Section } from '#web/ui/Section.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { useToday } from '#web/ui/When.tsx'
import { addProvider, addStaff, editProvider, editStaff } from '../staff/contract.ts'
import type { Person } from './StaffPage.tsx'

export function StaffForm({ person, onDone }: { person: Person | null; onDone: (id: string) => void }) {
  const { sites } = useSession()
  const { site } = useSite()
  const today = useToday()
  const add = useAct(addStaff, { success: 'Added' })
  const edit = useAct(editStaff, { success: 'Saved' })
  const form = useForm({
    name: `staff ${person?.id ?? 'new'}`,
    initial: {
      firstName: person?.firstName ?? '',
      lastName: person?.lastName ?? '',
      jobTitle: person?.jobTitle ?? '',
      siteId: (person?.siteId ?? site?.id ?? null) as string | null,
      email: person?.email ?? '',
      phone: person?.phone ?? '',
      hiredOn: (person?.hiredOn ?? today) as Temporal.PlainDate | null,
      endedOn: person?.endedOn ?? null,
    },
    check: (values) => [
      ...(values.firstName.trim() ? [] : [{ pointer: '/firstName', message: 'Enter the first name.' }]),
      ...(values.lastName.trim() ? [] : [{ pointer: '/lastName', message: 'Enter the last name.' }]),
      ...(values.jobTitle.trim() ? [] : [{ pointer: '/jobTitle', message: 'Enter the job title.' }]),
      ...(values.hiredOn ? [] : [{ pointer: '/hiredOn', message: 'Enter the first day.' }]),
    ],
    submit: ({ siteId, email, phone, hiredOn, ...names }) => {
      const facts = {
        ...names,
        siteId: siteId as Id<'Site'>,
        email: email.trim() || null,
        phone: phone.replace(/[^\d+]/g, '') || null,
        hiredOn: hiredOn!,
      }
      return person
        ? edit.attempt({ params: { id: person.id }, body: { ...facts, version: person.version } })
        : add.attempt({ body: { id: newId<'Staff'>(), ...facts } })
    },
    done: ({ id }) => onDone(person ? '' : id),
  })
  return (
    <Form of={form} act={person ? 'Save' : 'Add them'}>
      <FormSection>
        <Row>
          <TextInput label="First name" {...form.text('firstName')} />
          <TextInput label="Last name" {...form.text('lastName')} />
        </Row>
        <Row>
          <TextInput label="Job title" {...form.text('jobTitle')} />
          <Select
            label="Site"
            data={sites.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.field('siteId')}
            allowDeselect={false}
          />
        </Row>
        <Row>
          <TextInput label="Email (optional)" type="email" {...form.text('email')} />
          <TextInput label="Phone (optional)" type="tel" {...form.text('phone')} />
        </Row>
        <Row>
          <DateField past label="First day" {...form.field('hiredOn')} />
          <DateField label="Last day (optional)" {...form.field('endedOn')} />
        </Row>
      </FormSection>
    </Form>
  )
}

/** What is needed to see patients and to bill for it. */
export function ProviderForm({ person }: { person: Person }) {
  const { provider } = person
  const add = useAct(addProvider, { success: 'Listed as a provider' })
  const edit = useAct(editProvider, { success: 'Saved' })
  const form = useForm({
    name: `provider of ${person.id}`,
    initial: {
      displayName: provider?.displayName ?? `Dr. ${person.lastName}`,
      credential: provider?.credential ?? 'MD',
      npi: provider?.npi ?? '',
      taxonomy: provider?.taxonomy ?? '',
      acceptsNew: provider?.acceptsNew ?? true,
      active: provider?.active ?? true,
    },
    check: ({ npi, taxonomy }) => [
      ...(isNpi(npi.trim())
        ? []
        : [{ pointer: '/npi', message: 'Enter the ten digits of the NPI; one may be mistyped.' }]),
      ...(/^[0-9A-Z]{9}X$/.test(taxonomy.trim())
        ? []
        : [{ pointer: '/taxonomy', message: 'Enter the ten characters of the taxonomy code, ending in X.' }]),
    ],
    submit: ({ active, ...typed }) => {
      const facts = { ...typed, npi: typed.npi.trim(), taxonomy: typed.taxonomy.trim() }
      return provider
        ? edit.attempt({ params: { id: provider.id }, body: { ...facts, active, version: provider.version } })
        : add.attempt({ body: { id: newId<'Provider'>(), staffId: person.id, ...facts } })
    },
  })
  return (
    <Section title={provider ? 'As a provider' : 'Sees patients?'}>
      <Form of={form} act={provider ? 'Save the provider' : 'List as a provider'}>
        <FormSection>
          <Row>
            <TextInput label="Name on the board" {...form.text('displayName')} />
            <TextInput label="Degree" {...form.text('credential')} />
          </Row>
          <Row>
            <TextInput label="NPI" inputMode="numeric" maxLength={10} {...form.text('npi')} />
            <TextInput label="Taxonomy" maxLength={10} {...form.text('taxonomy')} />
          </Row>
          <Checkbox label="Takes new patients" {...form.check('acceptsNew')} />
          {provider && <Checkbox label="Sees patients here" {...form.check('active')} />}
        </FormSection>
      </Form>
    </Section>
  )
}
