import { Button, Group, List, Modal, Text } from '@mantine/core'
import { useState } from 'react'
import type { Reply } from '#kernel/contract.ts'
import { useAct, useRead } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { Facts } from '#web/ui/Section.tsx'
import { Status } from '#web/ui/Status.tsx'
import { When } from '#web/ui/When.tsx'
import { checkAuditLog, readAuditState } from '../audit/contract.ts'

type Result = Reply<typeof checkAuditLog>

/** Whether the log is as it was written: the last check, and a button to check again. */
export function AuditCheck() {
  const state = useRead(readAuditState, {})
  const mayCheck = useMay('access.audit.check')
  const check = useAct(checkAuditLog, { invalidates: [readAuditState] })
  const [shown, setShown] = useState<Result | null>(null)
  const last = state.data?.lastCheck ?? null
  return (
    <Group gap="sm">
      {last && (
        <Button variant="subtle" onClick={() => setShown(last)}>
          {last.whole ? (
            <Status tone="good">Whole when last checked</Status>
          ) : (
            <Status tone="harm">
              {last.findings.length === 1 ? '1 finding' : `${last.findings.length} findings`}
            </Status>
          )}
        </Button>
      )}
      {mayCheck && (
        <Button
          loading={check.busy}
          onClick={() => void check.run({}).then((result) => setShown(result ?? null))}
        >
          Check the log
        </Button>
      )}
      <Modal opened={shown !== null} onClose={() => setShown(null)} title="Check of the audit log" size="lg">
        {shown && <Found result={shown} />}
      </Modal>
    </Group>
  )
}

function Found({ result }: { result: Result }) {
  return (
    <>
      <Text mb="md">
        {result.whole ? (
          <Status tone="good">Every sealed entry is as it was written.</Status>
        ) : (
          <Status tone="harm">
            The log is not as it was written. Keep the database as it is and call support.
          </Status>
        )}
      </Text>
      <Facts
        columns={2}
        of={[
          ['Checked', <When key="at" at={result.at} />],
          ['Sealed entries', result.entries.toLocaleString('en-US')],
          ['Seals', result.seals.toLocaleString('en-US')],
          ['Too young to be sealed', result.unsealed.toLocaleString('en-US')],
          [
            'Heads outside the database',
            result.headFound ? 'Compared' : 'None found: a cut-off end would not be noticed',
          ],
        ]}
      />
      {result.findings.length > 0 && (
        <List mt="md">
          {result.findings.map(({ kind, sealId, says }) => (
            <List.Item key={`${kind} ${sealId} ${says}`}>{says}</List.Item>
          ))}
        </List>
      )}
    </>
  )
}
