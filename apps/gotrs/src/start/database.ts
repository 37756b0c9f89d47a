import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gotrs/db/embedded-postgres'
import type { Settings } from '../env.ts'
import { sentence } from '../report.ts'
import { backOff } from './back-off.ts'

export interface Database {
  url: string
  stop(): Promise<void>
  /** Ends an embedded Postgres without waiting: committed data is safe, and the next start recovers. */
  kill(): void
}

/** The database of DATABASE_URL, or an embedded Postgres that restarts whenever it ends. */
export async function provideDatabase(settings: Settings, say: (line: string) => void): Promise<Database> {
  if (settings.databaseUrl) return { url: settings.databaseUrl, stop: async () => {}, kill() {} }
  const log = settings.logLevel === 'debug' || settings.logLevel === 'trace' ? say : () => {}
  const options = { dataDir: join(settings.dataDir, 'postgres'), log }
  const first = await startEmbeddedPostgres(options)
  const stopping = new AbortController()
  // The same port again, because the server and the mail-worker know its address.
  let { pid } = first
  const startAgain = async () => {
    const next = await startEmbeddedPostgres({ ...options, port: first.port })
    pid = next.pid
    return next
  }
  const kept = keep(first, startAgain, stopping.signal, say)
  const stop = async () => {
    stopping.abort()
    await kept
  }
  return { url: first.url, stop, kill: () => endImmediately(pid) }
}

/** SIGQUIT is the immediate shutdown of Postgres. The process may have ended already. */
function endImmediately(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT')
  } catch {}
}

async function keep(
  first: EmbeddedPostgres,
  startAgain: () => Promise<EmbeddedPostgres>,
  stopping: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const pause = backOff()
  const stopped = new Promise<void>(resolve => stopping.addEventListener('abort', () => resolve(), { once: true }))
  let current: EmbeddedPostgres | null = first
  while (!stopping.aborted) {
    if (current) await Promise.race([current.exited, stopped])
    if (stopping.aborted) break
    const delay = pause.next()
    say(`Postgres ended unexpectedly and restarts in ${delay / 1000} s.`)
    await wait(delay, undefined, { signal: stopping }).catch(() => {})
    if (stopping.aborted) return
    current = await startAgain().catch(error => {
      say(sentence(error))
      return null
    })
  }
  await current?.stop()
}
