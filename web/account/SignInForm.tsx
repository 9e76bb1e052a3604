import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { useState, type FormEvent } from 'react'
import { Problem } from '../problem.ts'
import { Refused } from '../ui/Refused.tsx'
import { ask, typedIn, type Method, type SignInState } from './calls.ts'
import { Enrol } from './Enrol.tsx'

/** User name and password, then whatever second factor the person has. `onDone` when the session stands. */
export function SignInForm({ onDone, userName }: { onDone: () => void; userName?: string }) {
  const [state, setState] = useState<SignInState | null>(null)
  const settle = (next: SignInState) => (next.state === 'signed-in' ? onDone() : setState(next))
  if (state?.state === 'enrol') return <Enrol onDone={onDone} />
  if (state) return <SecondFactor methods={state.methods ?? ['totp', 'recovery']} settle={settle} />
  return <Password settle={settle} userName={userName} />
}

/** Runs one step and keeps its refusal beside the fields; what was typed stays. */
function useStep(settle: (next: SignInState) => void) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [busy, setBusy] = useState(false)
  async function run(step: () => Promise<SignInState>) {
    setBusy(true)
    setProblem(null)
    try {
      settle(await step())
    } catch (failure) {
      setProblem(failure instanceof Problem ? failure : passkeyProblem())
    } finally {
      setBusy(false)
    }
  }
  return { problem, busy, run }
}

const passkeyProblem = () =>
  new Problem({
    status: 0,
    title: 'The passkey was not used.',
    detail: 'The browser or the person stopped it. Try again, or use another way.',
  })

type Settle = { settle: (next: SignInState) => void }

function Password({ settle, userName }: Settle & { userName: string | undefined }) {
  const { problem, busy, run } = useStep(settle)
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const { userName: typed, password } = typedIn(event)
    void run(() => ask('POST', '/sign-in', { userName: typed, password }))
  }
  return (
    <form onSubmit={submit}>
      {problem && <Refused problem={problem} />}
      <Stack gap="md" mt="md">
        <TextInput
          name="userName"
          label="User name"
          defaultValue={userName ?? ''}
          autoComplete="username webauthn"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          data-autofocus
          autoFocus={!userName}
        />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          autoFocus={Boolean(userName)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" loading={busy} fullWidth>
          Sign in
        </Button>
      </Stack>
    </form>
  )
}

function SecondFactor({ settle, methods }: Settle & { methods: readonly Method[] }) {
  const [method, setMethod] = useState<Method>(methods[0] ?? 'totp')
  const { problem, busy, run } = useStep(settle)
  const usePasskey = () =>
    run(async () => {
      const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>(
        'POST',
        '/sign-in/passkey/options',
        {},
      )
      return ask('POST', '/sign-in/passkey/verify', await startAuthentication({ optionsJSON }))
    })
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (method === 'passkey') return void usePasskey()
    const code = typedIn(event)['code']?.replaceAll(/[\s-]/g, '')
    void run(() => ask('POST', `/sign-in/${method}`, { code }))
  }
  return (
    <form onSubmit={submit} key={method}>
      {problem && <Refused problem={problem} />}
      <Stack gap="md" mt="md">
        {method === 'totp' && (
          <TextInput
            name="code"
            label="Code from your authenticator"
            description="Six digits; it changes every 30 seconds."
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            withAsterisk={false}
            autoFocus
          />
        )}
        {method === 'recovery' && (
          <TextInput
            name="code"
            label="Recovery code"
            description="One of those you were given when you set up the second factor. Each works once."
            autoComplete="off"
            spellCheck={false}
            required
            withAsterisk={false}
            autoFocus
          />
        )}
        <Button type="submit" loading={busy} fullWidth autoFocus={method === 'passkey'}>
          {method === 'passkey' ? 'Use the passkey' : 'Go on'}
        </Button>
        {methods
          .filter((other) => other !== method)
          .map((other) => (
            <Anchor component="button" type="button" key={other} onClick={() => setMethod(other)}>
              {otherWays[other]}
            </Anchor>
          ))}
      </Stack>
    </form>
  )
}

const otherWays: Record<Method, string> = {
  totp: 'Use a code from the authenticator',
  passkey: 'Use a passkey',
  recovery: 'Use a recovery code',
}
