import { Table } from '@mantine/core'
import { Money } from '#web/ui/Money.tsx'
import { Section } from '#web/ui/Section.tsx'
import type { ClaimRecord } from './ClaimPage.tsx'

/** Diagnoses and service lines as billed, with what the books still hold for each line. */
export function ClaimLines({ claim }: { claim: ClaimRecord }) {
  const letter = (position: number) => String.fromCharCode(64 + position)
  return (
    <>
      <Section title="Diagnoses">
        <Table aria-label="Diagnoses">
          <Table.Tbody>
            {claim.diagnoses.map(({ code, description }, index) => (
              <Table.Tr key={code}>
                <Table.Td w="3rem">{letter(index + 1)}</Table.Td>
                <Table.Td w="7rem" className="number">
                  {code}
                </Table.Td>
                <Table.Td>{description}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      <Section title="Service lines">
        <Table aria-label="Service lines">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Line</Table.Th>
              <Table.Th>Code</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th>For</Table.Th>
              <Table.Th ta="right">Units</Table.Th>
              <Table.Th ta="right">Charge</Table.Th>
              <Table.Th ta="right">Expected</Table.Th>
              <Table.Th ta="right">Insurance owes</Table.Th>
              <Table.Th ta="right">Patient owes</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {claim.lines.map((line) => (
              <Table.Tr key={line.position}>
                <Table.Td>{line.position}</Table.Td>
                <Table.Td className="number">{[line.code, ...line.modifiers].join(' ')}</Table.Td>
                <Table.Td>{line.description}</Table.Td>
                <Table.Td>{line.pointers.map(letter).join(', ')}</Table.Td>
                <Table.Td ta="right">{line.units}</Table.Td>
                <Table.Td ta="right">
                  <Money cents={line.amountCents} />
                </Table.Td>
                <Table.Td ta="right">
                  {line.expectedCents === null ? '–' : <Money cents={line.expectedCents} />}
                </Table.Td>
                <Table.Td ta="right">
                  <Money cents={line.insuranceCents} />
                </Table.Td>
                <Table.Td ta="right">
                  <Money cents={line.patientCents} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
    </>
  )
}
