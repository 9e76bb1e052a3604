import { Button, Group, Modal, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { forgetSession, keepSession, useSession } from '../session.ts'
import { endSession, noteSignedOut, signedOutElsewhere } from './signOut.ts'

const acts = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const
/** The clock of the world: unlike performance.now() it goes on while the lid is closed. */
const now = () => Temporal.Now.instant().epochMilliseconds
const warningMs = 60_000
const tabs = new BroadcastChannel('wellrun-activity')

/**
 * Signs off an abandoned desk. Somebody active in any tab keeps all tabs alive, and the server hears of it at most
 * once a minute; a minute before the end a dialog asks.
 */
export function Idle() {
  const { idleMinutes } = useSession()
  const [left, setLeft] = useState<number | null>(null)

  useEffect(() => {
    let lastAct = now()
    let lastTold = lastAct
    const heard = () => {
      lastAct = now()
    }
    const acted = () => {
      heard()
      if (lastAct - lastTold < 60_000) return
      lastTold = lastAct
      tabs.postMessage('active')
      void keepSession()
    }
    tabs.onmessage = heard
    for (const act of acts) addEventListener(act, acted, { capture: true, passive: true })

    const timer = setInterval(() => {
      const remaining = idleMinutes * 60_000 - (now() - lastAct)
      if (remaining <= 0) void endSession('idle')
      setLeft(remaining < warningMs ? Math.max(0, Math.ceil(remaining / 1000)) : null)
    }, 1000)

    const stopHearing = signedOutElsewhere((why) => {
      noteSignedOut(why)
      void forgetSession()
    })
    return () => {
      clearInterval(timer)
      stopHearing()
      for (const act of acts) removeEventListener(act, acted, { capture: true })
    }
  }, [idleMinutes])

  return (
    <Modal
      opened={left !== null}
      onClose={() => setLeft(null)}
      title="Are you still there?"
      withCloseButton={false}
      role="alertdialog"
    >
      <Text>
        Nobody has used this screen for a while. It signs off in{' '}
        <strong className="number">{left ?? 0} seconds</strong> to protect what is shown. What you have typed
        is kept for you.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => void endSession('signed-out')}>
          Sign out now
        </Button>
        <Button data-autofocus onClick={() => void keepSession().then(() => setLeft(null))}>
          Stay signed in
        </Button>
      </Group>
    </Modal>
  )
}
