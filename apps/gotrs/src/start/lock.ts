import { execFileSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Lock {
  /** The process that held the lock before was killed without releasing it. */
  isTakenOver: boolean
  release(): void
}

/**
 * Allows one GOTRS per folder. The file names a process and its start time, so that the folder does not stay locked after
 * kill -9, or when another process gets the same id.
 */
export function lockDataDir(dataDir: string): Lock {
  prepare(dataDir)
  const file = join(dataDir, 'gotrs.lock')
  const own = JSON.stringify({ pid: process.pid, began: beginning(process.pid) })
  for (let attempt = 0, isTakenOver = false; attempt < 5; attempt++) {
    if (create(file, own)) return { isTakenOver, release: () => releaseIfOwn(file, own) }
    const held = read(file)
    const holder = held && livingHolder(held)
    if (holder) {
      throw new Error(
        `GOTRS is already running on ${dataDir} (process ${holder}): stop it first, or set DATA_DIR to another folder.`,
      )
    }
    isTakenOver = held !== null && removeStale(file, held)
  }
  throw new Error(`Several GOTRS processes are starting on ${dataDir} at once: start it again.`)
}

function prepare(dataDir: string): void {
  try {
    makeFolder(dataDir)
    const probe = join(dataDir, `.write-test-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (cause) {
    throw new Error(folderTrouble(dataDir, cause), { cause })
  }
}

const reasons: Record<string, string> = {
  EACCES: 'it or a folder above it belongs to another user',
  EPERM: 'it or a folder above it belongs to another user',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  EDQUOT: 'the disk quota of this user is used up',
  ENOENT: 'it cannot be created there',
}

/** Says why a folder cannot hold the data, and what to do. */
export function folderTrouble(dataDir: string, cause: unknown): string {
  const { code = '', message = String(cause) } = (cause ?? {}) as NodeJS.ErrnoException
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return `${dataDir} is a file or below a file: set DATA_DIR to a folder.`
  }
  const reason = reasons[code] ?? message
  return `Cannot write to the data folder ${dataDir} (${reason}): make it writable for this user, or set DATA_DIR to another folder.`
}

/** The process that runs GOTRS on this folder now, or null. */
export function holderOf(dataDir: string): number | null {
  const held = read(join(dataDir, 'gotrs.lock'))
  return held === null ? null : livingHolder(held)
}

/** Step by step, because Node's recursive mkdir never returns on a file system that rejects new folders (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  // Postgres may run as another user and needs access to folders below.
  mkdirSync(folder, { mode: 0o711 })
}

/** Writes a draft and links it into place, so that nobody reads half a lock. */
function create(file: string, content: string): boolean {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, content)
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Renames it first, so that only one of two starting processes deletes it; restores a lock that is new by then. */
function removeStale(file: string, content: string): boolean {
  const away = `${file}.stale-${process.pid}`
  try {
    renameSync(file, away)
    if (read(away) !== content) linkSync(away, file)
    return true
  } catch {
    return false
  } finally {
    rmSync(away, { force: true })
  }
}

function releaseIfOwn(file: string, own: string): void {
  if (read(file) === own) rmSync(file, { force: true })
}

function livingHolder(content: string): number | null {
  try {
    const { pid, began } = JSON.parse(content) as { pid: number; began: string }
    return beginning(pid) === began ? pid : null
  } catch {
    return null
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** The start time of that process, or null if it is dead: another process may have got the same id. */
function beginning(pid: number): string | null {
  if (process.platform === 'linux') {
    const stat = read(`/proc/${pid}/stat`)
    // Field 2 is the name in brackets and may contain anything; field 3 is the state, field 22 the start time (proc_pid_stat(5)).
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
    if (fields[0] === undefined || fields[0] === 'Z') return null
    return `${read('/proc/sys/kernel/random/boot_id')?.trim()} ${fields[19]}`
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null
  }
}
