import { NumberInput } from '@mantine/core'
import type { Cents } from '#kernel/cents.ts'
import { useAct, useRead } from '#web/api.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { OnDate, useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { type Policy, changePolicy, readPolicy } from '../accounts/contract.ts'

/** What the office decides about its billing, from a day on. */
export default function PolicyPage() {
  const read = useRead(readPolicy, {})
  return (
    <>
      <PageHeader title="Billing rules" />
      <Loaded of={read} rows={5}>
        {({ now, later }) => (
          <>
            {later.map((policy) => (
              <p key={policy.effectiveFrom.toString()}>
                Other rules are already decided from <OnDate date={policy.effectiveFrom} />.
              </p>
            ))}
            <Change key={now.effectiveFrom.toString()} now={now} />
          </>
        )}
      </Loaded>
    </>
  )
}

function Change({ now }: { now: Policy }) {
  const today = useToday()
  const change = useAct(changePolicy, { success: 'Changed' })
  const form = useForm({
    name: 'billing policy',
    initial: {
      effectiveFrom: today as Temporal.PlainDate | null,
      approvalLimitCents: now.approvalLimitCents as Cents | null,
      smallBalanceCents: now.smallBalanceCents as Cents | null,
      statementEveryDays: now.statementEveryDays as number | '',
      statementDueDays: now.statementDueDays as number | '',
    },
    check: (v) =>
      Object.entries(v)
        .filter(([, value]) => value === null || value === '')
        .map(([key]) => ({ pointer: `/${key}`, message: 'Fill this in.' })),
    submit: (v) =>
      change.attempt({
        body: {
          effectiveFrom: v.effectiveFrom!,
          approvalLimitCents: v.approvalLimitCents!,
          smallBalanceCents: v.smallBalanceCents!,
          statementEveryDays: Number(v.statementEveryDays),
          statementDueDays: Number(v.statementDueDays),
        },
      }),
  })
  const days = (key: 'statementEveryDays' | 'statementDueDays', label: string) => (
    <NumberInput
      label={label}
      allowDecimal={false}
      min={7}
      max={key === 'statementEveryDays' ? 120 : 90}
      {...form.field(key)}
      onChange={(value) => form.set({ [key]: typeof value === 'number' ? value : '' })}
    />
  )
  return (
    <Form of={form} act="Change the rules">
      <FormSection title="Refunds and write-offs">
        <MoneyField label="A manager approves up to" {...form.field('approvalLimitCents')} />
      </FormSection>
      <FormSection title="Statements">
        <MoneyField label="No statement below" {...form.field('smallBalanceCents')} />
        <Row>
          {days('statementEveryDays', 'Days between statements')}
          {days('statementDueDays', 'Days to pay')}
        </Row>
      </FormSection>
      <FormSection>
        <DateField label="From" {...form.field('effectiveFrom')} />
      </FormSection>
    </Form>
  )
}
