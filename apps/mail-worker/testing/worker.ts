import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mallocEnvironment } from '@gotrs/core/kernel/malloc-environment'
import { productBundle } from '@gotrs/core/testing/product-bundle'

const common = { ...mallocEnvironment, BASE_URL: 'http://desk.test', LOG_LEVEL: 'fatal', NODE_ENV: 'production' }

/** Starts the mail-worker as a process, as `npm start` does; resolves when it is ready or has ended. */
export async function startWorker(settings: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, await mailWorker(), {
    env: { ...common, ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  return child
}

/**
 * The same with its files on a private disk of `megabytes`; this process reaches it by `path`. It is a real file system:
 * a tmpfs in a mount namespace, which needs no privileges.
 */
export async function startWorkerOnSmallDisk(settings: Record<string, string>, folder: string, megabytes: number) {
  const mount = `mount -t tmpfs -o size=${megabytes}m,mode=777 none "${folder}" && exec "$0" "$@"`
  const program = [process.execPath, ...(await mailWorker())]
  const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', mount, ...program], {
    env: { ...common, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  return { child, path: `/proc/${child.pid}/root${folder}` }
}

const mailWorker = async () => ['--enable-source-maps', await productBundle(), 'mail-worker']

/** A port that no other test run is likely to use: below the range that the system assigns to outgoing connections. */
export const portNear = (base: number) => base + (process.pid % 1_000)
