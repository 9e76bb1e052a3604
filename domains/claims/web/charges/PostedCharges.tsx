import { Table } from '@mantine/core'
import { cents, sum } from '#kernel/cents.ts'
import { Money } from '#web/ui/Money.tsx'
import { Section } from '#web/ui/Section.tsx'
import type { VisitCharges } from './visit.ts'

/** What was posted, and what is still owed for it by the books. */
export function PostedCharges({ of: { diagnoses, lines, totalCents, estimateCents } }: { of: VisitCharges }) {
  const letter = (position: number) => String.fromCharCode(64 + position)
  return (
    <>
      <Section title="Diagnoses">
        <Table aria-label="Diagnoses">
          <Table.Tbody>
            {diagnoses.map(({ position, code, description }) => (
              <Table.Tr key={position}>
                <Table.Td w="3rem">{letter(position)}</Table.Td>
                <Table.Td w="7rem" className="number">
                  {code}
                </Table.Td>
                <Table.Td>{description}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      <Section title="Charges">
        <Table aria-label="Charges">
          <Table.Thead>
            <Table.Tr>
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
            {lines.map((line) => (
              <Table.Tr key={line.id}>
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
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th colSpan={4}>Total</Table.Th>
              <Table.Th ta="right">
                <Money cents={totalCents} />
              </Table.Th>
              <Table.Th />
              <Table.Th ta="right">
                <Money cents={cents(sum(lines.map(({ insuranceCents }) => insuranceCents)))} />
              </Table.Th>
              <Table.Th ta="right">
                <Money cents={cents(sum(lines.map(({ patientCents }) => patientCents)))} />
              </Table.Th>
            </Table.Tr>
          </Table.Tfoot>
        </Table>
        {estimateCents !== null && (
          <p>
            Estimate of the patient’s part: <Money cents={estimateCents} sign />, by the contract and the
            benefits the payer last told. The payer decides.
          </p>
        )}
      </Section>
    </>
  )
}
