import { execFileSync } from 'node:child_process'
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface Lock {
  /** The process that held the lock before was killed without giving it back. */
  isTakenOver: boolean
  release(): void
}

/**
 * One GOTRS per folder. The file names a process and the moment it began, so that neither kill -9 nor a process id that
 * was given to a stranger leaves the folder locked.
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
        `GOTRS runs already on ${dataDir} (process ${holder}): stop it first, or set DATA_DIR to another folder.`,
      )
    }
    isTakenOver = held !== null && removeStale(file, held)
  }
  throw new Error(`Several starts of GOTRS are after ${dataDir} at once: start it again.`)
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
  EACCES: 'belongs to another user, or lies in a folder of theirs',
  EPERM: 'belongs to another user, or lies in a folder of theirs',
  EROFS: 'is on a disk that can only be read',
  ENOSPC: 'is on a disk that is full',
  EDQUOT: 'is on a disk where this user has no room left',
  ENOENT: 'cannot be made there',
}

/** Why a folder cannot be used for data, and what to do. */
export function folderTrouble(dataDir: string, cause: unknown): string {
  const { code = '', message = String(cause) } = (cause ?? {}) as NodeJS.ErrnoException
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return `${dataDir} is a file, or lies below one: set DATA_DIR to a folder.`
  }
  const reason = reasons[code] ?? `refuses to be written: ${message}`
  return `The data folder ${dataDir} cannot be written, it ${reason}: make it writable for this user, or set DATA_DIR to another folder.`
}

/** The process that runs GOTRS on this folder now, or null. */
export function holderOf(dataDir: string): number | null {
  const held = read(join(dataDir, 'gotrs.lock'))
  return held === null ? null : livingHolder(held)
}

/** Step by step, because Node's recursive mkdir never returns where a file system refuses new folders (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  // Postgres may run as another user and has to pass through here.
  mkdirSync(folder, { mode: 0o711 })
}

/** Written aside and linked into place: nobody ever reads half a lock. */
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

/** Moving it away first settles which of two starters removes it; a lock taken in between is put back. */
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

/** When that process began, or null where it is dead: a process id alone may have been given to another. */
function beginning(pid: number): string | null {
  if (process.platform === 'linux') {
    const stat = read(`/proc/${pid}/stat`)
    // Field 2 is the name in brackets and may hold anything; state is field 3, the start time field 22 (proc_pid_stat(5)).
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
