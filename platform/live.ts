import pg from 'pg'
import type { ServerResponse } from 'node:http'

/**
 * Live pages: `tx.touch(topic)` reaches every process through PostgreSQL's NOTIFY at commit, and from there
 * every open page by server-sent events. Topics name what changed ("scheduling.day:<site>:<date>"), never data:
 * a page that shows it asks again, under its own permissions.
 */
export type Live = {
  /** Sends topics to this response until it closes, or its caller is gone: signed out, disabled, too long idle. */
  subscribe(response: ServerResponse, isStillThere: () => Promise<boolean>): void
  /** For other listeners in this process (session invalidation). */
  listen(listener: (topic: string) => void): void
  close(): Promise<void>
}

/** A page that cannot keep up is dropped rather than buffered for ever: EventSource reconnects by itself. */
const mostBufferedBytes = 64 * 1024

export function createLive(
  url: string,
  onFault: (error: unknown) => void,
  callerAgainMilliseconds = 60_000,
): Live {
  const responses = new Set<ServerResponse>()
  const listeners = new Set<(topic: string) => void>()
  let client: pg.Client | undefined
  let closed = false
  let retry: NodeJS.Timeout | undefined

  const send = (text: string) => {
    for (const response of responses) {
      if (response.writableLength > mostBufferedBytes) response.destroy()
      else response.write(text)
    }
  }

  const connect = async () => {
    const next = new pg.Client({ connectionString: url, application_name: 'wellrun live' })
    const again = () => {
      if (closed || client !== next) return
      client = undefined
      retry = setTimeout(() => void connect(), 1_000)
    }
    next.on('error', again)
    next.on('end', again)
    next.on('notification', ({ payload = '' }) => {
      for (const listener of listeners) listener(payload)
      send(`data: ${JSON.stringify({ topic: payload })}\n\n`)
    })
    client = next
    try {
      await next.connect()
      await next.query('listen wellrun_live')
      // What happened while we were away is unknown: every page asks again.
      for (const listener of listeners) listener('*')
      send(`data: ${JSON.stringify({ topic: '*' })}\n\n`)
    } catch (error) {
      onFault(error)
      again()
    }
  }
  void connect()

  // Proxies close silent connections; a comment line every 25 s keeps them open.
  const heartbeat = setInterval(() => send(': still here\n\n'), 25_000)
  heartbeat.unref()

  return {
    subscribe(response, isStillThere) {
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      response.write('retry: 2000\n\n')
      responses.add(response)
      const check = setInterval(() => {
        // A caller who cannot be told is let go as well: the page connects again by itself.
        void isStillThere()
          .catch(onFault)
          .then((there) => there || response.end())
      }, callerAgainMilliseconds)
      check.unref()
      response.on('close', () => {
        clearInterval(check)
        responses.delete(response)
      })
    },
    listen: (listener) => void listeners.add(listener),
    async close() {
      closed = true
      clearTimeout(retry)
      clearInterval(heartbeat)
      for (const response of responses) response.end()
      await client?.end().catch(() => {})
    },
  }
}
