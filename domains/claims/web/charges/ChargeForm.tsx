import { ActionIcon, Button, Checkbox, Group, NumberInput, Table, Text, TextInput } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { type Cents, cents, sum } from '#kernel/cents.ts'
import { type Id, newId } from '#kernel/id.ts'
import { call, useAct } from '#web/api.ts'
import { ComboSearch, type Option } from '#web/ui/ComboSearch.tsx'
import { Form, FormSection } from '#web/ui/Form.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Money } from '#web/ui/Money.tsx'
import { MoneyField } from '#web/ui/MoneyField.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { codeOf, mostDiagnoses } from '../../charges/charge.ts'
import { postCharges, readFee } from '../../charges/contract.ts'
import { searchCodes } from '../../codes/contract.ts'
import { type VisitCharges, refreshed } from './visit.ts'

type Line = {
  readonly id: Id<'Charge'>
  readonly code: Option | null
  readonly modifiers: string
  readonly units: number
  /** "AC": letters of the diagnoses, the most important first. */
  readonly pointers: string
  readonly amountCents: Cents | null
  readonly ndc: string
}

const emptyLine = (): Line => ({
  id: newId(),
  code: null,
  modifiers: '',
  units: 1,
  pointers: 'A',
  amountCents: null,
  ndc: '',
})

const words = (text: string) => text.split(/[\s,]+/).filter(Boolean)

/** "A" is the first diagnosis, as on the claim. */
const letterOf = (index: number) => String.fromCharCode(65 + index)
const pointersOf = (text: string) => text.split('').map((letter) => letter.charCodeAt(0) - 64)

type FeeOf = Pick<Line, 'code' | 'modifiers'>
const feeKey = ({ code, modifiers }: FeeOf) => [code?.id, ...words(modifiers)].join()

/** What the fee schedule says for one unit of each line's code on a day; a code it does not have is null. */
function useFees(lines: readonly FeeOf[], serviceOn: Temporal.PlainDate) {
  const keys = [...new Set(lines.filter(({ code }) => code).map(feeKey))]
  const reads = useQueries({
    queries: keys.map((key) => ({
      queryKey: ['/charges/fee', key, serviceOn.toString()],
      queryFn: async () => {
        const [code = '', ...modifiers] = key.split(',')
        return (await call(readFee, { query: { code, modifiers: modifiers.join(), serviceOn } })).amountCents
      },
    })),
  })
  return new Map(keys.map((key, index) => [key, reads[index]?.data ?? null]))
}

