import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import type { Id } from '#kernel/id.ts'
import { upload } from '#web/api.ts'
import { invalidate } from '#web/queries.ts'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Facts } from '#web/ui/Section.tsx'
import { say, sayRefused } from '#web/ui/say.tsx'
import { Status } from '#web/ui/Status.tsx'
import { importFees } from '../fees/contract.ts'

type Preview = { readonly file: Blob; readonly read: Reply<typeof importFees> }

/** A CSV of fees: first what it would change, then all of it or nothing. */
export function FeeImport({ scheduleId, onDone }: { scheduleId: Id<'FeeSchedule'>; onDone: () => void }) {
  const [preview, setPreview] = useState<Preview | null>(null)
  const [busy, setBusy] = useState(false)
  const params = { id: scheduleId }

  async function look(file: File, progress: (share: number) => void) {
    const typed = new Blob([file], { type: 'text/csv' })
    setPreview({ file: typed, read: await upload(importFees, { params, query: {} }, typed, progress) })
  }
  async function apply({ file }: Preview) {
    setBusy(true)
    try {
      const read = await upload(importFees, { params, query: { apply: true } }, file)
      if (!read.applied) return setPreview({ file, read })
      say(`${(read.added + read.changed).toLocaleString('en-US')} fees written`)
      void invalidate(['/fee-schedules'])
      onDone()
    } catch (problem) {
      sayRefused(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <p>
        A CSV whose first line names the columns: code, modifier (if any) and fee. Nothing is written until
        you have seen what it changes. Fees that are not in the list stay.
      </p>
      <FileDrop label="List of fees" accept={['.csv', '.txt', 'text/csv']} onFile={look} />
      {preview && (
        <>
          <Facts
            of={[
              ['Fees in the list', preview.read.fees.toLocaleString('en-US')],
              ['New', preview.read.added.toLocaleString('en-US')],
              ['With another amount', preview.read.changed.toLocaleString('en-US')],
              ['The same as now', preview.read.same.toLocaleString('en-US')],
            ]}
          />
          {preview.read.refused.length > 0 ? (
            <div role="alert">
              <p>
                <Status tone="harm">Lines that cannot be read</Status> Mend them in the file and drop it
                again: a list is written whole or not at all.
              </p>
              <ul>
                {preview.read.refused.slice(0, 20).map(({ line, message }) => (
                  <li key={line}>
                    Line {line}: {message}
                  </li>
                ))}
                {preview.read.refused.length > 20 && <li>and {preview.read.refused.length - 20} more</li>}
              </ul>
            </div>
          ) : (
            <Group gap="sm" mt="md">
              <Button
                loading={busy}
                disabled={preview.read.added + preview.read.changed === 0}
                onClick={() => void apply(preview)}
              >
                Write {(preview.read.added + preview.read.changed).toLocaleString('en-US')} fees
              </Button>
              <Button variant="default" onClick={() => setPreview(null)}>
                Leave it
              </Button>
            </Group>
          )}
        </>
      )}
    </>
  )
}
