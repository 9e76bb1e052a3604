import { Button, Checkbox, Group, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Cents, money } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { Money } from '#web/ui/Money.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { phoneWords } from '#web/ui/readTyped.ts'
import { Facts, Section } from '#web/ui/Section.tsx'
import { Flag, Status } from '#web/ui/Status.tsx'
import { To } from '#web/ui/To.tsx'
import { OnDate } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { waiverReasons } from '../check-in/check-in.ts'
import { type CheckIn, checkIn } from '../check-in/contract.ts'
import type { Method } from '../payments/payment.ts'
import classes from './Billing.module.css'
import { OpenDrawer } from './OpenDrawer.tsx'
import {
  type CheckInFacts,
  choices,
  eligibilityWords,
  everything,
  methodChoices,
  referenceWords,
  waiverWords,
} from './words.ts'

type Values = {
  checked: boolean
  coverage: 'confirmed' | 'self-pay' | 'later'
  copay: CheckIn['copay']['kind']
  copayCents: Cents | null
  balanceCents: Cents | null
  method: Method
  reference: string
  waiver: (typeof waiverReasons)[number]
  note: string
}

/** Sensible from the start: where everything is in order, "Check in" is the only thing to press. */
const initially = ({ cards, copayDueCents }: CheckInFacts): Values => ({
  checked: true,
  coverage: cards.length > 0 ? 'confirmed' : 'self-pay',
  copay: (copayDueCents ?? 0) > 0 ? 'collected' : 'none-due',
  copayCents: copayDueCents,
  balanceCents: null,
  method: 'card',
  reference: '',
  waiver: 'financial-hardship',
  note: '',
})

export function CheckInForm({ facts }: { facts: CheckInFacts }) {
  const { visit, patient, cards } = facts
  const act = useAct(checkIn, {
    invalidates: everything,
    success: visit.status === 'arrived' ? 'Checked in' : 'Settled',
  })
  const [copayId] = useState<Id<'Payment'>>(() => newId())
  const [balanceId] = useState<Id<'Payment'>>(() => newId())
  const form = useForm({
    name: `check-in ${visit.id}`,
    initial: initially(facts),
    check: (v) => [
      ...(v.copay === 'collected' && !v.copayCents
        ? [{ pointer: '/copayCents', message: 'Enter the copay, or choose what became of it.' }]
        : []),
      ...(v.method === 'check' && takes(v) > 0 && !v.reference.trim()
        ? [{ pointer: '/reference', message: 'Enter the number of the check.' }]
        : []),
    ],
    submit: (v) => act.attempt({ params: { id: visit.id }, body: bodyOf(facts, v, { copayId, balanceId }) }),
  })
  const v = form.values
  const taking = takes(v)
  const doing = visit.status === 'arrived' ? 'Check in' : 'Settle'
  return (
    <div className={classes['beside']}>
      <div>
        <Section title="Is this still right?">
          <Demographics patient={patient} />
        </Section>
        <Section title="Insurance today">
          <Cards facts={facts} />
        </Section>
        {facts.missing.length > 0 && (
          <Section title="Ask about">
            <Group gap="xs">
              {facts.missing.map((text) => (
                <Flag key={text} tone="soon">
                  {text}
                </Flag>
              ))}
            </Group>
          </Section>
        )}
      </div>
      <Form of={form} act={taking > 0 ? `Take $${money(taking)} and ${doing.toLowerCase()}` : doing}>
        <FormSection title="Seen with the patient">
          <Checkbox label="Address, phones and contacts gone through" {...form.check('checked')} />
          <SegmentedControl
            aria-label="The insurance"
            data={[
              ...(cards.length > 0 ? [{ value: 'confirmed', label: 'Card seen and right' }] : []),
              { value: 'self-pay', label: 'Self-pay today' },
              { value: 'later', label: 'Card follows' },
            ]}
            value={v.coverage}
            onChange={(coverage) => form.set({ coverage: coverage as Values['coverage'] })}
          />
        </FormSection>
        <FormSection title="Money">
          <CopayFields facts={facts} form={form} />
          {taking > 0 && (
            <>
              <Row>
                <SegmentedControl
                  aria-label="How it is paid"
                  data={methodChoices}
                  value={v.method}
                  onChange={(method) => form.set({ method: method as Method })}
                />
                <TextInput label={referenceWords[v.method]} {...form.text('reference')} />
              </Row>
              {v.method === 'cash' && !facts.drawerId && <OpenDrawer siteId={visit.siteId} />}
            </>
          )}
        </FormSection>
      </Form>
    </div>
  )
}

const takes = (v: Values) => (v.copay === 'collected' ? (v.copayCents ?? 0) : 0) + (v.balanceCents ?? 0)

