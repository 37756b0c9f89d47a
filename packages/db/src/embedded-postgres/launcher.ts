import { execFile } from 'node:child_process'
import { chmod, readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { PostgresBinaries } from './binaries.ts'

/** How to start a Postgres program: Postgres does not run as root, so root needs a detour. */
export interface Launcher {
  command(program: string, args: string[]): { file: string; args: string[]; uid?: number; gid?: number }
  /** The user Postgres runs as, where that is not the user of this process. */
  owner: { uid: number; gid: number } | null
}

const run = promisify(execFile)

export async function chooseLauncher(binaries: PostgresBinaries, cluster: string): Promise<Launcher> {
  if (process.getuid?.() !== 0) return { command: (file, args) => ({ file, args }), owner: null }
  const owner = await chooseUser(cluster)
  await makeExecutable(binaries)
  const reachable = (await mayTraverse(cluster, owner)) && (await mayTraverse(binaries.postgres, owner))
  if (reachable) return { command: (file, args) => ({ file, args, ...owner }), owner }
  const prefix = await setprivPrefix(owner, cluster)
  return { command: (file, args) => ({ file: 'setpriv', args: [...prefix, '--', file, ...args] }), owner }
}

/** The current owner of the data, then the customary user, then `nobody`, which every system has. */
async function chooseUser(cluster: string): Promise<{ uid: number; gid: number }> {
  const folder = await stat(cluster).catch(() => null)
  if (folder && folder.uid !== 0) return { uid: folder.uid, gid: folder.gid }
  for (const name of ['postgres', 'nobody']) {
    const ids = await idsOf(name)
    if (ids) return ids
  }
  throw new Error(
    'Postgres does not run as root and this machine has neither a postgres nor a nobody user: start GOTRS as an ordinary user.',
  )
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | null> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return null
  }
}

/** An install under a strict umask leaves programs that only their owner may run. */
async function makeExecutable(binaries: PostgresBinaries): Promise<void> {
  for (const program of [binaries.initdb, binaries.postgres]) {
    const { mode } = await stat(program)
    if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555)
  }
}

async function mayTraverse(path: string, user: { uid: number; gid: number }): Promise<boolean> {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder)
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (folder === dirname(folder)) return true
  }
}

/**
 * A clone may lie where that user cannot go (/root is mode 700). On Linux one ambient capability lets Postgres through:
 * capabilities(7). `no_setuid_fixup` keeps it in force for access(2), which Postgres uses to find its own programs.
 */
async function setprivPrefix(user: { uid: number; gid: number }, cluster: string): Promise<string[]> {
  const capability = await traversalCapability()
  const found = capability && (await run('setpriv', ['--version']).catch(() => null))
  if (!found) {
    throw new Error(
      `The user that Postgres runs as may not enter the folders above ${cluster}: start GOTRS as an ordinary user, move it below a folder that everybody may enter, or set DATA_DIR to one.`,
    )
  }
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--securebits=+no_setuid_fixup']
  const only = `-all,+${capability}`
  return [...ids, `--inh-caps=${only}`, `--bounding-set=${only}`, `--ambient-caps=${only}`]
}

/** Reading is enough; containers commonly grant root only the wider one. Bit numbers: linux/capability.h. */
async function traversalCapability(): Promise<'dac_read_search' | 'dac_override' | null> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`)
  if (effective & (1n << 2n)) return 'dac_read_search'
  return effective & (1n << 1n) ? 'dac_override' : null
}
