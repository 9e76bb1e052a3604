import { useEffect } from 'react'
import type { Endpoint } from '#kernel/contract.ts'
import { invalidate } from './queries.ts'

type Listener = (topic: string) => void
const listeners = new Set<Listener>()
const tell = (topic: string) => {
  for (const listener of listeners) listener(topic)
}

/**
 * Hears from the server what has changed for as long as the signal allows. One tab of this browser holds the
 * stream and passes it on: a browser opens six connections to a plain-HTTP server, and a desk has more tabs.
 */
export function listen(signal: AbortSignal): void {
  const tabs = new BroadcastChannel('wellrun-live')
  tabs.onmessage = (message: MessageEvent<string>) => tell(message.data)
  signal.addEventListener('abort', () => tabs.close())

  const hold = () =>
    new Promise<void>((release) => {
      const stream = new EventSource('/api/live')
      stream.onmessage = (message: MessageEvent<string>) => {
        const { topic } = JSON.parse(message.data) as { topic: string }
        tell(topic)
        if (!signal.aborted) tabs.postMessage(topic)
      }
      signal.addEventListener('abort', () => {
        stream.close()
        release()
      })
    })
  // Browsers grant locks on HTTPS and localhost alone; elsewhere every tab listens for itself.
  if ('locks' in navigator)
    navigator.locks.request('wellrun-live', { signal }, hold).catch(() => {
      // Aborted while waiting for the stream: there is nothing to close.
    })
  else void hold()
}

const covers = (wanted: string, topic: string) =>
  // The server says '*' when it may have missed something itself.
  topic === '*' || topic === wanted || topic.startsWith(`${wanted}:`) || topic.startsWith(`${wanted}.`)

/**
 * While the page is open, a change of one of these topics ("scheduling.day:<site>:<date>", or what it begins with:
 * "scheduling.day", "scheduling") reads the named endpoints again. Without `reread`: everything under "/<first word>".
 */
export function useLive(topics: readonly string[], reread?: readonly (Endpoint | string)[]): void {
  const wanted = topics.join(' ')
  const paths = (reread ?? topics.map((topic) => `/${topic.split(/[.:]/)[0]}`))
    .map((one) => (typeof one === 'string' ? one : one.path))
    .join(' ')
  useEffect(() => {
    const hear: Listener = (topic) => {
      if (wanted.split(' ').some((one) => covers(one, topic))) void invalidate(paths.split(' '))
    }
    listeners.add(hear)
    return () => {
      listeners.delete(hear)
    }
  }, [wanted, paths])
}
