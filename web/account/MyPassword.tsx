import { Button, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { changeMyPassword, type readMyAccount } from '#domains/access/account/contract.ts'
import type { Reply } from '#kernel/contract.ts'
import { call } from '../api.ts'
import { invalidate } from '../queries.ts'
import { Refused } from '../ui/Refused.tsx'
import { say } from '../ui/say.tsx'
import { Section } from '../ui/Section.tsx'
import { When } from '../ui/When.tsx'
import { ChoosePassword } from './ChoosePassword.tsx'
import { typedIn, useStep } from './useStep.ts'

export function MyPassword({ account }: { account: Reply<typeof readMyAccount> }) {
  const [changing, setChanging] = useState(false)
  const { problem, busy, run } = useStep(() => {
    setChanging(false)
    say('Your password is changed. Your other sessions have ended.')
    void invalidate(['/my'])
  })
  return (
    <Section
      title="Password"
      actions={
        <Button variant="default" onClick={() => setChanging(true)}>
          Change the password
        </Button>
      }
    >
      <Text>
        {account.passwordChangedAt ? (
          <>
            Last changed <When at={account.passwordChangedAt} />.
          </>
        ) : (
          'Never changed.'
        )}{' '}
        It need not change unless somebody else may know it.
      </Text>
      <Modal opened={changing} onClose={() => setChanging(false)} title="Change the password">
        <form
          onSubmit={(event) => {
            const { current = '', password = '' } = typedIn(event)
            void run(() => call(changeMyPassword, { body: { current, password } }))
          }}
        >
          {problem && problem.fields.length === 0 && <Refused problem={problem} />}
          <Stack gap="md">
            <PasswordInput
              name="current"
              label="Present password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              data-autofocus
              error={problem?.fields.find(({ pointer }) => pointer === '/current')?.message}
              visibilityToggleButtonProps={{ 'aria-label': 'Show the present password' }}
            />
            <ChoosePassword shortest={account.shortestPassword} problem={problem} label="New password" />
            <Group justify="flex-end">
              <Button type="submit" loading={busy}>
                Change the password
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </Section>
  )
}
