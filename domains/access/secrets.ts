import { resolve, join } from 'node:path'
import { type Keyring, keyringFile, openKeyring } from '#platform/keys.ts'

const dataFolder = () => resolve(process.env['WELLRUN_DATA'] || 'data')

let opened: Keyring | undefined
/** The keys of this installation, opened when something secret is first written or read. */
export const keyring = (): Keyring => (opened ??= openKeyring(keyringFile(dataFolder())))

/** Where the signed heads of the audit log are kept, outside the database. Best on another machine's disk. */
export const auditHeadsFile = () =>
  resolve(process.env['WELLRUN_AUDIT_HEADS'] || join(dataFolder(), 'audit-heads.jsonl'))
