import type { DeskInfo } from '@gotrs/contract/auth'
import { createPool } from '@gotrs/db/client'
import type { Resolve } from '@gotrs/mail/authentication/bounded-resolver'
import { systemResolver } from '@gotrs/mail/authentication/system-resolver'
import { createSessions, type Sessions } from './accounts/sessions.ts'
import { diskBlobs } from './kernel/blobs.ts'
import { createDns } from './kernel/dns.ts'
import { type Runner, settleJobs, startJobs } from './kernel/jobs.ts'
import { createKernel, type Kernel } from './kernel/kernel.ts'
import { createLimits } from './kernel/limits.ts'
import { postgresBus, valkeyBus } from './kernel/live-bus.ts'
import type { Log } from './kernel/log.ts'
import { createAddressGuard } from './kernel/private-hosts.ts'
import { type KeySource, secretKeySource } from './kernel/secret-keys.ts'
import { connectValkey } from './kernel/valkey.ts'
import { createVault } from './kernel/vault.ts'
import { createLiveFeed, type LiveFeed } from './live/feed.ts'
import { type LaneName, lanes, work } from './reactions.ts'

export type DeskConfig = KeySource & {
  databaseUrl: string
  /** The folder of raw mails and attachments. */
  blobsDir: string
  baseUrl: string
  info: DeskInfo
  /** SESSION_MAX_DAYS: how long a browser stays logged in at most, however often it is used. */
  sessionMaxDays?: number
  valkeyUrl?: string | undefined
  /** PRIVATE_HOSTS: names, addresses and CIDR blocks of the inner network that the desk may connect to. */
  privateHosts?: string | undefined
  poolSize?: number
  applicationName?: string
  log: Log
  /** Only tests answer questions to DNS by themselves. */
  dns?: Resolve
  /** Only tests and the demo data have a clock of their own. */
  now?: () => Date
}

/** The whole desk, as the server, the mail-worker, the command line and tests use it. */
export type Desk = Kernel & {
  sessions: Sessions
  live: LiveFeed
  /** All jobs, or those of one lane. */
  startJobs(concurrency: number, lane?: LaneName): Promise<Runner>
  /** Runs every waiting job, and what follows from it, then returns. */
  settle(): Promise<void>
  close(): Promise<void>
}

export function openDesk(config: DeskConfig): Desk {
  const { log } = config
  const pool = createPool(config.databaseUrl, {
    max: config.poolSize ?? 12,
    applicationName: config.applicationName ?? 'gotrs',
    onError: error => log.warn({ err: error }, 'a database connection broke'),
  })
  const valkey = config.valkeyUrl
    ? connectValkey(config.valkeyUrl, err => log.warn({ err }, 'Valkey is unavailable'))
    : null
  const bus = valkey ? valkeyBus(valkey) : postgresBus(config.databaseUrl, pool)
  const limits = createLimits({ valkey, pool })
  const kernel = createKernel({
    pool,
    bus,
    log,
    limit: limits.consume,
    limits,
    dns: createDns(config.dns ?? systemResolver()),
    guard: createAddressGuard(config.privateHosts ?? ''),
    blobs: diskBlobs(config.blobsDir),
    vault: createVault(secretKeySource(config)),
    info: config.info,
    baseUrl: config.baseUrl,
    now: config.now ?? (() => new Date()),
    reactions: work.reactions,
  })
  const sessions = createSessions(kernel, valkey, config.sessionMaxDays)
  const live = createLiveFeed(kernel, sessions)
  return {
    ...kernel,
    sessions,
    live,
    startJobs: (concurrency, lane) => startJobs(kernel, lane ? lanes[lane] : work, concurrency),
    settle: () => settleJobs(kernel, work),
    async close() {
      await live.stop()
      valkey?.disconnect()
      await pool.end()
    },
  }
}
