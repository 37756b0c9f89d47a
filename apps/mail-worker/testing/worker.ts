import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mallocEnvironment } from '@gotrs/core/kernel/malloc-environment'
import { productBundle } from '@gotrs/core/testing/product-bundle'

const common = { ...mallocEnvironment, BASE_URL: 'http://desk.test', LOG_LEVEL: 'fatal', NODE_ENV: 'production' }

/** The mail-worker as a process of its own, as `npm start` runs it; returns when it is ready or has ended. */
export async function startWorker(settings: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, await mailWorker(), {
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
  const program = [process.execPath, ...(await mailWorker())]
  const child = spawn('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', mount, ...program], {
    env: { ...common, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  return { child, path: `/proc/${child.pid}/root${folder}` }
}

const mailWorker = async () => ['--enable-source-maps', await productBundle(), 'mail-worker']

/** A port that this test run is most likely alone with: below those that the machine gives to whoever connects. */
export const portNear = (base: number) => base + (process.pid % 1_000)
