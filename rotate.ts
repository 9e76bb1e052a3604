/** `npm run rotate`: a new key takes over; what older ones sealed is sealed anew, so that they can be put away. */
import { join } from 'node:path'
import { Refusal } from '#kernel/refusal.ts'
import { connect } from '#platform/database.ts'
import { openFiles } from '#platform/files.ts'
import { keyringFile, openKeyring } from '#platform/keys.ts'
import { whoRuns } from '#platform/postgres/folder-lock.ts'
import { startPostgres } from '#platform/postgres/launcher.ts'
import { encryptFilesAnew, sealAnew } from '#platform/rotation.ts'
import { dataFolder } from '#platform/vault.ts'
import { wirings } from './app/wirings.ts'

/** Every sealed column of the program. */
export const sealedColumns = wirings.flatMap(({ sealed }) => sealed ?? [])

/** Returns how much was sealed anew, and in words what no key here opens. */
export async function rotate(url: string, folder: string) {
  const keyring = openKeyring(keyringFile(folder))
  const connection = connect(url, { max: 2 })
  try {
    const keyId = keyring.rotate()
    // Nothing is announced: what was sealed says the same as before.
    const platform = { db: connection.db, announce: async () => {} }
    const secrets = await sealAnew(platform, keyring, sealedColumns)
    const files = await encryptFilesAnew(platform, openFiles(join(folder, 'files'), keyring))
    return { keyId, files, ...secrets }
  } finally {
    await connection.close()
  }
}

async function main() {
  const folder = dataFolder()
  const running = process.env['DATABASE_URL'] || whoRuns(folder)?.url
  const own = running ? undefined : await startPostgres({ dataFolder: folder })
  try {
    const { keyId, sealed, files, shut } = await rotate(running ?? own!.url, folder)
    console.log(`The key ${keyId} is in force: ${sealed} secrets and ${files} files were sealed anew.`)
    console.log(
      `Keep a fresh copy of ${keyringFile(folder)}. The old keys stay in it: older backups and signatures need them.`,
    )
    if (running) console.log('A program that is running seals with the new key after its next start.')
    for (const line of shut) console.error(`Could not be opened: ${line}`)
    if (shut.length > 0) process.exitCode = 1
  } finally {
    await own?.stop()
  }
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    console.error(error instanceof Refusal ? error.message : error)
    process.exitCode = 1
  })
