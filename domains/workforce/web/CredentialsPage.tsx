import { Button, SegmentedControl, Select, TextInput } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { type Id, newId } from '#kernel/id.ts'
import { useAct, useRead } from '#web/api.ts'
import { useAddress } from '#web/address.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { DateField } from '#web/ui/DateField.tsx'
import { Form, FormSection, Row } from '#web/ui/Form.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { Column } from '#web/ui/table.ts'
import { useForm } from '#web/ui/useForm.ts'
import { OnDate, useToday } from '#web/ui/When.tsx'
import { addCredential, editCredential, readCredentials, removeCredential } from '../credentials/contract.ts'
import { blockingKinds, credentialKinds, kindWords, standing } from '../credentials/credential.ts'
import { readStaff } from '../staff/contract.ts'

type Credential = Reply<typeof readCredentials>[number]

function Standing({ of }: { of: Credential }) {
  const now = standing(of.expiresOn, useToday())
  if (now.state === 'in-force') return <Status tone="good">In force</Status>
  if (now.state === 'expired')
    return (
      <Status tone="harm">
        Ran out {now.days === 1 ? 'yesterday' : `${now.days} days ago`}
        {blocks(of) && ': cannot be booked'}
      </Status>
    )
  return (
    <Status tone={now.within <= 30 ? 'soon' : 'neutral'}>
      {now.days === 0 ? 'Runs out today' : `${now.days} days left`}
    </Status>
  )
}
const blocks = ({ kind }: Credential) => (blockingKinds as readonly string[]).includes(kind)

const columns: readonly Column<Credential>[] = [
  { key: 'name', title: 'Who', cell: (one) => one.name, sort: (one) => one.name },
  {
    key: 'kind',
    title: 'Credential',
    cell: (one) => kindWords[one.kind],
    sort: (one) => kindWords[one.kind],
  },
  { key: 'issuer', title: 'Issued by', cell: (one) => one.issuer, sort: (one) => one.issuer },
  { key: 'number', title: 'Number', cell: (one) => one.number, optional: 'shown' },
  {
    key: 'expires',
    title: 'Runs out',
    cell: (one) => one.expiresOn && <OnDate date={one.expiresOn} />,
    sort: (one) => one.expiresOn,
  },
  { key: 'state', title: 'State', cell: (one) => <Standing of={one} /> },
  {
    key: 'verified',
    title: 'Verified',
    cell: (one) => (one.verifiedOn ? <OnDate date={one.verifiedOn} short /> : 'Not yet'),
    sort: (one) => one.verifiedOn,
    optional: 'shown',
  },
]

type Show = 'all' | 'soon' | 'expired' | 'blocking'