/** Diagnoses first, then the lines that point to them; the fee schedule fills the amounts. Enter posts. */
export function ChargeForm({ of: { visit, coverage } }: { of: VisitCharges }) {
  const post = useAct(postCharges, {
    invalidates: refreshed,
    success: ({ claimIds }) =>
      claimIds.length > 0 ? 'Charged, and its claim is made' : 'Charged to the patient',
  })
  /** Against what the office has agreed with the patient. */
  const isTold = (selfPay: boolean) => visit.withheld && coverage !== null && !selfPay
  const form = useForm({
    name: `charges ${visit.id}`,
    initial: {
      diagnoses: [] as readonly Option[],
      lines: [emptyLine()] as readonly Line[],
      selfPay: visit.withheld,
      restrictionOverride: '',
    },
    check: ({ diagnoses, lines, selfPay, restrictionOverride }) => [
      ...(isTold(selfPay) && !restrictionOverride.trim()
        ? [{ pointer: '/restrictionOverride', message: 'Write why the plan is billed all the same.' }]
        : []),
      ...(diagnoses.length === 0 ? [{ pointer: '/diagnoses', message: 'Add what the visit was for.' }] : []),
      ...lines.flatMap(({ code }, index) =>
        code ? [] : [{ pointer: `/lines/${index}/code`, message: 'Choose the code, or remove the line.' }],
      ),
    ],
    submit: ({ diagnoses, lines, selfPay, restrictionOverride }) =>
      post.attempt({
        params: { id: visit.id },
        body: {
          diagnoses: diagnoses.map(({ id }) => id),
          lines: lines.map((line) => ({
            id: line.id,
            code: codeOf(line.code?.id ?? ''),
            modifiers: words(line.modifiers).map(codeOf),
            units: line.units,
            pointers: pointersOf(line.pointers),
            ...(line.amountCents !== null && { amountCents: line.amountCents }),
            ...(line.ndc.trim() && { ndc: line.ndc.trim() }),
          })),
          selfPay,
          ...(isTold(selfPay) && { restrictionOverride: restrictionOverride.trim() }),
        },
      }),
  })
  const { diagnoses, lines } = form.values
  const find =
    (system: 'ICD-10-CM' | 'procedure') =>
    async (text: string, signal: AbortSignal): Promise<readonly Option[]> =>
      (await call(searchCodes, { query: { system, text, on: visit.serviceOn } }, { signal })).codes
        .filter(({ billable }) => billable)
        .map(({ code, description }) => ({ id: code, label: code, detail: description }))
  const setLine = (index: number, some: Partial<Line>) =>
    form.set({ lines: lines.map((line, at) => (at === index ? { ...line, ...some } : line)) })
  const fees = useFees(lines, visit.serviceOn)
  const amountOf = (line: Line): Cents | null => {
    const { amountCents, units } = line
    const fee = fees.get(feeKey(line))
    return amountCents ?? (fee === null || fee === undefined ? null : cents(fee * units))
  }

  return (
    <Form of={form} act="Post the charges">
      <FormSection title="Diagnoses">
        {diagnoses.length > 0 && (
          <Table aria-label="Diagnoses of the visit" withRowBorders={false}>
            <Table.Tbody>
              {diagnoses.map((diagnosis, index) => (
                <Table.Tr key={diagnosis.id}>
                  <Table.Td w="2.5rem">{letterOf(index)}</Table.Td>
                  <Table.Td w="6rem" className="number">
                    {diagnosis.id}
                  </Table.Td>
                  <Table.Td>{diagnosis.detail}</Table.Td>
                  <Table.Td w="6rem" ta="right">
                    {index > 0 && (
                      <ActionIcon
                        variant="subtle"
                        aria-label={`Move ${diagnosis.id} up`}
                        onClick={() => {
                          const moved = diagnoses.toSpliced(index, 1).toSpliced(index - 1, 0, diagnosis)
                          form.set({ diagnoses: moved })
                        }}
                      >
                        <Icon name="up" />
                      </ActionIcon>
                    )}
                    <ActionIcon
                      variant="subtle"
                      aria-label={`Remove ${diagnosis.id}`}
                      onClick={() => form.set({ diagnoses: diagnoses.toSpliced(index, 1) })}
                    >
                      <Icon name="close" />
                    </ActionIcon>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        {diagnoses.length < mostDiagnoses && (
          <ComboSearch
            label={diagnoses.length === 0 ? 'What the visit was for' : 'Another diagnosis (optional)'}
            placeholder="E11.9 or diabetes"
            find={find('ICD-10-CM')}
            none="No code in force on that day. Try other words."
            {...form.field('diagnoses')}
            value={null}
            onChange={(added: Option | null) => {
              if (added && !diagnoses.some(({ id }) => id === added.id))
                form.set({ diagnoses: [...diagnoses, added] })
            }}
          />
        )}
      </FormSection>
      <FormSection title="Charges">
        {lines.map((line, index) => (
          <LineFields
            key={line.id}
            line={line}
            number={index + 1}
            error={(field) =>
              form.errors.find(({ pointer }) => pointer === `/lines/${index}/${field}`)?.message
            }
            idOf={(field) => form.idOf(`/lines/${index}/${field}`)}
            find={find('procedure')}
            amountCents={amountOf(line)}
            onChange={(some) => setLine(index, some)}
            onRemove={lines.length > 1 ? () => form.set({ lines: lines.toSpliced(index, 1) }) : undefined}
          />
        ))}
        <Group justify="space-between">
          <Button variant="default" onClick={() => form.set({ lines: [...lines, emptyLine()] })}>
            Add a line
          </Button>
          <Text fw={600}>
            Total <Money cents={cents(sum(lines.map((line) => amountOf(line) ?? 0)))} />
          </Text>
        </Group>
        {visit.withheld && (
          <Text>
            The patient has asked that the health plan is told nothing of what they pay for in full.
          </Text>
        )}
        {coverage && (
          <Checkbox
            label={`Do not bill ${coverage.payerName}: the patient pays and has asked for it`}
            {...form.check('selfPay')}
          />
        )}
        {isTold(form.values.selfPay) && (
          <TextInput
            label="Why the plan is billed all the same"
            placeholder="The patient did not pay in full"
            {...form.text('restrictionOverride')}
          />
        )}
      </FormSection>
    </Form>
  )
}

function LineFields({
  line,
  number,
  error,
  idOf,
  find,
  amountCents,
  onChange,
  onRemove,
}: {
  line: Line
  number: number
  error: (field: string) => string | undefined
  idOf: (field: string) => string
  find: (text: string, signal: AbortSignal) => Promise<readonly Option[]>
  /** As typed, or by the fee schedule. */
  amountCents: Cents | null
  onChange: (some: Partial<Line>) => void
  onRemove: (() => void) | undefined
}) {
  return (
    <Group align="end" gap="sm" wrap="nowrap" role="group" aria-label={`Line ${number}`}>
      <div style={{ flex: 1, minWidth: '12rem' }}>
        <ComboSearch
          id={idOf('code')}
          label="Code"
          placeholder="99213 or office visit"
          description={line.code?.detail}
          find={find}
          value={line.code}
          onChange={(code) => onChange({ code })}
          error={error('code')}
        />
      </div>
      <TextInput
        id={idOf('modifiers')}
        label="Modifiers"
        placeholder="25"
        w="6rem"
        value={line.modifiers}
        onChange={(event) => onChange({ modifiers: event.currentTarget.value.toUpperCase() })}
        error={error('modifiers')}
      />
      <TextInput
        id={idOf('pointers')}
        label="For"
        title="Letters of the diagnoses this was done for, the most important first"
        placeholder="A"
        maxLength={4}
        w="5rem"
        value={line.pointers}
        onChange={(event) =>
          onChange({ pointers: event.currentTarget.value.toUpperCase().replaceAll(/[^A-L]/g, '') })
        }
        error={error('pointers')}
      />
      <NumberInput
        id={idOf('units')}
        label="Units"
        w="5rem"
        min={1}
        max={999}
        allowDecimal={false}
        value={line.units}
        onChange={(units) => onChange({ units: Number(units) || 1 })}
        error={error('units')}
      />
      <MoneyField
        id={idOf('amountCents')}
        label="Amount"
        w="8rem"
        value={amountCents}
        onChange={(typed) => onChange({ amountCents: typed })}
        error={error('amountCents')}
      />
      {line.code?.id.startsWith('J') && (
        <TextInput
          id={idOf('ndc')}
          label="NDC"
          placeholder="00517-0031-25"
          w="9rem"
          value={line.ndc}
          onChange={(event) => onChange({ ndc: event.currentTarget.value })}
          error={error('ndc')}
        />
      )}
      {onRemove && (
        <ActionIcon variant="subtle" mb="0.3rem" aria-label={`Remove line ${number}`} onClick={onRemove}>
          <Icon name="close" />
        </ActionIcon>
      )}
    </Group>
  )
}
