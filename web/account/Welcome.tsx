import { Button, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { followLink, readLink } from '#domains/access/links/contract.ts'
import type { Reply } from '#kernel/contract.ts'
import { call } from '../api.ts'
import type { Problem } from '../problem.ts'
import { Empty } from '../ui/Empty.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Refused } from '../ui/Refused.tsx'
import { ChoosePassword } from './ChoosePassword.tsx'
import { Door } from './Door.tsx'
import { Settled } from './FirstRun.tsx'
import { useToken } from './oneTime.ts'
import { typedIn, useStep } from './useStep.ts'

/** A one-time link: somebody invited, or whose password was ended, chooses one. */
export default function Welcome() {
  const token = useToken()
  const link = useQuery<Reply<typeof readLink>, Problem>({
    queryKey: [readLink.path],
    queryFn: () => call(readLink, { body: { token: token! } }),
    enabled: token !== null,
    retry: false,
    staleTime: Infinity,
  })
  const [state, setState] = useState<Reply<typeof followLink> | null>(null)
  const { problem, busy, run } = useStep(setState)
  if (state)
    return (
      <Door title="Your password is set">
        <Settled state={state} />
      </Door>
    )
  if (!token)
    return (
      <Door title="The link is not whole">
        <Empty title="Open it again exactly as you were given it, with everything after the # sign." />
      </Door>
    )
  return (
    <Door title={link.data ? `Welcome, ${link.data.displayName}` : 'Welcome'}>
      <Loaded of={link}>
        {({ userName, purpose, shortestPassword }) => (
          <form
            onSubmit={(event) => {
              const { password = '' } = typedIn(event)
              void run(() => call(followLink, { body: { token, password } }))
            }}
          >
            {problem && problem.fields.length === 0 && <Refused problem={problem} />}
            <Stack gap="md" mt="md">
              <TextInput label="User name" value={userName} readOnly autoComplete="username" />
              <ChoosePassword
                shortest={shortestPassword}
                problem={problem}
                label={purpose === 'invite' ? 'Choose a password' : 'Choose a new password'}
              />
              <Button type="submit" loading={busy} fullWidth>
                Keep this password
              </Button>
            </Stack>
          </form>
        )}
      </Loaded>
    </Door>
  )
}
