import { signOut as signOutHere } from '#domains/access/sessions/contract.ts'
import { call } from '../api.ts'
import { forgetDrafts } from '../drafts.ts'
import { forgetSession } from '../session.ts'

const tabs = new BroadcastChannel('wellrun-session')
export const signedOutElsewhere = (heard: (why: string) => void) => {
  const hear = (message: MessageEvent<string>) => heard(message.data)
  tabs.addEventListener('message', hear)
  return () => tabs.removeEventListener('message', hear)
}

/** Ends the session here and in every tab. Drafts go with it: only an idle logoff keeps them, for the same person. */
export async function signOut(): Promise<void> {
  forgetDrafts()
  await endSession('signed-out')
}

/** Whether or not the server hears it, nothing stays on the screen or in memory. */
export async function endSession(why: 'signed-out' | 'idle'): Promise<void> {
  await call(signOutHere, {}).catch(() => {})
  tabs.postMessage(why)
  noteSignedOut(why)
  await forgetSession()
}

let lastReason: string | null = null
export const noteSignedOut = (why: string) => {
  lastReason = why
}
/** Why the sign-in page is shown, for its first words. */
export const whySignedOut = () => lastReason
