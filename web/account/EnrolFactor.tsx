import { Button, Stack, Text, TextInput } from '@mantine/core'
import { browserSupportsWebAuthn, startRegistration } from '@simplewebauthn/browser'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { addPasskey, confirmTotp, offerPasskey, offerTotp } from '#domains/access/account/contract.ts'
import type { Reply } from '#kernel/contract.ts'
import { call } from '../api.ts'
import type { Problem } from '../problem.ts'
import { Loaded } from '../ui/Loaded.tsx'
import { Refused } from '../ui/Refused.tsx'
import classes from './Account.module.css'
import { codeIn, useStep } from './useStep.ts'

type Codes = readonly string[] | null

/** Setting up a second factor because the role asks for one: an authenticator app or a passkey, then recovery codes. */
export function EnrolFactor({ onDone }: { onDone: () => void }) {
  const [codes, setCodes] = useState<Codes>(null)
  const settle = (made: Codes) => (made ? setCodes(made) : onDone())
  const passkey = useStep(settle)
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  return (
    <Stack gap="md" mt="md">
      <Text>
        Your role asks for a second factor. Scan this with an authenticator app on your phone, then type the
        code it shows.
      </Text>
      <SetUpTotp onDone={settle} />
      {browserSupportsWebAuthn() && (
        <>
          {passkey.problem && <Refused problem={passkey.problem} />}
          <Button
            variant="default"
            loading={passkey.busy}
            onClick={() => void passkey.run(() => makePasskey('First passkey'))}
          >
            Use a passkey instead
          </Button>
        </>
      )}
    </Stack>
  )
}

/** Makes a passkey in the browser and keeps it under a name. Resolves to recovery codes if these are the first. */
export async function makePasskey(name: string): Promise<Codes> {
  const optionsJSON = await call(offerPasskey, {})
  const answer = await startRegistration({ optionsJSON })
  return (await call(addPasskey, { body: { name, answer } })).recoveryCodes
}

export function SetUpTotp({ onDone }: { onDone: (codes: Codes) => void }) {
  const offer = useQuery<Reply<typeof offerTotp>, Problem>({
    queryKey: [offerTotp.path],
    queryFn: () => call(offerTotp, {}),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
  const { problem, busy, run } = useStep(onDone)
  return (
    <Loaded of={offer} rows={8}>
      {({ uri, secret }) => (
        <form
          onSubmit={(event) => {
            const code = codeIn(event)
            void run(async () => (await call(confirmTotp, { body: { code } })).recoveryCodes)
          }}
        >
          <Stack gap="md">
            <Picture uri={uri} />
            <Text c="dimmed">
              Cannot scan? Type this key into the app:{' '}
              <code>{secret.replaceAll(/(.{4})/g, '$1 ').trim()}</code>
            </Text>
            {problem && <Refused problem={problem} />}
            <TextInput
              name="code"
              label="Code from the app"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              withAsterisk={false}
            />
            <Button type="submit" loading={busy}>
              Confirm
            </Button>
          </Stack>
        </form>
      )}
    </Loaded>
  )
}

function Picture({ uri }: { uri: string }) {
  const { data } = useQuery({
    queryKey: ['qr', uri],
    // Seldom needed: not part of what everybody loads.
    queryFn: async () => (await import('qrcode')).default.toDataURL(uri, { margin: 1, width: 352 }),
    gcTime: 0,
  })
  return <img className={classes['qr']} src={data} alt="QR code for the authenticator app" />
}

export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <Stack gap="sm" mt="md">
      <Text fw={600}>Keep these recovery codes</Text>
      <Text>
        Each lets you in once without your phone. They are not shown again: print them or write them down.
      </Text>
      <ol className={classes['codes']}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Button onClick={onDone}>I have kept them</Button>
    </Stack>
  )
}
