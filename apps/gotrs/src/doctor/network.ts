import { z } from 'zod'
import { type Settings, urlHost } from '../env.ts'
import { holderOf } from '../start/lock.ts'
import { neededPorts, obstacleTo } from '../start/ports.ts'
import { checkBaseUrl } from './base-url.ts'
import { type Finding, fine, note, trouble } from './finding.ts'

const patience = 5_000

/** If GOTRS responds, its ports are in use by itself; otherwise they must be free. */
export async function checkServer(settings: Settings): Promise<Finding[]> {
  const local = `http://${urlHost(settings.host)}:${settings.port}`
  const isRunning = (await statusOf(`${local}/healthz`)) === 200
  if (!isRunning) return [note('Server', `is not running at ${local}.`), ...(await checkPorts(settings))]
  // With DATABASE_URL it may be a server that somebody started alone.
  if (!settings.databaseUrl && holderOf(settings.dataDir) === null) {
    const detail = `another GOTRS with another data folder responds at ${local}: stop it, or choose another PORT and SMTP_IN_PORT.`
    return [trouble('Server', detail)]
  }
  const ready = await statusOf(`${local}/readyz`)
  const findings = [
    ready === 200
      ? fine('Server', `responds at ${local}`)
      : trouble('Server', `runs at ${local} but is not ready: open ${local}/readyz to see what is missing.`),
  ]
  const proxy = await proxyNote(`${local}/readyz`)
  if (proxy !== null) findings.push(trouble('TRUST_PROXY', `${proxy}.`))
  return settings.baseUrl === local ? findings : [...findings, ...(await checkBaseUrl(settings))]
}

/** The running server's note about a proxy that it does not trust. */
export async function proxyNote(readyUrl: string): Promise<string | null> {
  const body: unknown = await fetch(readyUrl, { signal: AbortSignal.timeout(patience) })
    .then(response => response.json())
    .catch(() => null)
  const found = readiness.safeParse(body)
  return found.success ? (found.data.notes?.proxy ?? null) : null
}

const readiness = z.object({ notes: z.object({ proxy: z.string().optional() }).optional() })

async function checkPorts(settings: Settings): Promise<Finding[]> {
  return Promise.all(
    neededPorts(settings).map(async needed => {
      const obstacle = await obstacleTo(needed)
      return obstacle ? trouble(needed.setting, obstacle) : fine(needed.setting, `${needed.port} is free`)
    }),
  )
}

async function statusOf(url: string): Promise<number | null> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'manual' }).catch(() => null)
  await answer?.body?.cancel()
  return answer?.status ?? null
}
