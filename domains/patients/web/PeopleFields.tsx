import { Button, Group, TextInput } from '@mantine/core'
import { FormSection, Row } from '#web/ui/Form.tsx'
import { PhoneField } from '#web/ui/MoneyField.tsx'
import type { FormState } from '#web/ui/useForm.ts'
import { type ContactEntry, type Demographics, newContact } from './demographics.ts'
import { roleWords } from './words.ts'

type OfForm = { form: FormState<Demographics, unknown> }
const roles = ['emergency', 'guarantor', 'representative'] as const

export function PeopleFields({ form }: OfForm) {
  const { contacts } = form.values
  return (
    <FormSection
      title="People around the patient"
      hint="Without a guarantor the patient pays for themself. A minor needs one."
    >
      {contacts.map((contact, index) => (
        <ContactRow key={contact.id} form={form} contact={contact} index={index} />
      ))}
      <Group gap="sm">
        {roles.map((role) => (
          <Button
            key={role}
            variant="default"
            size="compact-sm"
            onClick={() => form.set({ contacts: [...contacts, newContact(role)] })}
          >
            Add: {roleWords[role].toLowerCase()}
          </Button>
        ))}
      </Group>
    </FormSection>
  )
}

function ContactRow({ form, contact, index }: OfForm & { contact: ContactEntry; index: number }) {
  const { contacts } = form.values
  const change = (some: Partial<ContactEntry>) =>
    form.set({ contacts: contacts.map((one) => (one.id === contact.id ? { ...one, ...some } : one)) })
  const bind = (key: 'name' | 'relationship' | 'email' | 'authority' | 'address') => {
    const { id, error } = form.field('contacts', `/contacts/${index}/${key}`)
    return {
      id,
      error,
      autoComplete: 'off',
      value: contact[key] ?? '',
      onChange: (event: { currentTarget: { value: string } }) => {
        const typed = event.currentTarget.value
        change({ [key]: key === 'name' ? typed : typed || null })
      },
    }
  }
  const phone = form.field('contacts', `/contacts/${index}/phone`)
  const role = roleWords[contact.role]
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <Group justify="space-between" mb="xs">
        <legend style={{ fontWeight: 600 }}>{role}</legend>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-label={`Remove ${role.toLowerCase()} ${contact.name}`}
          onClick={() => form.set({ contacts: contacts.filter(({ id }) => id !== contact.id) })}
        >
          Remove
        </Button>
      </Group>
      <Row>
        <TextInput label="Name" {...bind('name')} />
        <TextInput label="Relationship (optional)" placeholder="Mother, spouse" {...bind('relationship')} />
      </Row>
      <Row>
        <PhoneField
          id={phone.id}
          label="Phone (optional)"
          error={phone.error}
          value={contact.phone}
          onChange={(number) => change({ phone: number })}
        />
        <TextInput label="Email (optional)" {...bind('email')} />
      </Row>
      {contact.role === 'guarantor' && (
        <TextInput label="Address, where it differs (optional)" {...bind('address')} />
      )}
      {contact.role === 'representative' && (
        <TextInput
          label="Authority"
          description="The document it rests on, and where it is kept: health care power of attorney, court order"
          {...bind('authority')}
        />
      )}
    </fieldset>
  )
}