/** Licences and the like, soonest end first. A state licence that has run out stops new bookings. */
export default function CredentialsPage() {
  const [show, setShow] = useAddress<Show>('show', 'all')
  const [open, setOpen] = useAddress('open', '')
  const today = useToday()
  const all = useRead(readCredentials, {})
  const mayEdit = useMay('workforce.credentials.edit')
  useLive(['workforce.credentials'], [readCredentials])
  const fits = (one: Credential) => {
    const { state } = standing(one.expiresOn, today)
    if (show === 'soon') return state === 'running-out'
    if (show === 'expired') return state === 'expired'
    return show === 'all' || (state === 'expired' && blocks(one))
  }
  return (
    <>
      <PageHeader
        title="Credentials"
        actions={mayEdit && <Button onClick={() => setOpen('new')}>Record a credential</Button>}
      >
        <SegmentedControl
          aria-label="Which credentials"
          data={[
            { value: 'all', label: 'All' },
            { value: 'soon', label: 'Running out' },
            { value: 'expired', label: 'Run out' },
            { value: 'blocking', label: 'Stops bookings' },
          ]}
          value={show}
          onChange={(value) => setShow(value as Show)}
        />
      </PageHeader>
      <Loaded of={all} rows={10}>
        {(rows) => {
          const chosen = rows.find(({ id }) => id === open)
          return (
            <>
              <DataTable
                name="credentials"
                label="Credentials"
                rows={rows.filter(fits)}
                rowId={(one) => one.id}
                rowName={(one) => `${kindWords[one.kind]} of ${one.name}`}
                columns={columns}
                initialSort="expires"
                openId={open}
                {...(mayEdit ? { onOpen: (one: Credential) => setOpen(one.id, 'step') } : {})}
                filter={(one) => `${one.name} ${kindWords[one.kind]} ${one.issuer}`}
                empty={{
                  title: show === 'all' ? 'No credentials recorded yet' : 'Nothing of this kind',
                  detail:
                    'Record each licence with its last day: the office is warned 90, 60, 30 and 7 days before.',
                }}
              />
              {mayEdit && (chosen || open === 'new') && (
                <CredentialForm key={open} credential={chosen ?? null} onClose={() => setOpen('')} />
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

function CredentialForm({ credential, onClose }: { credential: Credential | null; onClose: () => void }) {
  const staff = useRead(readStaff, {}).data ?? []
  const add = useAct(addCredential, { success: 'Recorded' })
  const edit = useAct(editCredential, { success: 'Saved' })
  const remove = useAct(removeCredential, {
    success: 'Removed',
    undo: async () => {
      if (!credential) return
      const { staffId, kind, number, issuer, issuedOn, expiresOn, verifiedOn } = credential
      const facts = { kind, number, issuer, issuedOn, expiresOn, verifiedOn }
      await add.attempt({ body: { id: newId(), staffId, ...facts } })
    },
  })
  const form = useForm({
    name: `credential ${credential?.id ?? 'new'}`,
    initial: {
      staffId: (credential?.staffId ?? null) as string | null,
      kind: (credential?.kind ?? 'state-licence') as string | null,
      number: credential?.number ?? '',
      issuer: credential?.issuer ?? '',
      issuedOn: credential?.issuedOn ?? null,
      expiresOn: credential?.expiresOn ?? null,
      verifiedOn: credential?.verifiedOn ?? null,
    },
    check: (values) => [
      ...(values.staffId ? [] : [{ pointer: '/staffId', message: 'Choose whose credential it is.' }]),
      ...(values.issuer.trim() ? [] : [{ pointer: '/issuer', message: 'Enter who issued it.' }]),
    ],
    submit: ({ staffId, kind, number, ...rest }) => {
      const facts = {
        ...rest,
        kind: credentialKinds.find((one) => one === kind) ?? 'certification',
        number: number.trim() || null,
      }
      return credential
        ? edit.attempt({ params: { id: credential.id }, body: { ...facts, version: credential.version } })
        : add.attempt({ body: { id: newId<'Credential'>(), staffId: staffId as Id<'Staff'>, ...facts } })
    },
    done: onClose,
  })
  return (
    <SidePanel title={credential ? kindWords[credential.kind] : 'New credential'} onClose={onClose}>
      <Form
        of={form}
        act={credential ? 'Save' : 'Record it'}
        actions={
          credential && (
            <Button
              variant="default"
              onClick={() =>
                void remove
                  .run({ params: { id: credential.id }, query: { version: credential.version } })
                  .then((reply) => reply && onClose())
              }
            >
              No longer kept up
            </Button>
          )
        }
      >
        <FormSection>
          {!credential && (
            <Select
              label="Whose"
              searchable
              data={staff.map((person) => ({
                value: person.id,
                label: `${person.lastName}, ${person.firstName}`,
              }))}
              {...form.field('staffId')}
            />
          )}
          <Select
            label="Credential"
            data={credentialKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
            {...form.field('kind')}
            allowDeselect={false}
          />
          <Row>
            <TextInput label="Issued by" {...form.text('issuer')} />
            <TextInput label="Number (optional)" {...form.text('number')} />
          </Row>
          <Row>
            <DateField past label="Issued (optional)" {...form.field('issuedOn')} />
            <DateField label="Runs out (optional)" {...form.field('expiresOn')} />
          </Row>
          <DateField past label="Verified at the source (optional)" {...form.field('verifiedOn')} />
        </FormSection>
      </Form>
    </SidePanel>
  )
}
