import { Button } from '@mantine/core'
import type { Reply } from '#kernel/contract.ts'
import { useMay } from '#web/session.ts'
import { Facts, Section } from '#web/ui/Section.tsx'
import { SidePanel } from '#web/ui/SidePanel.tsx'
import { To } from '#web/ui/To.tsx'
import { When } from '#web/ui/When.tsx'
import type { listAudit } from '../audit/contract.ts'
import classes from './Access.module.css'
import { kindWords, valueWords } from './words.ts'

export type Entry = Reply<typeof listAudit>['entries'][number]

/** One entry in full. */
export function EntryPanel({
  entry,
  onClose,
  onPatient,
}: {
  entry: Entry
  onClose: () => void
  onPatient: (patientId: string) => void
}) {
  const { before, after, patientIds } = entry
  const maySeePatient = useMay('patients.read')
  return (
    <SidePanel title={`Entry ${entry.id}`} onClose={onClose}>
      <Facts
        of={[
          ['When', <When key="at" at={entry.at} />],
          ['Who', entry.actor],
          ['Role', entry.role],
          ['Did what', kindWords[entry.kind]],
          ['To what', entry.about],
          ['Record', entry.recordId],
          ['Why', entry.reason],
          ['From', entry.origin],
          ['Request', entry.request],
        ]}
      />
      {patientIds.length > 0 && (
        <Section title={patientIds.length === 1 ? 'Patient' : `${patientIds.length} patients`}>
          {patientIds.slice(0, 20).map((id) => (
            <div key={id}>
              {maySeePatient ? <To to={`/patients/${id}?tab=access`}>Open the chart</To> : id}{' '}
              <Button variant="subtle" size="compact-sm" onClick={() => onPatient(id)}>
                Everything about this patient
              </Button>
            </div>
          ))}
        </Section>
      )}
      {(before ?? after) !== null && (
        <Section title="What stood there">
          <table className={classes['matrix']}>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {Object.keys({ ...before, ...after }).map((name) => (
                <tr key={name}>
                  <td>{name.replaceAll('_', ' ')}</td>
                  <td>{before ? valueWords(before[name]) : ''}</td>
                  <td>{after ? valueWords(after[name]) : ''}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
    </SidePanel>
  )
}
