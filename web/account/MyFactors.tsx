import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { browserSupportsWebAuthn } from '@simplewebauthn/browser'
import { useState } from 'react'
import {
  type readMyAccount,
  removePasskey,
  removeTotp,
  renewRecoveryCodes,
} from '#domains/access/account/contract.ts'
import type { Reply } from '#kernel/contract.ts'
import { useAct } from '../api.ts'
import { invalidate } from '../queries.ts'
import { ConfirmDanger } from '../ui/ConfirmDanger.tsx'
import { Refused } from '../ui/Refused.tsx'
import { Section } from '../ui/Section.tsx'
import { Status } from '../ui/Status.tsx'
import { OnDate } from '../ui/When.tsx'
import classes from './Account.module.css'
import { RecoveryCodes, SetUpTotp, makePasskey } from './EnrolFactor.tsx'
import { typedIn, useStep } from './useStep.ts'

type Account = Reply<typeof readMyAccount>
type Codes = readonly string[] | null
type Asking = { title: string; act: string; words: string; run: () => Promise<unknown> }
const dateOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(Temporal.Now.timeZoneId()).toPlainDate()

/** Authenticator, passkeys and recovery codes. */
export function MyFactors({ account }: { account: Account }) {
  const [open, setOpen] = useState<'totp' | 'passkey' | null>(null)
  const [codes, setCodes] = useState<Codes>(null)
  const [asking, setAsking] = useState<Asking | null>(null)
  const dropTotp = useAct(removeTotp, { success: 'The authenticator is removed.' })
  const dropPasskey = useAct(removePasskey, { success: 'The passkey is removed.' })
  const renew = useAct(renewRecoveryCodes)
  const made = (fresh: Codes) => {
    setOpen(null)
    setCodes(fresh)
    void invalidate(['/my'])
  }
  const passkey = useStep(made)

  return (
    <Section title="Second factor" facts={account.secondFactorNeeded && 'Your role asks for one.'}>
      <div className={classes['factor']}>
        <strong>Authenticator app</strong>
        {account.totp ? <Status tone="good">Set up</Status> : <Status>Not set up</Status>}
        {account.totp ? (
          <Button
            variant="subtle"
            onClick={() =>
              setAsking({
                title: 'Remove the authenticator app',
                act: 'Remove the authenticator',
                words: 'Its codes will no longer let you in.',
                run: () => dropTotp.run({}),
              })
            }
          >
            Remove
          </Button>
        ) : (
          <Button variant="default" onClick={() => setOpen('totp')}>
            Set up
          </Button>
        )}
      </div>
      {account.passkeys.map((one) => (
        <div className={classes['factor']} key={one.id}>
          <strong>{one.name}</strong>
          <Text c="dimmed" span>
            Passkey, since <OnDate date={dateOf(one.createdAt)} />
          </Text>
          <Button
            variant="subtle"
            aria-label={`Remove ${one.name}`}
            onClick={() =>
              setAsking({
                title: `Remove the passkey ${one.name}`,
                act: 'Remove the passkey',
                words: 'The device that holds it will no longer let you in with it.',
                run: () => dropPasskey.run({ params: { id: one.id } }),
              })
            }
          >
            Remove
          </Button>
        </div>
      ))}
      <div className={classes['factor']}>
        <strong>Passkeys</strong>
        <Text c="dimmed" span>
          {browserSupportsWebAuthn()
            ? 'Fingerprint, face or a security key: quicker and safer than codes.'
            : 'This browser makes passkeys only at a secure (https) address.'}
        </Text>
        {browserSupportsWebAuthn() && (
          <Button variant="default" onClick={() => setOpen('passkey')}>
            Add a passkey
          </Button>
        )}
      </div>
      {(account.totp || account.passkeys.length > 0) && (
        <div className={classes['factor']}>
          <strong>Recovery codes</strong>
          <Status tone={account.recoveryCodesLeft <= 2 ? 'soon' : 'good'}>
            {account.recoveryCodesLeft} left
          </Status>
          <Button
            variant="default"
            loading={renew.busy}
            onClick={() => void renew.run({}).then((reply) => reply && setCodes(reply.recoveryCodes))}
          >
            Make new ones
          </Button>
        </div>
      )}

      <Modal opened={open === 'totp'} onClose={() => setOpen(null)} title="Set up an authenticator app">
        <SetUpTotp onDone={made} />
      </Modal>
      <Modal opened={open === 'passkey'} onClose={() => setOpen(null)} title="Add a passkey">
        <form
          onSubmit={(event) => {
            const { name = '' } = typedIn(event)
            void passkey.run(() => makePasskey(name))
          }}
        >
          {passkey.problem && <Refused problem={passkey.problem} />}
          <Stack gap="md">
            <TextInput
              name="name"
              label="Name"
              description="So that you know it again: “Front desk laptop”, “Blue key”."
              required
              withAsterisk={false}
              maxLength={60}
              data-autofocus
            />
            <Group justify="flex-end">
              <Button type="submit" loading={passkey.busy}>
                Go on
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
      <Modal
        opened={codes !== null}
        onClose={() => setCodes(null)}
        title="Recovery codes"
        closeOnClickOutside={false}
      >
        {codes && <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />}
      </Modal>
      <ConfirmDanger
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={asking?.title ?? ''}
        act={asking?.act ?? ''}
        onConfirm={async () => asking?.run()}
      >
        {asking?.words}
      </ConfirmDanger>
    </Section>
  )
}
