import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import QRCode from 'qrcode'
import type { Problem } from '../problem.ts'
import { Loaded } from '../ui/Loaded.tsx'
import { Refused } from '../ui/Refused.tsx'
import classes from './Account.module.css'
import { ask, typedIn } from './calls.ts'

type Offer = { uri: string; secret: string }

/** Setting up the authenticator: scan, type one code, keep the recovery codes. */
export function Enrol({ onDone }: { onDone: () => void }) {
  const offer = useQuery<Offer, Problem>({
    queryKey: ['enrol'],
    queryFn: () => ask('POST', '/my/totp', {}),
    staleTime: Infinity,
    gcTime: 0,
  })
  const [problem, setProblem] = useState<unknown>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const code = typedIn(event)['code']?.replaceAll(/\s/g, '')
    ask<{ recoveryCodes: string[] }>('POST', '/my/totp/confirm', { code }).then(
      ({ recoveryCodes }) => setCodes(recoveryCodes),
      setProblem,
    )
  }
  return (
    <Loaded of={offer}>
      {({ uri, secret }) => (
        <form onSubmit={submit}>
          <Stack gap="md" mt="md">
            <Text>
              Your office asks for a second factor. Scan this with an authenticator app on your phone, then
              type the code it shows.
            </Text>
            <Picture uri={uri} />
            <Text c="dimmed">
              Cannot scan? Type this key into the app:{' '}
              <code>{secret.replaceAll(/(.{4})/g, '$1 ').trim()}</code>
            </Text>
            {problem !== null && <Refused problem={problem} />}
            <TextInput
              name="code"
              label="Code from the app"
              inputMode="numeric"
              autoComplete="one-time-code"
              required
              withAsterisk={false}
            />
            <Button type="submit">Confirm</Button>
          </Stack>
        </form>
      )}
    </Loaded>
  )
}

function Picture({ uri }: { uri: string }) {
  const { data } = useQuery({
    queryKey: ['qr', uri],
    queryFn: () => QRCode.toDataURL(uri, { margin: 1, width: 352 }),
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
