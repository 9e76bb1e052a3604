import { Button, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { shortestPassword } from '#domains/access/account/password.ts'
import { firstRun, readFirstRun } from '#domains/access/links/contract.ts'
import type { Reply } from '#kernel/contract.ts'
import { call, useRead } from '../api.ts'
import { Empty } from '../ui/Empty.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Refused } from '../ui/Refused.tsx'
import { To } from '../ui/To.tsx'
import { ChoosePassword } from './ChoosePassword.tsx'
import { Door } from './Door.tsx'
import { enter, useToken } from './oneTime.ts'
import { SignInForm } from './SignInForm.tsx'
import { typedIn, useStep } from './useStep.ts'

/** The owner comes first, with the link the program printed at its first start. */
export default function FirstRun() {
  const open = useRead(readFirstRun, {})
  const token = useToken()
  const [state, setState] = useState<Reply<typeof firstRun> | null>(null)
  const { problem, busy, run } = useStep(setState)
  if (state)
    return (
      <Door title="Your account is made">
        <Settled state={state} />
      </Door>
    )
  return (
    <Door title="Begin with Wellrun" hint="You are the first here: this makes the owner’s account.">
      <Loaded of={open}>
        {(answer) =>
          answer.open && token ? (
            <form
              onSubmit={(event) => {
                const { userName = '', displayName = '', password = '' } = typedIn(event)
                void run(() =>
                  call(firstRun, { body: { token, userName: userName.trim(), displayName, password } }),
                )
              }}
            >
              {problem && problem.fields.length === 0 && <Refused problem={problem} />}
              <Stack gap="md" mt="md">
                <TextInput
                  name="displayName"
                  label="Your name"
                  autoComplete="name"
                  required
                  withAsterisk={false}
                  autoFocus
                />
                <TextInput
                  name="userName"
                  label="User name"
                  description="Letters, digits, dot, dash. You sign in with it."
                  autoComplete="username"
                  autoCapitalize="none"
                  spellCheck={false}
                  required
                  withAsterisk={false}
                />
                <ChoosePassword shortest={shortestPassword(true)} problem={problem} />
                <Button type="submit" loading={busy} fullWidth>
                  Make the owner’s account
                </Button>
              </Stack>
            </form>
          ) : (
            <Empty
              title={answer.open ? 'The link is not whole' : 'This practice has its owner'}
              detail={
                answer.open
                  ? 'Open it again exactly as the program printed it at its start, with everything after the # sign.'
                  : 'Sign in, or ask the owner for an invitation.'
              }
              action={
                <Button component={To} to="/" variant="default">
                  Go to sign-in
                </Button>
              }
            />
          )
        }
      </Loaded>
    </Door>
  )
}

/** After a first password: straight in, or first through the second factor. */
export function Settled({ state }: { state: Reply<typeof firstRun> }) {
  if (state.state === 'signed-in')
    return (
      <Button mt="md" fullWidth onClick={enter}>
        Go to Wellrun
      </Button>
    )
  return <SignInForm begun={state} onDone={enter} />
}
