import { Checkbox, Select, TextInput } from '@mantine/core'
import { FormSection, Row } from '#web/ui/Form.tsx'
import type { FormState } from '#web/ui/useForm.ts'
import type { Demographics } from './demographics.ts'
import { choices, commonLanguages, languageName, maritalWords } from './words.ts'

export function BackgroundFields({ form }: { form: FormState<Demographics, unknown> }) {
  const { language } = form.values
  const known: readonly string[] = commonLanguages
  const languages = known.includes(language) ? known : [language, ...known]
  return (
    <FormSection title="Language and background" hint="Race and ethnicity only if the patient wants to say.">
      <Row>
        <Select
          label="Language"
          data={languages.map((value) => ({ value, label: languageName(value) }))}
          searchable
          allowDeselect={false}
          maw="16rem"
          {...form.field('language')}
          onChange={(value) => form.set({ language: value ?? 'en' })}
        />
        <Checkbox label="Needs an interpreter" mt="1.9rem" {...form.check('needsInterpreter')} />
      </Row>
      <Row>
        <TextInput label="Race (optional)" autoComplete="off" {...form.text('race')} />
        <TextInput label="Ethnicity (optional)" autoComplete="off" {...form.text('ethnicity')} />
        <Select
          label="Marital status (optional)"
          data={choices(maritalWords)}
          clearable
          {...form.field('maritalStatus')}
        />
      </Row>
      <Row>
        <TextInput
          label="Primary care provider (optional)"
          autoComplete="off"
          {...form.text('primaryCareProvider')}
        />
        <TextInput label="Referred by (optional)" autoComplete="off" {...form.text('referrer')} />
      </Row>
    </FormSection>
  )
}
