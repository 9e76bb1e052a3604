import { Select, TextInput } from '@mantine/core'
import { DateField } from '#web/ui/DateField.tsx'
import { FormSection, Row } from '#web/ui/Form.tsx'
import type { FormState } from '#web/ui/useForm.ts'
import type { Demographics } from './demographics.ts'
import { choices, sexWords } from './words.ts'

type OfForm = { form: FormState<Demographics, unknown>; ssnLast4?: string | null; autoFocus?: boolean }

export function NameFields({ form, ssnLast4 = null, autoFocus = false }: OfForm) {
  return (
    <FormSection title="Who" hint="The legal name, as on the insurance card or an identity card.">
      <Row>
        <TextInput label="Last name" autoFocus={autoFocus} autoComplete="off" {...form.text('lastName')} />
        <TextInput label="First name" autoComplete="off" {...form.text('firstName')} />
      </Row>
      <Row>
        <TextInput label="Middle name (optional)" autoComplete="off" {...form.text('middleName')} />
        <TextInput label="Suffix (optional)" placeholder="Jr., III" maw="7rem" {...form.text('suffix')} />
      </Row>
      <Row>
        <DateField past label="Birth date" {...form.field('bornOn')} />
        <Select
          label="Sex, for claims"
          data={choices(sexWords)}
          allowDeselect={false}
          maw="12rem"
          {...form.field('sex')}
          onChange={(sex) => form.field('sex').onChange(sex as Demographics['sex'])}
        />
      </Row>
      <Row>
        <TextInput
          label="Preferred name (optional)"
          description="What we call out in the waiting room"
          autoComplete="off"
          {...form.text('preferredName')}
        />
        <TextInput
          label="Social security number (optional)"
          description={
            ssnLast4
              ? `Kept, ends in ${ssnLast4}. Leave empty to keep it.`
              : 'All nine digits or the last four'
          }
          inputMode="numeric"
          autoComplete="off"
          maw="16rem"
          {...form.text('ssn')}
        />
      </Row>
    </FormSection>
  )
}
