import { Button, Group } from '@mantine/core'
import { useEffect, useState } from 'react'
import { call } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { sayRefused } from '#web/ui/say.tsx'
import { readSsn } from '../registration/contract.ts'
import type { PatientRecord } from './PatientHead.tsx'

const shownForMs = 30_000

/** The last four; the whole only to those who may see it, for half a minute, and never kept in the page's memory. */
export function Ssn({ record }: { record: PatientRecord }) {
  const [whole, setWhole] = useState<string | null>(null)
  const mayRead = useMay('patients.read-ssn')
  useEffect(() => {
    if (whole === null) return
    const timer = setTimeout(() => setWhole(null), shownForMs)
    return () => clearTimeout(timer)
  }, [whole])
  if (!record.ssnLast4) return '–'
  const show = () =>
    void call(readSsn, { params: { id: record.id } })
      .then(({ ssn }) => setWhole(ssn))
      .catch(sayRefused)
  return (
    <Group gap="sm" component="span">
      <span className="number">
        {whole?.replace(/^(\d{3})(\d{2})(\d{4})$/, '$1-$2-$3') ?? `•••-••-${record.ssnLast4}`}
      </span>
      {mayRead && record.hasSsn && whole === null && (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label="Show the whole social security number"
          onClick={show}
        >
          Show
        </Button>
      )}
    </Group>
  )
}
