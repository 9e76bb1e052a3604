import { Button, Menu, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { newId } from '#kernel/id.ts'
import { useGo } from '#web/address.ts'
import { openFile, useAct } from '#web/api.ts'
import { useMay } from '#web/session.ts'
import { Form } from '#web/ui/Form.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { sayRefused } from '#web/ui/say.tsx'
import { useForm } from '#web/ui/useForm.ts'
import { isUnsent, isWithPayer } from '../../claims/claim.ts'
import {
  changeClaim,
  holdClaim,
  print1500,
  recheckClaims,
  releaseClaim,
  replaceClaim,
} from '../../claims/contract.ts'
import { ReasonDialog } from '../ReasonDialog.tsx'
import type { ClaimRecord } from './ClaimPage.tsx'

type Asking = 'hold' | 'numbers' | 'replace' | 'take-back' | null

/** One primary act by state; the others behind the dots. */
export function ClaimActs({ claim }: { claim: ClaimRecord }) {
  const mayEdit = useMay('claims.edit')
  const go = useGo()
  const [asking, setAsking] = useState<Asking>(null)
  const close = () => setAsking(null)
  const { id, version } = claim
  const check = useAct(recheckClaims, {
    success: ({ ready }) => (ready > 0 ? 'The claim is ready' : 'There is still something to mend'),
  })
  const hold = useAct(holdClaim, { success: 'Held' })
  const release = useAct(releaseClaim, { success: 'Released' })
  const replace = useAct(replaceClaim, { success: 'A new claim is made' })
  const isHeld = claim.state === 'held'
  const print = () => void openFile(print1500, { params: { id } }).catch(sayRefused)
  const replaceBy = (frequency: '7' | '8') => async (reason: string) => {
    const made = await replace.attempt({ params: { id }, body: { id: newId(), frequency, reason, version } })
    go(`/claims/${made.id}`)
  }
  return (
    <>
      {mayEdit && isUnsent(claim.state) && !isHeld && claim.state !== 'ready' && (
        <Button loading={check.busy} onClick={() => void check.run({ body: { ids: [id] } })}>
          Check again
        </Button>
      )}
      {mayEdit && isHeld && (
        <Button
          loading={release.busy}
          onClick={() => void release.run({ params: { id }, body: { version } })}
        >
          Release
        </Button>
      )}
      {claim.state === 'ready' && <Button onClick={() => go('/claim-files')}>Send claims</Button>}
      <Button variant="default" onClick={print}>
        CMS-1500
      </Button>
      {mayEdit && (isUnsent(claim.state) || isWithPayer(claim.state)) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" aria-label="More for this claim" px="xs">
              <Icon name="more" />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {isUnsent(claim.state) && (
              <>
                <Menu.Item onClick={() => setAsking('numbers')}>Authorization and numbers</Menu.Item>
                {!isHeld && <Menu.Item onClick={() => setAsking('hold')}>Hold</Menu.Item>}
                <Menu.Item onClick={() => go(`/charges/${claim.appointmentId}`)}>
                  Correct the charges
                </Menu.Item>
              </>
            )}
            {isWithPayer(claim.state) && (
              <>
                <Menu.Item onClick={() => setAsking('replace')}>Send again as a replacement</Menu.Item>
                <Menu.Item onClick={() => setAsking('take-back')}>Take back from the payer</Menu.Item>
              </>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal opened={asking === 'numbers'} onClose={close} title="Authorization and numbers">
        <Numbers claim={claim} onDone={close} />
      </Modal>
      <ReasonDialog
        opened={asking === 'hold'}
        onClose={close}
        title="Hold this claim"
        label="Why it waits"
        placeholder="Referral requested"
        act="Hold"
        onReason={(reason) => hold.attempt({ params: { id }, body: { reason, version } })}
      >
        A held claim is not sent. Its filing limit keeps running.
      </ReasonDialog>
      <ReasonDialog
        opened={asking === 'replace'}
        onClose={close}
        title="Send again as a replacement"
        label="What is different"
        act="Make the replacement"
        onReason={replaceBy('7')}
      >
        A new claim replaces this one at the payer (frequency 7), under the payer’s number of it.
      </ReasonDialog>
      <ReasonDialog
        opened={asking === 'take-back'}
        onClose={close}
        title="Take this claim back"
        label="Why"
        act="Make the void claim"
        onReason={replaceBy('8')}
      >
        A void claim asks the payer to undo this one (frequency 8). What was paid will be taken back.
      </ReasonDialog>
    </>
  )
}

function Numbers({ claim, onDone }: { claim: ClaimRecord; onDone: () => void }) {
  const change = useAct(changeClaim, { success: 'Saved and checked again' })
  const form = useForm({
    name: `claim numbers ${claim.id}`,
    initial: {
      priorAuthorization: claim.priorAuthorization ?? '',
      referralNumber: claim.referralNumber ?? '',
      payerControlNumber: claim.payerControlNumber ?? '',
    },
    submit: (values) =>
      change.attempt({
        params: { id: claim.id },
        body: {
          priorAuthorization: values.priorAuthorization.trim() || null,
          referralNumber: values.referralNumber.trim() || null,
          payerControlNumber: values.payerControlNumber.trim() || null,
          version: claim.version,
        },
      }),
    done: onDone,
  })
  return (
    <Form of={form} act="Save">
      <TextInput label="Prior authorization (optional)" data-autofocus {...form.text('priorAuthorization')} />
      <TextInput label="Referral (optional)" {...form.text('referralNumber')} />
      <TextInput label="Payer’s claim number (optional)" {...form.text('payerControlNumber')} />
    </Form>
  )
}
