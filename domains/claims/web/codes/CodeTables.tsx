import { Button, Select, Stack, Table } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { upload, useAct, useRead } from '#web/api.ts'
import { invalidate } from '#web/queries.ts'
import { DateField } from '#web/ui/DateField.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Loaded } from '#web/ui/Loaded.tsx'
import { PageHeader } from '#web/ui/PageHeader.tsx'
import { Section } from '#web/ui/Section.tsx'
import { type System, systems } from '../../codes/code.ts'
import { addStarterCodes, importCodes, readTables } from '../../codes/contract.ts'

const about: Readonly<Record<System, { readonly what: string; readonly source: string }>> = {
  'ICD-10-CM': { what: 'Diagnoses', source: 'CMS or CDC, each October 1 (CSV with code and description)' },
  HCPCS: { what: 'Supplies, drugs and services', source: 'CMS, each quarter (CSV)' },
  CPT: {
    what: 'Procedures',
    source: 'Your own list under your licence of the AMA (CSV with code and description)',
  },
  taxonomy: { what: 'Specialties of providers', source: 'NUCC, twice a year (CSV)' },
  CVX: { what: 'Vaccines', source: 'CDC (XML)' },
  MVX: { what: 'Makers of vaccines', source: 'CDC (XML)' },
}

type Imported = Reply<typeof importCodes> & { readonly system: System }
const number = (count: number) => count.toLocaleString('en-US')

/** Code tables: how full each is, and the file of its publisher dropped in. */
export default function CodeTables() {
  const read = useRead(readTables, {})
  const starter = useAct(addStarterCodes, {
    success: ({ added }) => (added > 0 ? `${added} codes added` : 'They were all there already'),
  })
  const [system, setSystem] = useState<System>('ICD-10-CM')
  const [wholeFrom, setWholeFrom] = useState<Temporal.PlainDate | null>(null)
  const [last, setLast] = useState<Imported | null>(null)

  async function load(file: Blob, progress: (share: number) => void) {
    const query = { system, ...(wholeFrom && { wholeFrom }) }
    setLast({ ...(await upload(importCodes, { query }, file, progress)), system })
    await invalidate(['/codes'])
  }
  return (
    <>
      <PageHeader
        title="Code tables"
        actions={
          <Button variant="default" loading={starter.busy} onClick={() => void starter.run({})}>
            Add everyday codes
          </Button>
        }
      />
      <Loaded of={read} rows={6}>
        {({ tables }) => (
          <Table aria-label="Code tables">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Table</Table.Th>
                <Table.Th>What</Table.Th>
                <Table.Th>Where it comes from</Table.Th>
                <Table.Th ta="right">Codes</Table.Th>
                <Table.Th ta="right">In force today</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {systems.map((name) => {
                const table = tables.find((one) => one.system === name)
                return (
                  <Table.Tr key={name}>
                    <Table.Td>{name}</Table.Td>
                    <Table.Td>{about[name].what}</Table.Td>
                    <Table.Td>{about[name].source}</Table.Td>
                    <Table.Td ta="right">{table ? number(table.codes) : '–'}</Table.Td>
                    <Table.Td ta="right">{table ? number(table.inForce) : '–'}</Table.Td>
                  </Table.Tr>
                )
              })}
            </Table.Tbody>
          </Table>
        )}
      </Loaded>
      <Section title="Import a table">
        <Stack gap="md">
          <Select
            label="Table"
            data={[...systems]}
            value={system}
            allowDeselect={false}
            onChange={(value) => setSystem(value as System)}
            maw="14rem"
          />
          <DateField
            label="Whole table from (optional)"
            description="When the file is the complete table of a new year: codes it no longer has end the day before."
            value={wholeFrom}
            onChange={setWholeFrom}
          />
          <FileDrop
            label={`${system}, as published (CSV or XML, packed or not)`}
            accept={['.csv', '.txt', '.xml', '.gz']}
            onFile={load}
          />
        </Stack>
        {last && <Told of={last} />}
      </Section>
    </>
  )
}

function Told({ of }: { of: Imported }) {
  return (
    <div role="status">
      <p>
        {of.system}: {number(of.added)} added, {number(of.changed)} changed
        {of.retired > 0 && `, ${number(of.retired)} ended`}.
      </p>
      {of.refusedCount > 0 && (
        <>
          <p>{number(of.refusedCount)} lines are no codes of this table and were left out:</p>
          <ul>
            {of.refused.map(({ line, why }) => (
              <li key={line}>
                Line {line}: {why}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
