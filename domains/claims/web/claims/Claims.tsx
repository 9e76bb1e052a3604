import { Button, Select } from '@mantine/core'
import type { Id } from '#kernel/id.ts'
import { useAddress, useGo } from '#web/address.ts'
import { useAct, useRead } from '#web/api.ts'
import { useLive } from '#web/live.ts'
import { useMay } from '#web/session.ts'
import { DataTable } from '#web/ui/DataTable.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { SavedViews } from '#web/ui/SavedViews.tsx'
import { To } from '#web/ui/To.tsx'
import { type Show, isUnsent } from '../../claims/claim.ts'
import { readClaims, recheckClaims } from '../../claims/contract.ts'
import { type Claim, columns } from './columns.tsx'
import { lists } from './words.ts'

export default function Claims() {
  const [show, setShow] = useAddress<Show>('show', 'work')
  const [payerName, setPayerName] = useAddress('payer', '')
  const [siteId] = useAddress<Id<'Site'> | ''>('site', '')
  const go = useGo()
  const mayEdit = useMay('claims.edit')
  const maySubmit = useMay('claims.submit')
  const list = lists.find(({ value }) => value === show) ?? lists[0]!
  const read = useRead(
    readClaims,
    { query: { show: list.value, ...(siteId && { siteId }) } },
    { keepPrevious: true },
  )
  const check = useAct(recheckClaims, {
    success: ({ ready, failed }) =>
      failed === 0 ? `${ready} ready` : `${ready} ready, ${failed} still to mend`,
  })
  useLive(['claims'], [readClaims])
  const recheck = (rows: readonly Claim[]) => check.run({ body: { ids: rows.map(({ id }) => id) } })
  const counts = read.data?.counts ?? {}
  return (
    <>
      <PageHeader
        title="Claims"
        actions={
          maySubmit && (
            <Button component={To} to="/claim-files">
              Send claims
            </Button>
          )
        }
      >
        <Select
          aria-label="Which claims"
          data={lists.map(({ value, label }) => ({
            value,
            label: counts[value] === undefined ? label : `${label} (${counts[value]})`,
          }))}
          value={list.value}
          allowDeselect={false}
          onChange={(value) => setShow(value as Show)}
          w="13rem"
        />
        <SavedViews />
      </PageHeader>
      <Loaded of={read} rows={10}>
        {({ claims, more }) => (
          <>
            <DataTable
              name="claims"
              label={list.label}
              rows={payerName ? claims.filter((row) => row.payerName === payerName) : claims}
              rowId={(row) => row.id}
              rowName={(row) => `claim ${row.number}`}
              columns={columns}
              to={(row) => `/claims/${row.id}`}
              filter={(row) => `${row.number} ${row.patientName} ${row.payerName} ${row.why ?? ''}`}
              filterLabel="Number, patient, payer or reason"
              tools={
                <Select
                  aria-label="Payer"
                  placeholder="Every payer"
                  clearable
                  searchable
                  data={[...new Set(claims.map((row) => row.payerName))].toSorted()}
                  value={payerName || null}
                  onChange={(value) => setPayerName(value ?? '')}
                />
              }
              next={(row) => nextAct(row, { mayEdit, go, recheck })}
              bulk={
                mayEdit ? [{ label: 'Check again', run: (rows) => void recheck(rows.slice(0, 500)) }] : []
              }
              empty={{
                title: list.empty,
                detail: 'Each charged visit with an insurance card makes a claim, which is checked at once.',
              }}
            />
            {more && <p>These are the first 300. Narrow the list to see the others.</p>}
          </>
        )}
      </Loaded>
    </>
  )
}

/** The one thing to do now. */
function nextAct(
  row: Claim,
  {
    mayEdit,
    go,
    recheck,
  }: {
    mayEdit: boolean
    go: (to: string) => void
    recheck: (rows: readonly Claim[]) => Promise<unknown>
  },
) {
  const open = (label: string) => ({ label, run: () => go(`/claims/${row.id}`) })
  if (row.state === 'ready') return { label: 'Send', run: () => go('/claim-files') }
  if (row.state === 'rejected' || row.state === 'failed') return mayEdit ? open('Mend') : null
  if (row.state === 'denied') return { label: 'Work', run: () => go('/denials') }
  if (row.state === 'held') return mayEdit ? open('Release') : null
  if (isUnsent(row.state) && mayEdit) return { label: 'Check again', run: () => void recheck([row]) }
  return null
}
