/** Composition root: background jobs and event readers. Keeps no state, so any number may run on one database. */
import { startReaders } from '#platform/events.ts'
import { jobs, openPlatform, subscriptions } from './app/compose.ts'

const url = process.env['DATABASE_URL']
if (!url) {
  console.error(
    'A worker needs DATABASE_URL: the address of the PostgreSQL server. `npm start` runs its own worker.',
  )
  process.exit(1)
}
const { boss, platform, close } = await openPlatform(url, { supervise: true })
await startReaders(boss, platform, subscriptions, jobs)
console.log(`Working: ${subscriptions.length + jobs.length} queues.`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void close().then(() => process.exit(0)))
