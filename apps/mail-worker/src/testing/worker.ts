import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The mail-worker as a process of its own; returns when it is ready or has ended. */
export async function startWorker(settings: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./run.ts', import.meta.url))], {
    env: { BASE_URL: 'http://desk.test', LOG_LEVEL: 'fatal', ...settings },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await Promise.race([once(child, 'message'), once(child, 'exit')])
  return child
}

/** A port that this test run is most likely alone with. */
export const portNear = (base: number) => base + (process.pid % 10_000)
