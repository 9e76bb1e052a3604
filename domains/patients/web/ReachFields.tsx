import { Button, Checkbox, Group, Select, Textarea, TextInput } from '@mantine/core'
import { FormSection, Row } from '#web/ui/Form.tsx'
import { PhoneField } from '#web/ui/MoneyField.tsx'
import type { FormState } from '#web/ui/useForm.ts'
import { type Demographics, type PhoneEntry, newPhone } from './demographics.ts'
import { choices, contactByWords, phoneKinds } from './words.ts'

type OfForm = { form: FormState<Demographics, unknown> }

export function ReachFields({ form }: OfForm) {
  return (
    <>
      <FormSection title="Where">
        <TextInput label="Street and number" autoComplete="off" {...form.text('address')} />
        <TextInput label="Apartment, unit (optional)" autoComplete="off" {...form.text('address2')} />
        <Row>
          <TextInput label="City" autoComplete="off" {...form.text('city')} />
          <TextInput
            label="State"
            placeholder="IL"
            maw="6rem"
            autoComplete="off"
            {...form.text('stateCode')}
          />
          <TextInput label="ZIP" inputMode="numeric" maw="8rem" autoComplete="off" {...form.text('zip')} />
        </Row>
      </FormSection>
      <FormSection title="How to reach">
        {form.values.phones.map((phone, index) => (
          <PhoneRow key={phone.id} form={form} phone={phone} index={index} />
        ))}
        <Group>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => form.set({ phones: [...form.values.phones, newPhone()] })}
          >
            Add a phone
          </Button>
        </Group>
        <TextInput label="Email (optional)" inputMode="email" autoComplete="off" {...form.text('email')} />
        <Select
          label="Preferred way (optional)"
          data={choices(contactByWords)}
          clearable
          maw="14rem"
          {...form.field('contactBy')}
          value={form.values.contactBy ?? null}
          onChange={(way) => form.set({ contactBy: way as Demographics['contactBy'] })}
        />
        <Textarea
          label="Confidential contact (optional)"
          description="Another address or number the patient asks us to use, or what never to do. We must follow it."
          autosize
          minRows={2}
          {...form.text('contactInstructions')}
        />
      </FormSection>
    </>
  )
}

function PhoneRow({ form, phone, index }: OfForm & { phone: PhoneEntry; index: number }) {
  const { phones } = form.values
  const change = (some: Partial<PhoneEntry>) =>
    form.set({ phones: phones.map((one) => (one.id === phone.id ? { ...one, ...some } : one)) })
  const { id, error } = form.field('phones', `/phones/${index}/number`)
  const which = index === 0 ? 'Phone' : `Phone ${index + 1}`
  return (
    <div>
      <Row>
        <PhoneField
          id={id}
          label={which}
          error={error}
          value={phone.number || null}
          onChange={(number) => change({ number: number ?? '' })}
        />
        <Select
          label="Kind"
          aria-label={`${which}: kind`}
          data={choices(phoneKinds)}
          allowDeselect={false}
          maw="8rem"
          value={phone.kind}
          onChange={(kind) => change({ kind: kind as PhoneEntry['kind'] })}
        />
      </Row>
      <Group gap="lg" mt="xs">
        <Checkbox
          label="Voicemail may be left"
          aria-label={`${which}: voicemail may be left`}
          checked={phone.mayLeaveVoicemail}
          onChange={(event) => change({ mayLeaveVoicemail: event.currentTarget.checked })}
        />
        <Checkbox
          label="Texts are welcome"
          aria-label={`${which}: texts are welcome`}
          checked={phone.mayText}
          onChange={(event) => change({ mayText: event.currentTarget.checked })}
        />
        {phones.length > 1 && (
          <Button
            variant="subtle"
            size="compact-sm"
            aria-label={`Remove ${which.toLowerCase()}`}
            onClick={() => form.set({ phones: phones.filter(({ id: other }) => other !== phone.id) })}
          >
            Remove
          </Button>
        )}
      </Group>
    </div>
  )
}
