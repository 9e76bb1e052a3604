import { Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Cents } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import type { FieldError } from '#kernel/refusal.ts'
import { call, useAct } from '#web/api.ts'
import { ComboSearch, type Option } from '#web/ui/ComboSearch.tsx'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { MoneyField, PhoneField } from '#web/ui/MoneyField.tsx'
import { useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { addCoverage, changeCoverage, readCoverages } from '../coverages/contract.ts'
import { ranks, relations } from '../coverages/coverage.ts'
import { readEligibility } from '../eligibility/contract.ts'
import { readPayers } from '../payers/contract.ts'
import { type Card, rankWords, relationWords } from './words.ts'

type Typed = {
  payer: Option | null
  rank: Card['rank']
  planName: string
  memberId: string
  groupNumber: string
  relation: Card['relation']
  subscriberLastName: string
  subscriberFirstName: string
  subscriberBornOn: Temporal.PlainDate | null
  subscriberSex: 'M' | 'F' | 'U' | null
  effectiveOn: Temporal.PlainDate | null
  terminatesOn: Temporal.PlainDate | null
  copayCents: Cents | null
  rxBin: string
  rxPcn: string
  phone: string | null
}

const typedFrom = (card: Card | undefined, today: Temporal.PlainDate): Typed => ({
  payer: card ? { id: card.payerId, label: card.payerName } : null,
  rank: card?.rank ?? 'primary',
  planName: card?.planName ?? '',
  memberId: card?.memberId ?? '',
  groupNumber: card?.groupNumber ?? '',
  relation: card?.relation ?? 'self',
  subscriberLastName: card?.subscriberLastName ?? '',
  subscriberFirstName: card?.subscriberFirstName ?? '',
  subscriberBornOn: card?.subscriberBornOn ?? null,
  subscriberSex: card?.subscriberSex ?? null,
  // Plans mostly begin with a year, and the card seldom says.
  effectiveOn: card?.effectiveOn ?? today.with({ month: 1, day: 1 }),
  terminatesOn: card?.terminatesOn ?? null,
  copayCents: card?.copayCents ?? null,
  rxBin: card?.rxBin ?? '',
  rxPcn: card?.rxPcn ?? '',
  phone: card?.phone ?? null,
})

const orNull = (text: string) => text.trim() || null

function bodyOf({ payer, ...typed }: Typed) {
  const own = typed.relation === 'self'
  return {
    ...typed,
    payerId: payer!.id as Id<'Payer'>,
    memberId: typed.memberId.trim(),
    planName: orNull(typed.planName),
    groupNumber: orNull(typed.groupNumber),
    // A subscriber typed before "the patient" was chosen is not sent along.
    subscriberLastName: own ? null : orNull(typed.subscriberLastName),
    subscriberFirstName: own ? null : orNull(typed.subscriberFirstName),
    subscriberBornOn: own ? null : typed.subscriberBornOn,
    subscriberSex: own ? null : typed.subscriberSex,
    effectiveOn: typed.effectiveOn!,
    rxBin: orNull(typed.rxBin),
    rxPcn: orNull(typed.rxPcn),
  }
}

function check({ payer, memberId, effectiveOn }: Typed): FieldError[] {
  const missing: FieldError[] = []
  if (!payer) missing.push({ pointer: '/payerId', message: 'Choose the payer.' })
  if (!memberId.trim()) missing.push({ pointer: '/memberId', message: 'Enter the member number.' })
  if (!effectiveOn) missing.push({ pointer: '/effectiveOn', message: 'Enter the day the plan began.' })
  return missing
}

async function findPayers(text: string): Promise<Option[]> {
  const { payers } = await call(readPayers, {})
  const wanted = text.toLowerCase()
  return payers
    .filter(({ active, name, payerCode }) => active && `${name} ${payerCode}`.toLowerCase().includes(wanted))
    .slice(0, 20)
    .map(({ id, name, payerCode }) => ({ id, label: name, detail: payerCode }))
}

/** A new card, or a correction of one: then it must be verified again, and the payer asked again. */
export function CardForm({
  patientId,
  card,
  onDone,
}: {
  patientId: Id<'Patient'>
  card?: Card
  onDone: () => void
}) {
  const today = useToday()
  const how = { invalidates: [readCoverages, readEligibility] }
  const add = useAct(addCoverage, { ...how, success: 'Card added' })
  const change = useAct(changeCoverage, { ...how, success: 'Card corrected: ask the payer again' })
  const [id] = useState<Id<'Coverage'>>(() => newId())
  const form = useForm({
    name: card ? `card ${card.id}` : `new card ${patientId}`,
    initial: typedFrom(card, today),
    check,
    submit: (typed) =>
      card
        ? change.attempt({ params: { id: card.id }, body: { ...bodyOf(typed), version: card.version } })
        : add.attempt({ params: { id: patientId }, body: { id, ...bodyOf(typed) } }),
    done: onDone,
  })
  const { values, set } = form
  return (
    <Form of={form} act={card ? 'Save the card' : 'Add the card'}>
      <FormSection title="On the card">
        <ComboSearch
          label="Payer"
          least={0}
          find={findPayers}
          none="No such payer. Payers are added under Settings."
          {...form.field('payer', '/payerId')}
        />
        <Row>
          <Select
            label="Billed"
            allowDeselect={false}
            data={ranks.map((value) => ({ value, label: rankWords[value] }))}
            {...form.field('rank')}
            onChange={(rank) => rank && set({ rank: rank as Card['rank'] })}
          />
          <TextInput label="Member number" autoComplete="off" {...form.text('memberId')} />
        </Row>
        <Row>
          <TextInput label="Group (optional)" autoComplete="off" {...form.text('groupNumber')} />
          <TextInput label="Plan (optional)" autoComplete="off" {...form.text('planName')} />
        </Row>
        <Row>
          <MoneyField label="Copay (optional)" {...form.field('copayCents')} />
          <PhoneField label="Payer’s telephone (optional)" {...form.field('phone')} />
        </Row>
      </FormSection>
      <FormSection title="Whose insurance it is">
        <Select
          label="Subscriber"
          allowDeselect={false}
          data={relations.map((value) => ({ value, label: relationWords[value] }))}
          {...form.field('relation')}
          onChange={(relation) => relation && set({ relation: relation as Card['relation'] })}
        />
        {values.relation !== 'self' && (
          <>
            <Row>
              <TextInput label="Last name" {...form.text('subscriberLastName')} />
              <TextInput label="First name" {...form.text('subscriberFirstName')} />
            </Row>
            <Row>
              <DateField past label="Birth date" {...form.field('subscriberBornOn')} />
              <Select
                label="Sex (optional)"
                clearable
                data={[
                  { value: 'F', label: 'Female' },
                  { value: 'M', label: 'Male' },
                  { value: 'U', label: 'Unknown' },
                ]}
                {...form.field('subscriberSex')}
                onChange={(sex) => set({ subscriberSex: sex as Typed['subscriberSex'] })}
              />
            </Row>
          </>
        )}
      </FormSection>
      <FormSection title="In force">
        <Row>
          <DateField label="From" {...form.field('effectiveOn')} />
          <DateField label="To (optional)" {...form.field('terminatesOn')} />
        </Row>
        <Row>
          <TextInput label="RxBIN (optional)" autoComplete="off" {...form.text('rxBin')} />
          <TextInput label="RxPCN (optional)" autoComplete="off" {...form.text('rxPcn')} />
        </Row>
      </FormSection>
    </Form>
  )
}
