import { spawn } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PostgresBinaries } from './binaries.ts'
import type { Launcher } from './launcher.ts'

const major = '18'

export const clusterOf = (dataDir: string) => join(dataDir, 'cluster')

export interface Passwords {
  admin: string
  app: string
}

/** Makes the cluster unless it is there; half-made ones never get its name, so a kill in between leaves nothing broken. */
export async function ensureCluster(binaries: PostgresBinaries, launcher: Launcher, dataDir: string): Promise<void> {
  if (await hasCluster(dataDir, launcher)) return
  const draft = join(dataDir, 'cluster.draft')
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { mode: 0o700 })
  const passwordFile = join(draft, 'password')
  await writeFile(passwordFile, `${(await ensurePasswords(dataDir)).admin}\n`, { mode: 0o600 })
  if (launcher.owner) {
    await chown(passwordFile, launcher.owner.uid, launcher.owner.gid)
    await chown(draft, launcher.owner.uid, launcher.owner.gid)
  }
  await initialise(binaries, launcher, draft, passwordFile)
  await rename(join(draft, 'cluster'), clusterOf(dataDir))
  await rm(draft, { recursive: true, force: true })
}

export async function ensurePasswords(dataDir: string): Promise<Passwords> {
  const known = await readPasswords(dataDir)
  if (known) return known
  const file = join(dataDir, 'password')
  await writeFile(`${file}.draft`, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  await rename(`${file}.draft`, file)
  return ensurePasswords(dataDir)
}

export async function readPasswords(dataDir: string): Promise<Passwords | null> {
  const text = await readFile(join(dataDir, 'password'), 'utf8').catch(() => '')
  const admin = text.trim()
  if (admin === '') return null
  return { admin, app: createHmac('sha256', admin).update('gotrs').digest('base64url') }
}

async function hasCluster(dataDir: string, launcher: Launcher): Promise<boolean> {
  const cluster = clusterOf(dataDir)
  const entries = await readdir(cluster).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'EACCES') {
      throw new Error(
        `${cluster} belongs to another user: start GOTRS as that user, or set DATA_DIR to a folder of your own.`,
      )
    }
    throw error
  })
  if (entries.length === 0) return false
  const version = await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')
  if (version.trim() !== major || !entries.includes('global')) {
    throw new Error(
      `${cluster} is not a whole Postgres ${major} data folder${version ? ` (it says version ${version.trim()})` : ''}: restore it from a backup, move it away, or set DATA_DIR to another folder.`,
    )
  }
  if (!(await readPasswords(dataDir))) {
    throw new Error(
      `${join(dataDir, 'password')} is missing: restore it from a backup, or move ${dataDir} to another place.`,
    )
  }
  if (!launcher.owner) await chmod(cluster, 0o700)
  return true
}

/** The system's C.UTF-8 where there is one (trigrams need it for letters beyond ASCII); sorting never depends on it. */
async function initialise(binaries: PostgresBinaries, launcher: Launcher, draft: string, passwordFile: string) {
  const collation = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  for (const locale of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const target = join(draft, 'cluster')
    const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
    const args = [
      `--pgdata=${target}`,
      ...access,
      ...collation,
      `--locale=${locale}`,
      '--lc-messages=C',
      '--no-instructions',
    ]
    const { code, output } = await runProgram(launcher.command(binaries.initdb, args))
    if (code === 0) return
    if (!/invalid locale/i.test(output)) {
      throw new Error(`Postgres could not make its data folder: ${lastLine(output)}`)
    }
  }
}

function runProgram({
  file,
  args,
  ...ids
}: ReturnType<Launcher['command']>): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...ids, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 })
    let output = ''
    const collect = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-8_000)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', reject)
    child.on('close', code => resolve({ code: code ?? 1, output }))
  })
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter(line => /error|fatal/i.test(line))
  return (lines[0] ?? output.trim().split('\n').at(-1) ?? 'no reason given').trim()
}
