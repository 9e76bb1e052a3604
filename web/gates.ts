/**
 * What stands between a request and its answer: signing in again, or proving once more who one is. The request
 * waits, the shell shows the dialog, and the request goes on afterwards, so nothing typed is lost.
 */
export type Gate = 'sign-in' | 'step-up'

let current: Gate | null = null
let waiting: { passed: () => void; cancelled: () => void }[] = []
const watchers = new Set<() => void>()

function change(next: Gate | null) {
  current = next
  for (const watcher of watchers) watcher()
}

/** Resolves true when the person has passed the gate, false when they turned away. */
export function waitAt(gate: Gate): Promise<boolean> {
  return new Promise((resolve) => {
    waiting.push({ passed: () => resolve(true), cancelled: () => resolve(false) })
    // Signing in outranks stepping up: without a session there is nobody to prove.
    if (current !== 'sign-in') change(gate)
  })
}

export function leaveGate(how: 'passed' | 'cancelled') {
  const released = waiting
  waiting = []
  change(null)
  for (const one of released) one[how]()
}

export const gates = {
  current: () => current,
  subscribe: (watcher: () => void) => {
    watchers.add(watcher)
    return () => {
      watchers.delete(watcher)
    }
  },
}
