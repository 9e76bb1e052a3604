import { Button, Group, Menu } from '@mantine/core'
import { useState } from 'react'
import { money } from '#kernel/cents.ts'
import { useAct } from '#web/api.ts'
import { useMay, useSession } from '#web/session.ts'
import { Icon } from '#web/ui/Icon.tsx'
import { appealDenial, assignDenial, billPatient, closeDenial } from '../../denials/contract.ts'
import { ReasonDialog } from '../ReasonDialog.tsx'
import { Assign, Resubmit, Snooze, WriteOff } from './DenialForms.tsx'
import { type Opened, isSettled, touched } from './words.ts'

type Asking =
  | 'again'
  | 'appeal'
  | 'patient'
  | 'write-off'
  | 'ask'
  | 'assign'
  | 'snooze'
  | 'recovered'
  | 'closed'

/** What may be done with a denial: only what it allows and the person may. */
export function DenialActs({ denial }: { denial: Opened }) {
  const [asking, setAsking] = useState<Asking | null>(null)
  const { user } = useSession()
  const mayWork = useMay('denials.work')
  const maySettle = useMay('denials.settle')
  const mayResubmit = useMay('claims.edit')
  const take = useAct(assignDenial, { success: 'Yours', invalidates: ['/denials'] })
  if (isSettled(denial)) return null
  const ask = (what: Asking) => () => setAsking(what)
  const open = !denial.pendingClaim && denial.leftCents > 0
  return (
    <>
      <Group gap="xs" my="sm">
        {mayWork && denial.ownerId === null && (
          <Button
            loading={take.busy}
            onClick={() =>
              void take.run({
                params: { id: denial.id },
                body: { ownerId: user.id, version: denial.version },
              })
            }
          >
            Take it
          </Button>
        )}
        {mayResubmit && denial.state !== 'resubmitted' && (
          <Button variant="default" onClick={ask('again')}>
            Send the claim again
          </Button>
        )}
        {mayWork && denial.state !== 'appealed' && (
          <Button variant="default" onClick={ask('appeal')}>
            Appealed
          </Button>
        )}
        {mayWork && open && denial.mayBillPatient && (
          <Button variant="default" onClick={ask('patient')}>
            Bill the patient
          </Button>
        )}
        {maySettle && open && (
          <Button variant="default" onClick={ask('write-off')}>
            Write off
          </Button>
        )}
        {!maySettle && mayWork && open && (
          <Button variant="default" onClick={ask('ask')}>
            Ask the office manager to write this off
          </Button>
        )}
        {mayWork && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<Icon name="more" />}>
                More
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={ask('snooze')}>Put off to another day</Menu.Item>
              <Menu.Item onClick={ask('assign')}>Give it to somebody</Menu.Item>
              <Menu.Divider />
              <Menu.Item onClick={ask('recovered')}>Close: the money came</Menu.Item>
              <Menu.Item onClick={ask('closed')}>Close: nothing to win</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      {asking && <Dialog denial={denial} asking={asking} onClose={() => setAsking(null)} />}
    </>
  )
}

function Dialog({ denial, asking, onClose }: { denial: Opened; asking: Asking; onClose: () => void }) {
  const given = { params: { id: denial.id } }
  const { version } = denial
  const appeal = useAct(appealDenial, {
    success: 'Appeal noted: asked about in 30 days',
    invalidates: touched,
  })
  const patient = useAct(billPatient, { success: 'Billed to the patient', invalidates: touched })
  const close = useAct(closeDenial, { success: 'Closed', invalidates: touched })
  if (asking === 'again') return <Resubmit denial={denial} onClose={onClose} />
  if (asking === 'write-off') return <WriteOff denial={denial} onClose={onClose} />
  if (asking === 'snooze') return <Snooze denial={denial} onClose={onClose} />
  if (asking === 'ask') return <Assign denial={denial} onClose={onClose} forWriteOff />
  if (asking === 'assign') return <Assign denial={denial} onClose={onClose} />
  if (asking === 'appeal')
    return (
      <ReasonDialog
        opened
        onClose={onClose}
        title="The denial was appealed"
        label="What was sent, and how"
        placeholder="First level, letter with chart notes, by fax"
        act="Note the appeal"
        onReason={(note) => appeal.attempt({ ...given, body: { note, version } })}
      />
    )
  if (asking === 'patient')
    return (
      <ReasonDialog
        opened
        onClose={onClose}
        title="Bill the patient"
        label="What the review found"
        placeholder="Service not in the plan; the patient signed the waiver"
        act={`Bill $${money(denial.leftCents)} to the patient`}
        onReason={(reason) => patient.attempt({ ...given, body: { reason, version } })}
      >
        ${money(denial.leftCents)} moves from insurance to the patient’s balance and goes on the next
        statement.
      </ReasonDialog>
    )
  return (
    <ReasonDialog
      opened
      onClose={onClose}
      title={asking === 'recovered' ? 'The money came' : 'Nothing to win'}
      label="In a word"
      act="Close the denial"
      onReason={(reason) => close.attempt({ ...given, body: { outcome: asking, reason, version } })}
    >
      {denial.leftCents > 0 &&
        `Insurance still owes $${money(denial.leftCents)} for this line by the books: closing does not change that.`}
    </ReasonDialog>
  )
}
