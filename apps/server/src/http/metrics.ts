import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import type { ErrorCode } from '@gotrs/contract/errors'
import type { Desk } from '@gotrs/core/desk'
import { countSuppressed } from '@gotrs/core/outbound/suppressed'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { hostnameOf, isLoopbackName } from './host-name.ts'
import { isForwarded } from './proxy-headers.ts'

type Request = { method: string; route: string; status: number }

export type Metrics = {
  countRequest(request: Request, seconds: number): void
  /** An answer that was an error: `wrong_credentials` are the logins that failed. */
  countError(code: ErrorCode): void
  /** The text of /metrics, with the queues counted now. */
  read(): Promise<string>
  contentType: string
}

/** What Prometheus reads: the process, requests by route and status, the database pool, and what waits. */
export function createMetrics(desk: Desk): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const requests = new Histogram({
    name: 'gotrs_http_request_duration_seconds',
    help: 'How long requests took until they were answered',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [register],
  })
  const errors = new Counter({
    name: 'gotrs_errors_total',
    help: 'Calls that were answered with an error, by its code',
    labelNames: ['code'],
    registers: [register],
  })
  observePool(register, desk)
  observeSuppressed(register, desk)
  const observeQueues = queueGauges(register, desk)
  return {
    contentType: register.contentType,
    countRequest: ({ method, route, status }, seconds) =>
      requests.observe({ method: methods.has(method) ? method : 'other', route, status }, seconds),
    countError: code => errors.inc({ code }),
    async read() {
      await observeQueues()
      return register.metrics()
    },
  }
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

type Caller = Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } }

/**
 * May this caller read the metrics? A proxy on this machine also has a local address, so a forwarded request does not
 * count as local, whether or not the proxy is trusted. A proxy that adds no header passes the public name on, so a
 * local caller must use a name of this machine. That also stops DNS rebinding.
 */
export function metricsGate(allowed: readonly string[]): (caller: Caller) => boolean {
  const list = new BlockList()
  for (const block of allowed) {
    const [address = '', prefix] = block.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return ({ headers, socket }) => {
    if (isForwarded({ headers })) return false
    const plain = (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, '')
    if (isLoopbackName(plain) && !isLoopbackName(hostnameOf(headers.host) ?? '')) return false
    const family = isIP(plain)
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4')
  }
}

function observePool(register: Registry, { pool }: Desk): void {
  new Gauge({
    name: 'gotrs_database_connections',
    help: 'Connections of the pool by state, and requests that wait for one',
    labelNames: ['state'],
    registers: [register],
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waited for' }, pool.waitingCount)
    },
  })
}

/** Counted in the database, because the mail-workers suppress them. */
function observeSuppressed(register: Registry, desk: Desk): void {
  new Counter({
    name: 'gotrs_acknowledgements_suppressed_total',
    help: 'Acknowledgements that a limit forbade, by the limit',
    labelNames: ['reason'],
    registers: [register],
    async collect() {
      const counts = await countSuppressed(desk).catch(() => null)
      if (!counts) return
      this.reset()
      for (const [reason, count] of Object.entries(counts)) this.inc({ reason }, count)
    },
  })
}

type Waiting = {
  jobs: number
  failed_jobs: number
  inbound: number
  quarantined: number
  outbound: number
  oldest_job: number
}

function queueGauges(register: Registry, desk: Desk): () => Promise<void> {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [register] })
  const up = gauge('gotrs_database_up', '1 when the database answered this scrape')
  const jobs = gauge('gotrs_jobs_waiting', 'Jobs that wait or run')
  const failed = gauge('gotrs_jobs_failed', 'Jobs that have used up their attempts')
  const oldest = gauge('gotrs_job_oldest_seconds', 'For how long the oldest due job waits')
  const inbound = gauge('gotrs_inbound_mails_waiting', 'Mails that are in the ledger and not yet read')
  const quarantined = gauge('gotrs_inbound_quarantined', 'Mails that could not be filed and are kept for an admin')
  const outbound = gauge('gotrs_outbound_mails_waiting', 'Mails that are to be sent, or sent again')
  return async () => {
    const waiting = await countWaiting(desk).catch(err => {
      desk.log.warn({ err }, 'what waits could not be counted')
      return null
    })
    up.set(waiting ? 1 : 0)
    jobs.set(waiting?.jobs ?? Number.NaN)
    failed.set(waiting?.failed_jobs ?? Number.NaN)
    oldest.set(waiting?.oldest_job ?? Number.NaN)
    inbound.set(waiting?.inbound ?? Number.NaN)
    quarantined.set(waiting?.quarantined ?? Number.NaN)
    outbound.set(waiting?.outbound ?? Number.NaN)
  }
}

async function countWaiting({ pool }: Desk): Promise<Waiting | null> {
  const counted = await pool.query<Waiting>(`
    select
      (select count(*)::int from graphile_worker.jobs where attempts < max_attempts) as jobs,
      (select count(*)::int from graphile_worker.jobs where attempts >= max_attempts) as failed_jobs,
      (select coalesce(extract(epoch from now() - min(run_at)), 0)::float from graphile_worker.jobs
        where attempts < max_attempts and run_at < now()) as oldest_job,
      (select count(*)::int from inbound_mails where state = 'received') as inbound,
      (select count(*)::int from inbound_mails where state = 'quarantined') as quarantined,
      (select count(*)::int from outbound_mails where next_attempt_at is not null) as outbound`)
  return counted.rows[0] ?? null
}
