import { join, resolve } from 'node:path'
import { type FileStore, openFiles } from '#platform/files.ts'
import { type Keyring, keyringFile, openKeyring } from '#platform/keys.ts'

const dataFolder = () => resolve(process.env['WELLRUN_DATA'] || 'data')

let ring: Keyring | undefined
/** The keys of this installation, opened when the first secret is kept or read. */
export const keyring = (): Keyring => (ring ??= openKeyring(keyringFile(dataFolder())))

let store: FileStore | undefined
export const files = (): FileStore => (store ??= openFiles(join(dataFolder(), 'files'), keyring()))
