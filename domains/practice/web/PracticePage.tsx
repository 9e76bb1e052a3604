import { TextInput } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { newId } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { Empty } from '#web/ui/Empty.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Facts, Section } from '#web/ui/Section.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { editOrganisation, readPractice, setUpOrganisation } from '../sites/contract.ts'
import { PlaceFields, phoneWords, zipWords } from './PlaceFields.tsx'

type Organisation = NonNullable<Reply<typeof readPractice>['organisation']>

/** The practice as it stands on every claim, statement and letter. */
export default function PracticePage() {
  const read = useRead(readPractice, {})
  const mayEdit = useMay('practice.edit')
  return (
    <>
      <PageHeader title="Practice" />
      <Loaded of={read} rows={8}>
        {({ organisation }) =>
          mayEdit ? (
            <OrganisationForm key={organisation?.version ?? 0} organisation={organisation} />
          ) : organisation ? (
            <OrganisationFacts organisation={organisation} />
          ) : (
            <Empty title="The practice is not set up yet" detail="The owner or manager enters it here." />
          )
        }
      </Loaded>
    </>
  )
}

function OrganisationFacts({ organisation }: { organisation: Organisation }) {
  const { name, legalName, npi, taxId, taxonomy, address, city, state, zip, phone } = organisation
  return (
    <Section title={name}>
      <Facts
        of={[
          ['Legal name', legalName],
          ['NPI', npi],
          ['Tax id', taxId],
          ['Taxonomy', taxonomy],
          ['Address', `${address}, ${city}, ${state} ${zipWords(zip)}`],
          ['Telephone', phoneWords(phone)],
        ]}
      />
    </Section>
  )
}

const nothing = {
  name: '',
  legalName: '',
  npi: '',
  taxId: '',
  taxonomy: '207Q00000X',
  address: '',
  city: '',
  state: '',
  zip: '',
  phone: '',
}

function OrganisationForm({ organisation }: { organisation: Organisation | null }) {
  const again = { invalidates: ['/practice', '/setup'] }
  const add = useAct(setUpOrganisation, { success: 'The practice is set up', ...again })
  const edit = useAct(editOrganisation, { success: 'Saved', ...again })
  const form = useForm({
    name: `practice ${organisation?.version ?? 'new'}`,
    initial: organisation
      ? {
          name: organisation.name,
          legalName: organisation.legalName,
          npi: organisation.npi,
          taxId: organisation.taxId,
          taxonomy: organisation.taxonomy,
          address: organisation.address,
          city: organisation.city,
          state: organisation.state,
          zip: zipWords(organisation.zip),
          phone: phoneWords(organisation.phone),
        }
      : nothing,
    submit: (values) => {
      const body = { ...values, state: values.state.toUpperCase() }
      return organisation
        ? edit.attempt({ body: { ...body, version: organisation.version } })
        : add.attempt({ body: { id: newId<'Organisation'>(), ...body } })
    },
  })
  return (
    <Form of={form} act={organisation ? 'Save' : 'Set up the practice'}>
      <FormSection title="Name">
        <TextInput label="Name" description="As patients know it." maxLength={120} {...form.text('name')} />
        <TextInput
          label="Legal name"
          description="As it stands on claims and at the tax office."
          maxLength={160}
          {...form.text('legalName')}
        />
      </FormSection>
      <FormSection title="Numbers on every claim">
        <Row>
          <TextInput
            label="NPI of the group"
            description="Ten digits"
            maxLength={10}
            inputMode="numeric"
            {...form.text('npi')}
          />
          <TextInput
            label="Tax id"
            description="Nine digits"
            maxLength={11}
            inputMode="numeric"
            {...form.text('taxId')}
          />
        </Row>
        <TextInput
          label="Taxonomy"
          description="The specialty of the group: 207Q00000X is family medicine."
          maxLength={10}
          {...form.text('taxonomy')}
        />
      </FormSection>
      <FormSection title="Where it is">
        <PlaceFields form={form} />
      </FormSection>
    </Form>
  )
}
