import { type SpawnOptions, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, lchownSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cannotStart } from './trouble.ts'

/** Who PostgreSQL runs as: it refuses to be root. */
export type Account = {
  /** The command line that runs `program` under this account. */
  command(program: string, args: readonly string[]): { file: string; args: string[]; options: SpawnOptions }
  /** Gives a file, or a folder and all in it, to the account. */
  give(path: string): void
}

const asMyself: Account = {
  command: (file, args) => ({ file, args: [...args], options: {} }),
  give: () => {},
}

/** root outside, user 1000 inside: needs no user on the machine and works below a root home. */
const namespace = { file: 'unshare', args: ['--user', '--map-user=1000', '--map-group=1000'] }

const inNamespace: Account = {
  command: (program, args) => ({
    file: namespace.file,
    args: [...namespace.args, program, ...args],
    options: {},
  }),
  give: () => {},
}

function asUser(uid: number, gid: number, dataFolder: string): Account {
  return {
    command: (file, args) => ({ file, args: [...args], options: { uid, gid } }),
    give(path) {
      // The account must pass through the data folder, but need not list it.
      chmodSync(dataFolder, 0o711)
      if (statSync(path).uid === uid) return
      const inside = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }) : []
      for (const entry of inside) lchownSync(join(path, String(entry)), uid, gid)
      chownSync(path, uid, gid)
    },
  }
}

/**
 * @param program an executable of PostgreSQL, to see whether the account may run it
 * @param dataFolder absolute; an existing database in it decides the account it was made by
 */
export function chooseAccount(program: string, dataFolder: string, database: string): Account {
  if (process.getuid?.() !== 0) return asMyself
  const owner = existsSync(database) ? statSync(database) : undefined
  const namespaces =
    spawnSync(namespace.file, [...namespace.args, program, '--version'], { stdio: 'ignore' }).status === 0
  if ((owner === undefined || owner.uid === 0) && namespaces) return inNamespace
  const user = owner !== undefined && owner.uid !== 0 ? owner : dedicatedUser()
  if (user !== undefined) {
    const may = spawnSync(program, ['--version'], { stdio: 'ignore', uid: user.uid, gid: user.gid })
    if (may.status === 0 && mayPass(dataFolder, user)) return asUser(user.uid, user.gid, dataFolder)
  }
  throw cannotStart(
    'PostgreSQL refuses to run as root, and this machine allows neither user namespaces nor another user who may ' +
      `reach ${dataFolder} and ${dirname(program)}: start Wellrun as an ordinary user, or point DATABASE_URL to a ` +
      'PostgreSQL server.',
  )
}

/** The first of the users that containers and distributions bring for such a service. */
function dedicatedUser(): { uid: number; gid: number } | undefined {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['wellrun', 'postgres', 'node', 'nobody']) {
    const user = users.find(([login]) => login === name)
    if (user) return { uid: Number(user[2]), gid: Number(user[3]) }
  }
  return undefined
}

/** Whether the user may pass through every folder above the data folder (its own mode we set ourselves). */
function mayPass(folder: string, { uid, gid }: { uid: number; gid: number }): boolean {
  for (let above = dirname(folder); ; above = dirname(above)) {
    const { mode, uid: owner, gid: group } = statSync(above)
    const bit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (above === dirname(above)) return true
  }
}
