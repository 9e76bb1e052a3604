import { Button, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Cents, cents, money } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct } from '#web/api.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { useToday } from '#web/ui/When.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { postJournal } from '../journals/contract.ts'

type Line = { key: string; account: string; debitCents: Cents | null; creditCents: Cents | null }
const line = (): Line => ({ key: newId(), account: '', debitCents: null, creditCents: null })
const amountOf = ({ debitCents, creditCents }: Line) => cents((debitCents ?? 0) - (creditCents ?? 0))

/** A journal by hand: what the program does not post by itself (rent, the bank's fees). It must balance. */
export function PostForm({
  accounts,
  onDone,
}: {
  accounts: readonly { code: string; name: string }[]
  onDone: () => void
}) {
  const today = useToday()
  const [id] = useState<Id<'Journal'>>(() => newId())
  const post = useAct(postJournal, { invalidates: ['/ledger'], success: 'Posted' })
  const form = useForm({
    name: 'journal',
    initial: {
      postedOn: today as Temporal.PlainDate | null,
      memo: '',
      lines: [line(), line()] as readonly Line[],
    },
    check: (v) => {
      const off = v.lines.reduce((sum, one) => sum + amountOf(one), 0)
      return [
        ...(v.postedOn ? [] : [{ pointer: '/postedOn', message: 'Enter the day.' }]),
        ...(v.memo.trim()
          ? []
          : [{ pointer: '/memo', message: 'Say what it is, without naming a patient.' }]),
        ...v.lines.flatMap((one, at) =>
          one.account
            ? []
            : [{ pointer: `/lines/${at}/account`, message: `Choose the account of line ${at + 1}.` }],
        ),
        ...(off === 0
          ? []
          : [{ pointer: '/lines', message: `Debits and credits differ by $${money(Math.abs(off))}.` }]),
      ]
    },
    submit: (v) =>
      post.attempt({
        body: {
          id,
          postedOn: v.postedOn!,
          memo: v.memo.trim(),
          lines: v.lines.map((one) => ({ account: one.account, amountCents: amountOf(one) })),
        },
      }),
    done: onDone,
  })
  const { lines } = form.values
  const change = (at: number, some: Partial<Line>) =>
    form.set({ lines: lines.map((one, index) => (index === at ? { ...one, ...some } : one)) })
  const failed = (pointer: string) => form.errors.find((error) => error.pointer === pointer)?.message
  return (
    <Form of={form} act="Post the journal">
      <FormSection>
        <DateField label="Day" {...form.field('postedOn')} />
        <TextInput label="What it is" maxLength={200} {...form.text('memo')} />
      </FormSection>
      <FormSection title="Lines">
        {lines.map((one, at) => (
          <Stack key={one.key} gap="xs">
            <Select
              id={form.idOf(`/lines/${at}/account`)}
              label={`Account of line ${at + 1}`}
              searchable
              data={accounts.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
              value={one.account || null}
              onChange={(account) => change(at, { account: account ?? '' })}
              error={failed(`/lines/${at}/account`)}
            />
            <Row>
              <MoneyField
                label={`Debit of line ${at + 1}`}
                value={one.debitCents}
                onChange={(debitCents) => change(at, { debitCents, creditCents: null })}
              />
              <MoneyField
                label={`Credit of line ${at + 1}`}
                value={one.creditCents}
                onChange={(creditCents) => change(at, { creditCents, debitCents: null })}
              />
            </Row>
          </Stack>
        ))}
        <Button variant="default" onClick={() => form.set({ lines: [...lines, line()] })}>
          Another line
        </Button>
      </FormSection>
    </Form>
  )
}
