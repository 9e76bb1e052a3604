import { Text, Title } from '@mantine/core'
import icon from '../icon.svg'
import { refreshSession } from '../session.ts'
import { whySignedOut } from '../shell/signOut.ts'
import classes from './Account.module.css'
import { SignInForm } from './SignInForm.tsx'

/** The door. It stands at whatever address was asked for. */
export function SignIn() {
  const why = whySignedOut()
  return (
    <main className={classes['door']}>
      <div className={classes['card']}>
        <img src={icon} alt="" width="36" height="36" />
        <Title order={1} mt="sm">
          Sign in to Wellrun
        </Title>
        {why === 'idle' && (
          <Text c="dimmed" mt={4}>
            The screen was signed off because nobody used it. Sign in to go on where you were.
          </Text>
        )}
        <SignInForm onDone={() => void refreshSession()} />
      </div>
    </main>
  )
}