function bodyOf(
  { visit, patient, cards }: CheckInFacts,
  v: Values,
  { copayId, balanceId }: { copayId: Id<'Payment'>; balanceId: Id<'Payment'> },
): CheckIn {
  const how = { method: v.method, reference: v.reference.trim() || null }
  return {
    version: visit.version,
    demographics: v.checked ? { version: patient.version } : null,
    coverage:
      v.coverage === 'confirmed'
        ? { kind: 'confirmed', cards: cards.map(({ id, version }) => ({ id, version })) }
        : { kind: v.coverage },
    copay:
      v.copay === 'waived' ? { kind: 'waived', reason: v.waiver, note: v.note.trim() } : { kind: v.copay },
    payments: [
      ...(v.copay === 'collected' && v.copayCents
        ? [{ id: copayId, kind: 'copay' as const, amountCents: v.copayCents, ...how }]
        : []),
      ...(v.balanceCents
        ? [{ id: balanceId, kind: 'balance' as const, amountCents: v.balanceCents, ...how }]
        : []),
    ],
  }
}

function Demographics({ patient }: { patient: CheckInFacts['patient'] }) {
  return (
    <Facts
      of={[
        ['Address', patient.address.length > 0 ? patient.address.join(', ') : 'none'],
        [
          'Phones',
          patient.phones.map(({ kind, number }) => `${phoneWords(number)} (${kind})`).join(', ') || 'none',
        ],
        ['Email', patient.email ?? 'none'],
        [
          'Emergency contact',
          patient.contacts
            .filter(({ role }) => role === 'emergency')
            .map(({ name, phone }) => (phone ? `${name}, ${phoneWords(phone)}` : name))
            .join('; ') || 'none',
        ],
        ['Last checked', patient.verifiedOn ? <OnDate key="on" date={patient.verifiedOn} near /> : 'never'],
        [
          'Something else?',
          <To key="to" to={`/patients/${patient.id}?tab=demographics`}>
            Correct the record
          </To>,
        ],
      ]}
    />
  )
}

function Cards({ facts }: { facts: CheckInFacts }) {
  const { cards, eligibility, patient } = facts
  const { label, tone } = eligibilityWords[eligibility]
  if (cards.length === 0)
    return (
      <p>
        No card in force today. <To to={`/patients/${patient.id}?tab=coverage&panel=new`}>Enter a card</To>
      </p>
    )
  return (
    <Facts
      of={[
        ...cards.map(
          (card) =>
            [
              card.rank === 'primary' ? 'Primary' : card.rank === 'secondary' ? 'Secondary' : 'Tertiary',
              <span key={card.id}>
                {card.payerName}
                {card.planName && `, ${card.planName}`}, member{' '}
                <span className="number">{card.memberId}</span>
              </span>,
            ] as const,
        ),
        [
          'Eligibility',
          <Group key="state" gap="sm">
            <Status tone={tone}>{label}</Status>
            <To to={`/patients/${patient.id}?tab=coverage`}>Coverage</To>
          </Group>,
        ],
      ]}
    />
  )
}

function CopayFields({
  facts,
  form,
}: {
  facts: CheckInFacts
  form: ReturnType<typeof useForm<Values, unknown>>
}) {
  const v = form.values
  const due = facts.copayDueCents ?? 0
  return (
    <>
      <SegmentedControl
        aria-label="The copay"
        data={[
          { value: 'collected', label: due > 0 ? `Copay of $${money(due)} paid` : 'Copay paid' },
          { value: 'billed', label: 'Bill it later' },
          { value: 'waived', label: 'Waived' },
          ...(due > 0 && v.coverage !== 'self-pay' ? [] : [{ value: 'none-due', label: 'None due' }]),
        ]}
        value={v.copay}
        onChange={(copay) => form.set({ copay: copay as Values['copay'] })}
      />
      {v.copay === 'waived' && (
        <Row>
          <Select
            label="Why"
            allowDeselect={false}
            data={choices(waiverWords)}
            {...form.field('waiver')}
            onChange={(waiver) => waiver && form.set({ waiver: waiver as Values['waiver'] })}
          />
          <TextInput label="Note (optional)" {...form.text('note')} />
        </Row>
      )}
      <Row>
        {v.copay === 'collected' && <MoneyField label="Copay" {...form.field('copayCents')} />}
        {facts.balanceCents > 0 && (
          <MoneyField
            label={`Towards the $${money(facts.balanceCents)} owed from before (optional)`}
            {...form.field('balanceCents')}
          />
        )}
      </Row>
      {facts.balanceCents > 0 && v.balanceCents === null && (
        <Group gap="sm">
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => form.set({ balanceCents: facts.balanceCents })}
          >
            Also take the whole balance
          </Button>
          {facts.pastDueCents > 0 && (
            <Flag tone="soon">
              <Money cents={facts.pastDueCents} sign /> for more than 30 days
            </Flag>
          )}
        </Group>
      )}
      {facts.creditCents > 0 && (
        <p style={{ color: 'var(--ink-quiet)' }}>
          A credit of <Money cents={facts.creditCents} sign /> is kept for this patient.
        </p>
      )}
    </>
  )
}
