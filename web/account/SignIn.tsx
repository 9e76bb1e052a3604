import { useEffect } from 'react'
import { refreshSession } from '../session.ts'
import { whySignedOut } from '../shell/signOut.ts'
import { Door } from './Door.tsx'
import { SignInForm } from './SignInForm.tsx'

/** The door. It stands at whatever address was asked for. */
export function SignIn({ enrol = false }: { enrol?: boolean }) {
  useEffect(() => {
    // Signed in meanwhile in another tab: this one is open too.
    const look = () => void refreshSession()
    addEventListener('focus', look)
    return () => removeEventListener('focus', look)
  }, [])
  return (
    <main>
      <Door
        title={enrol ? 'Set up your second factor' : 'Sign in to Wellrun'}
        hint={
          whySignedOut() === 'idle' &&
          'The screen was signed off because nobody used it. Sign in to go on where you were.'
        }
      >
        <SignInForm
          onDone={() => void refreshSession()}
          {...(enrol ? { begun: { state: 'enrol' as const, methods: [] } } : {})}
        />
      </Door>
    </main>
  )
}
