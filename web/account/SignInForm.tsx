import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import { useState } from 'react'
import {
  askForPasskey,
  signIn,
  signInWithPasskey,
  signInWithRecoveryCode,
  signInWithTotp,
} from '#domains/access/sessions/contract.ts'
import type { Reply } from '#kernel/contract.ts'
import { call } from '../api.ts'
import { Refused } from '../ui/Refused.tsx'
import { EnrolFactor } from './EnrolFactor.tsx'
import { codeIn, typedIn, useStep } from './useStep.ts'

type SignInState = Reply<typeof signIn>
type Method = SignInState['methods'][number]
type Settle = { settle: (next: SignInState) => void }

/** User name and password, then whatever second factor the person has. `onDone` when the session stands. */
export function SignInForm({ onDone, begun }: { onDone: () => void; begun?: SignInState }) {
  const [state, setState] = useState<SignInState | null>(begun ?? null)
  const settle = (next: SignInState) => (next.state === 'signed-in' ? onDone() : setState(next))
  if (state?.state === 'enrol') return <EnrolFactor onDone={onDone} />
  if (state?.state === 'second-factor') return <SecondFactor methods={state.methods} settle={settle} />
  return <Password settle={settle} />
}

async function answerPasskey(): Promise<SignInState> {
  const optionsJSON = await call(askForPasskey, {})
  return call(signInWithPasskey, { body: await startAuthentication({ optionsJSON }) })
}

function Password({ settle }: Settle) {
  const { problem, busy, run } = useStep(settle)
  return (
    <form
      onSubmit={(event) => {
        const { userName = '', password = '' } = typedIn(event)
        void run(() => call(signIn, { body: { userName: userName.trim(), password } }))
      }}
    >
      {problem && <Refused problem={problem} />}
      <Stack gap="md" mt="md">
        <TextInput
          name="userName"
          label="User name"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          autoFocus
        />
        <PasswordInput
          name="password"
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" loading={busy} fullWidth>
          Sign in
        </Button>
        {browserSupportsWebAuthn() && (
          <Button variant="default" fullWidth disabled={busy} onClick={() => void run(answerPasskey)}>
            Use a passkey instead
          </Button>
        )}
      </Stack>
    </form>
  )
}

const otherWays: Record<Method, string> = {
  totp: 'Use a code from the authenticator',
  passkey: 'Use a passkey',
  recovery: 'Use a recovery code',
}

function SecondFactor({ settle, methods }: Settle & { methods: readonly Method[] }) {
  const [method, setMethod] = useState<Method>(methods[0] ?? 'totp')
  const { problem, busy, run } = useStep(settle)
  return (
    <form
      key={method}
      onSubmit={(event) => {
        const code = codeIn(event)
        const withCode = method === 'totp' ? signInWithTotp : signInWithRecoveryCode
        void run(() => (method === 'passkey' ? answerPasskey() : call(withCode, { body: { code } })))
      }}
    >
      {problem && <Refused problem={problem} />}
      <Stack gap="md" mt="md">
        {method === 'totp' && (
          <TextInput
            name="code"
            label="Code from your authenticator"
            description="Six digits; they change every 30 seconds."
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
        <Button type="submit" loading={busy} fullWidth>
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
