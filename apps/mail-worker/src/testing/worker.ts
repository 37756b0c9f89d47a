import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Compiled once for all of them: half of the time that one takes to start. */
const common = {
  BASE_URL: 'http://desk.test',
  LOG_LEVEL: 'fatal',
  NODE_COMPILE_CACHE: join(tmpdir(), 'gotrs-test-compiled'),
}

/** The mail-worker as a process of its own; returns when it is ready or has ended. */
export async function startWorker(settings: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./run.ts', import.meta.url))], {
    env: { ...common, ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  return child
}

/**
 * The same with its files on a disk of its own, of `megabytes`, that nobody else sees. `path` leads there from here. The
 * file system is as real as any: a tmpfs in a mount namespace, which needs no rights on the machine.
 */
export async function startWorkerOnSmallDisk(settings: Record<string, string>, folder: string, megabytes: number) {
  const mount = `mount -t tmpfs -o size=${megabytes}m,mode=777 none "${folder}" && exec "$0" "$@"`
  const program = [process.execPath, fileURLToPath(new URL('./run.ts', import.meta.url))]
  const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', mount, ...program], {
    env: { ...common, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  return { child, path: `/proc/${child.pid}/root${folder}` }
}

/** A port that this test run is most likely alone with. */
export const portNear = (base: number) => base + (process.pid % 10_000)
