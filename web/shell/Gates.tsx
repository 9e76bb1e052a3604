import { Button, Group, PasswordInput, Text, TextInput, Title } from '@mantine/core'
import { browserSupportsWebAuthn, startAuthentication } from '@simplewebauthn/browser'
import { useEffect, useRef, useSyncExternalStore, type FormEvent, type ReactNode } from 'react'
import { askForPasskeyToStepUp, stepUp, stepUpWithPasskey } from '#domains/access/sessions/contract.ts'
import { call } from '../api.ts'
import classes from '../account/Account.module.css'
import { typedIn, useStep } from '../account/useStep.ts'
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
  const { problem, busy, run } = useStep(() => leaveGate('passed'))
  const withPasskey = async () => {
    const optionsJSON = await call(askForPasskeyToStepUp, {})
    return call(stepUpWithPasskey, { body: await startAuthentication({ optionsJSON }) })
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    const { code = '', password = '' } = typedIn(event)
    const proof = code ? { code: code.replaceAll(/\s/g, '') } : { password }
    void run(() => call(stepUp, { body: proof }))
  }
  return (
    <Dialog label="Confirm that it is you">
      <Title order={2}>Confirm that it is you</Title>
      <Text c="dimmed" mt={4}>
        This step asks for a fresh proof. Use your authenticator or your password.
      </Text>
      <form onSubmit={submit}>
        {problem && <Refused problem={problem} />}
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
          {browserSupportsWebAuthn() && (
            <Button variant="default" disabled={busy} onClick={() => void run(withPasskey)}>
              Use a passkey
            </Button>
          )}
          <Button type="submit" loading={busy}>
            Confirm
          </Button>
        </Group>
      </form>
    </Dialog>
  )
}
