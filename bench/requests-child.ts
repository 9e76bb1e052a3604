/**
 * One of the two that are compared, in a process of its own: `ours` is the real server; `bare` is a handler of Fastify
 * and pg that runs, for each request, the statements ours was seen to run for it, and answers with the rows.
 */
import { readFileSync } from 'node:fs'
import Fastify from 'fastify'
import pg from 'pg'
import { applicationRole } from '#platform/database.ts'
import { serve } from '../server.ts'

/** By "METHOD /path?query" or, for what is posted, by the id in the body: [number of the text, values]. */
export type Traces = {
  readonly texts: readonly string[]
  readonly steps: Readonly<Record<string, readonly (readonly [text: number, values: unknown[]])[]>>
}

async function startOurs(databaseUrl: string) {
  const { address } = await serve({
    databaseUrl,
    host: '127.0.0.1',
    port: 0,
    webFolder: null,
    withWorker: false,
  })
  return address
}

const keepsPlans = process.env['BENCH_BARE'] === 'keeps-plans'

async function startBare(databaseUrl: string, file: string) {
  const { texts, steps } = JSON.parse(readFileSync(file, 'utf8')) as Traces
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 12, options: `-c role=${applicationRole}` })
  // The next query tells.
  pool.on('error', () => {})
  const app = Fastify({ logger: false })
  const run = async (key: string) => {
    const client = await pool.connect()
    try {
      let largest: unknown[] = []
      for (const [text, values] of steps[key]!) {
        // With plans kept, as ours keeps them, or plainly, as a handler is written.
        const name =
          keepsPlans && values.length > 0 && !/like|%>|@>/i.test(texts[text]!) ? `s${text}` : undefined
        const { rows } = (await client.query({ ...(name && { name }), text: texts[text]!, values })) as {
          rows: unknown[]
        }
        if (rows?.length >= largest.length && rows.length > 0) largest = rows
      }
      return largest
    } finally {
      client.release()
    }
  }
  app.get('/api/*', (request) => run(request.url))
  app.post<{ Body: { id: string } }>('/api/*', (request) => run(request.body.id))
  return app.listen({ host: '127.0.0.1', port: 0 })
}

if (import.meta.main) {
  const [kind, databaseUrl, file] = process.argv.slice(2) as ['ours' | 'bare', string, string]
  const address = kind === 'ours' ? await startOurs(databaseUrl) : await startBare(databaseUrl, file)
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send!({ cpu: (user + system) / 1000 })
  })
  process.on('disconnect', () => process.exit(0))
  process.send!({ address })
}
