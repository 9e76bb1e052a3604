/** `npm run restore -- <archive>`: brings a backup back into an empty folder, on any machine, and proves it. */
import { Refusal } from '#kernel/refusal.ts'
import { restoreBackup } from '#platform/backup/restore.ts'
import { dataFolder } from '#platform/vault.ts'
import { questions } from './backup.ts'

const { DATABASE_URL: databaseUrl, WELLRUN_BACKUP_PASSPHRASE: passphrase } = process.env
const [archive] = process.argv.slice(2)
try {
  if (!archive) {
    console.error(
      'Name the archive: npm run restore -- <archive>. WELLRUN_DATA names the empty folder it goes to.',
    )
    process.exit(1)
  }
  const restored = await restoreBackup({
    archive,
    dataFolder: dataFolder(),
    questions,
    say: console.log,
    ...(databaseUrl && { databaseUrl }),
    ...(passphrase && { passphrase }),
  })
  const tables = Object.values(restored.facts.tables)
  const rows = tables.reduce((sum, table) => sum + Number(table.rows), 0)
  console.log(
    `The backup of ${restored.made} is back in ${restored.dataFolder}, and equal to what was saved:`,
  )
  console.log(
    `  ${rows} rows of ${tables.length} tables, each counted and compared; ${restored.files.count} files`,
  )
  for (const [name, value] of Object.entries(restored.facts.named)) console.log(`  ${name}: ${value}`)
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error)
  process.exitCode = 1
}
