import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { NotFound, refuse } from '#kernel/refusal.ts'
import type { Db } from './database.ts'
import { type FileStore, type StoredFile, openFiles } from './files.ts'
import { type Keyring, keyringFile, openKeyring } from './keys.ts'
import type { Tx } from './transaction.ts'

/** Where this installation keeps what is not in the database: files, keys, the heads of the audit log. */
export const dataFolder = () => resolve(process.env['WELLRUN_DATA'] || 'data')

/** Where the signed heads of the audit log are kept, outside the database. Best on another machine's disk. */
export const auditHeadsFile = () =>
  resolve(process.env['WELLRUN_AUDIT_HEADS'] || join(dataFolder(), 'audit-heads.jsonl'))

let openedKeyring: Keyring | undefined
/** The keys of this installation, opened when something secret is first written or read. */
export const keyring = (): Keyring => (openedKeyring ??= openKeyring(keyringFile(dataFolder())))

let openedFiles: FileStore | undefined
export const files = (): FileStore => (openedFiles ??= openFiles(join(dataFolder(), 'files'), keyring()))

type Document = { readonly name: string; readonly mediaType: string }

/** Keeps a document: its bytes encrypted beside the database, its row in the caller's transaction. Names hold no PHI. */
export async function keepFile(
  tx: Tx,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  { maxBytes, ...document }: Document & { readonly maxBytes?: number },
) {
  const stored = await files().store(bytes, maxBytes === undefined ? {} : { maxBytes })
  await describe(tx, stored, document)
  return stored
}

async function describe(tx: Tx, stored: StoredFile, { name, mediaType }: Document) {
  await sql`insert into platform.file (id, name, media_type, size_bytes, sha256, key_id, created_by)
    values (${stored.id}, ${name}, ${mediaType}, ${stored.size}, ${stored.sha256}, ${stored.keyId}, ${tx.actor.id})`.execute(
    tx.db,
  )
}

/**
 * An upload that has arrived whole, encrypted on the disk: a slow sender holds no transaction open, and what is read
 * twice (a retried transaction) is read from here. Gone after the request unless a command keeps it.
 */
export type Received = StoredFile & {
  open(): Readable
  /** Keeps it as a document, in the caller's transaction. */
  keep(tx: Tx, document: Document): Promise<Id<'File'>>
  /** After the request: removes what was not kept. */
  settle(committed: boolean): Promise<void>
}

export async function receive(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Received> {
  const stored = await files().store(stream, { maxBytes })
  let kept = false
  return {
    ...stored,
    open: () => Readable.from(files().read(stored.id), { objectMode: false }),
    async keep(tx, document) {
      await describe(tx, stored, document)
      kept = true
      return stored.id
    },
    async settle(committed) {
      if (!committed || !kept) await files().remove(stored.id)
    },
  }
}

/** A kept document, whole: for those the program wrote or limited itself. */
export async function readKept(db: Db, id: Id<'File'>) {
  const row = await db.selectFrom('platform.file').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) refuse(NotFound, 'There is no such file.')
  return { name: row.name, mediaType: row.mediaType, bytes: await files().readWhole(id) }
}
