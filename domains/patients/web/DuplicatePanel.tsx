import { Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Reply } from '#kernel/contract.ts'
import { useRead } from '#web/api.ts'
import { Section } from '#web/ui/Section.tsx'
import { Flag } from '#web/ui/Status.tsx'
import { To } from '#web/ui/To.tsx'
import { Born } from '#web/ui/When.tsx'
import { type Person, findDuplicates } from '../matching/contract.ts'
import type { Demographics } from './demographics.ts'

export type Candidate = Reply<typeof findDuplicates>[number]

/** Enough to look: without one of the keys nobody can reach 55 points. */
const canBeCompared = (person: Person) =>
  (person.lastName ?? '').length > 1 &&
  Boolean(
    person.bornOn || person.ssn || person.email || person.phones?.length || (person.address && person.zip),
  )

/** Who of the patients may be the person being typed in, as of a moment ago. */
export function useAlike(values: Demographics): readonly Candidate[] {
  const person: Person = {
    lastName: values.lastName.trim(),
    firstName: values.firstName.trim(),
    bornOn: values.bornOn,
    sex: values.sex,
    ssn: values.ssn.trim() || null,
    phones: values.phones.map(({ number }) => number).filter((number) => number !== ''),
    email: values.email.trim() || null,
    address: values.address.trim() || null,
    zip: values.zip.trim() || null,
  }
  // One text for one state of the form: a fresh object each time would start the wait anew.
  const [settled] = useDebouncedValue(JSON.stringify(person), 350)
  const ready = settled === JSON.stringify(person) && canBeCompared(person)
  const { data = [] } = useRead(findDuplicates, ready ? { body: { person } } : null, { keepPrevious: true })
  return canBeCompared(person) ? data : []
}

/** The live answer beside the form. Candidates open in a new tab: what has been typed stays. */
export function DuplicatePanel({ alike }: { alike: readonly Candidate[] }) {
  return (
    <Section title="Already here?">
      <div aria-live="polite">
        {alike.length === 0 ? (
          <Text c="dimmed">Nobody like this so far. Compared with every patient while you type.</Text>
        ) : (
          <Stack component="ul" gap="md" p={0} m={0} style={{ listStyle: 'none' }}>
            {alike.map((one) => (
              <li key={one.patientId}>
                <Flag tone={one.verdict === 'probable' ? 'harm' : 'soon'}>
                  {one.verdict === 'probable' ? 'Probably the same' : 'Possibly the same'}
                </Flag>
                <div>
                  <To to={`/patients/${one.patientId}`} target="_blank">
                    {one.name}
                  </To>
                </div>
                <div>
                  <Born on={one.bornOn} /> · MRN <span className="number">{one.mrn}</span>
                  {one.city && ` · ${one.city}`}
                </div>
                <Text size="sm" c="dimmed">
                  {one.reasons.join('. ')}. Score {one.score}.
                </Text>
              </li>
            ))}
          </Stack>
        )}
      </div>
    </Section>
  )
}
