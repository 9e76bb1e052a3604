/** `npm run backup [-- <archive>]`: saves database and files into one encrypted archive while the office works. */
import { recordAudit } from '#platform/audit.ts'
import { Refusal } from '#kernel/refusal.ts'
import { makeBackup } from '#platform/backup/backup.ts'
import type { Questions } from '#platform/backup/facts.ts'
import { connect } from '#platform/database.ts'
import { program } from '#platform/transaction.ts'
import { auditHeadsFile, dataFolder } from '#platform/vault.ts'

/** What an owner compares by eye after a restore, beside the count and fingerprint of every table. */
export const questions: Questions = {
  'debits in the ledger, in cents': {
    table: 'ledger.line',
    sql: 'select coalesce(sum(amount_cents) filter (where amount_cents > 0), 0) from ledger.line',
  },
  'balance of the ledger, in cents': {
    table: 'ledger.line',
    sql: 'select coalesce(sum(amount_cents), 0) from ledger.line',
  },
  'last audit entry': {
    table: 'audit.entry',
    sql: `select 'number ' || e.id || ', ' || md5(e::text) from audit.entry e order by e.id desc limit 1`,
  },
}

/** A backup is a copy of every record: the audit log says when one was made. */
async function noteBackup(url: string) {
  const connection = connect(url, { max: 1 })
  try {
    const origin = { request: 'backup', address: null }
    await recordAudit(connection.db, program, origin, { kind: 'system', subject: 'backup' })
  } finally {
    await connection.close()
  }
}

if (import.meta.main) {
  try {
    const { DATABASE_URL: databaseUrl, WELLRUN_BACKUP_PASSPHRASE: passphrase } = process.env
    const [archive] = process.argv.slice(2)
    const backup = await makeBackup({
      dataFolder: dataFolder(),
      questions,
      // The heads of the audit log, kept outside the database on purpose.
      alongside: { 'audit-heads.jsonl': auditHeadsFile() },
      onMade: noteBackup,
      say: console.log,
      ...(databaseUrl && { databaseUrl }),
      ...(passphrase && { passphrase }),
      ...(archive && { archive }),
    })
    const tables = Object.values(backup.facts.tables)
    const rows = tables.reduce((sum, table) => sum + Number(table.rows), 0)
    console.log(`Saved ${rows} rows of ${tables.length} tables and ${backup.files.count} files:`)
    console.log(`  ${backup.archive} (${(backup.bytes / 2 ** 20).toFixed(1)} MB)`)
    for (const [name, value] of Object.entries(backup.facts.named)) console.log(`  ${name}: ${value}`)
    console.log('Keep a copy away from this machine.')
    console.log(
      passphrase
        ? 'Whoever has the archive and the passphrase can restore it anywhere; without the passphrase nobody can.'
        : `It opens only with ${backup.openedBy}: keep a copy of that file too, in another place than the archive. ` +
            'Or set WELLRUN_BACKUP_PASSPHRASE, and the archive opens with those words alone.',
    )
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error)
    process.exitCode = 1
  }
}
