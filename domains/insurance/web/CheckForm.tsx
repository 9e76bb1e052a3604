import { NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { readEligibility, recordCheck } from '../eligibility/contract.ts'
import type { Card } from './words.ts'

const outcomes = [
  { value: 'eligible', label: 'Active' },
  { value: 'ineligible', label: 'Not active' },
  { value: 'unknown', label: 'They could not say' },
]
const sources = [
  { value: 'phone', label: 'Telephone' },
  { value: 'portal', label: 'The payer’s web site' },
]

/** What the payer said on the telephone or its web site. What was not asked stays empty: empty is not zero. */
export function CheckForm({ card, onDone }: { card: Card; onDone: () => void }) {
  const today = useToday()
  const record = useAct(recordCheck, {
    success: 'Written down',
    invalidates: [readEligibility, '/insurance'],
  })
  const [id] = useState<Id<'EligibilityCheck'>>(() => newId())
  const form = useForm({
    name: `check ${card.id}`,
    initial: {
      serviceOn: today as Temporal.PlainDate | null,
      outcome: 'eligible' as 'eligible' | 'ineligible' | 'unknown',
      source: 'phone' as 'phone' | 'portal',
      planName: '',
      copayCents: null as Cents | null,
      coinsurance: '' as number | '',
      deductibleCents: null as Cents | null,
      deductibleLeftCents: null as Cents | null,
      outOfPocketCents: null as Cents | null,
      outOfPocketLeftCents: null as Cents | null,
      note: '',
    },
    check: ({ serviceOn, note }) => [
      ...(serviceOn ? [] : [{ pointer: '/serviceOn', message: 'For which day did you ask?' }]),
      ...(note.trim()
        ? []
        : [{ pointer: '/note', message: 'Write whom you spoke with and the call number.' }]),
    ],
    submit: ({ coinsurance, planName, serviceOn, ...said }) =>
      record.attempt({
        params: { id: card.id },
        body: {
          id,
          ...said,
          serviceOn: serviceOn!,
          planName: planName.trim() || null,
          coinsuranceBp: coinsurance === '' ? null : Math.round(coinsurance * 100),
        },
      }),
    done: onDone,
  })
  const { values, set } = form
  return (
    <Form of={form} act="Write it down">
      <FormSection>
        <Row>
          <Select
            label="The coverage is"
            allowDeselect={false}
            data={outcomes}
            {...form.field('outcome')}
            onChange={(outcome) => outcome && set({ outcome: outcome as typeof values.outcome })}
          />
          <DateField label="For the day" {...form.field('serviceOn')} />
        </Row>
        <Select
          label="Asked by"
          allowDeselect={false}
          data={sources}
          {...form.field('source')}
          onChange={(source) => source && set({ source: source as typeof values.source })}
        />
      </FormSection>
      <FormSection title="What they told" hint="Leave empty what was not told.">
        <TextInput label="Plan (optional)" {...form.text('planName')} />
        <Row>
          <MoneyField label="Copay (optional)" {...form.field('copayCents')} />
          <NumberInput
            label="Coinsurance (optional)"
            suffix=" %"
            min={0}
            max={100}
            decimalScale={2}
            hideControls
            maw="10rem"
            {...form.field('coinsurance', '/coinsuranceBp')}
            onChange={(value) => set({ coinsurance: typeof value === 'number' ? value : '' })}
          />
        </Row>
        <Row>
          <MoneyField label="Deductible (optional)" {...form.field('deductibleCents')} />
          <MoneyField label="Of it remains (optional)" {...form.field('deductibleLeftCents')} />
        </Row>
        <Row>
          <MoneyField label="Out of pocket (optional)" {...form.field('outOfPocketCents')} />
          <MoneyField label="Of it remains (optional)" {...form.field('outOfPocketLeftCents')} />
        </Row>
        <Textarea label="With whom, and the call’s number" autosize minRows={2} {...form.text('note')} />
      </FormSection>
    </Form>
  )
}
