import { Button, Group, PasswordInput, Text, TextInput, Title } from '@mantine/core'
import { useEffect, useRef, useState, useSyncExternalStore, type FormEvent, type ReactNode } from 'react'
import classes from '../account/Account.module.css'
import { ask, typedIn } from '../account/calls.ts'
import { SignInForm } from '../account/SignInForm.tsx'
import { gates, leaveGate } from '../gates.ts'
import { refreshSession, useSession } from '../session.ts'
import { Refused } from '../ui/Refused.tsx'

/** Dialogs in which a waiting request is let through. */
export function Gates() {
  const gate = useSyncExternalStore(gates.subscribe, gates.current)
  if (gate === 'sign-in') return <SignInAgain />
  if (gate === 'step-up') return <StepUp />
  return null
}

/** A native modal: above every other dialog, and everything below is out of reach of keyboard and screen reader. */
function Dialog({ covering, label, children }: { covering?: boolean; label: string; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={`${classes['gate']} ${covering ? classes['covering'] : ''}`}
      onCancel={(event) => {
        event.preventDefault()
        if (!covering) leaveGate('cancelled')
      }}
    >
      <div className={classes['card']}>{children}</div>
    </dialog>
  )
}

/** The session ended under the hand: the page stays as it is behind the cover, for the same person only. */
function SignInAgain() {
  const { user } = useSession()
  async function settle() {
    const session = await refreshSession()
    // Somebody else's half-typed form and open record are none of theirs.
    if (session?.user.id !== user.id) location.replace('/')
    else leaveGate('passed')
  }
  return (
    <Dialog covering label="Sign in again">
      <Title order={2}>Your session ended</Title>
      <Text c="dimmed" mt={4}>
        What you have typed is kept. Sign in as {user.name} to go on.
      </Text>
      <SignInForm onDone={() => void settle()} />
    </Dialog>
  )
}

/** Before something grave: the person at the keyboard proves once more who they are. */
function StepUp() {
  const [problem, setProblem] = useState<unknown>(null)
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const { code = '', password } = typedIn(event)
    const proof = code ? { code: code.replaceAll(/\s/g, '') } : { password }
    ask('POST', '/step-up', proof).then(() => leaveGate('passed'), setProblem)
  }
  return (
    <Dialog label="Confirm that it is you">
      <Title order={2}>Confirm that it is you</Title>
      <Text c="dimmed" mt={4}>
        This step asks for a fresh proof. Use your authenticator or your password.
      </Text>
      <form onSubmit={submit}>
        {problem !== null && <Refused problem={problem} />}
        <TextInput
          name="code"
          label="Code from your authenticator"
          inputMode="numeric"
          autoComplete="one-time-code"
          mt="md"
          autoFocus
        />
        <PasswordInput
          name="password"
          label="or your password"
          autoComplete="current-password"
          mt="md"
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => leaveGate('cancelled')}>
            Leave it
          </Button>
          <Button type="submit">Confirm</Button>
        </Group>
      </form>
    </Dialog>
  )
}
