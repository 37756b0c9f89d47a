import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { z } from 'zod'
import { type Settings, urlHost } from '../env.ts'
import { holderOf } from '../start/lock.ts'
import { neededPorts, obstacleTo } from '../start/ports.ts'
import { type Finding, fine, note, trouble } from './finding.ts'

const patience = 5_000

/** Where GOTRS answers its ports are rightly in use; where it does not they have to be free. */
export async function checkServer(settings: Settings): Promise<Finding[]> {
  const local = `http://${urlHost(settings.host)}:${settings.port}`
  const isRunning = (await statusOf(`${local}/healthz`)) === 200
  if (!isRunning) return [note('Server', `does not run at ${local}.`), ...(await checkPorts(settings))]
  // One on a database of its own may well be a server that was started alone.
  if (!settings.databaseUrl && holderOf(settings.dataDir) === null) {
    const detail = `another GOTRS answers at ${local}, on another data folder: stop it, or choose another PORT and SMTP_IN_PORT.`
    return [trouble('Server', detail)]
  }
  const ready = await statusOf(`${local}/readyz`)
  const findings = [
    ready === 200
      ? fine('Server', `answers at ${local}`)
      : trouble('Server', `runs at ${local} but is not ready: open ${local}/readyz, it names what is missing.`),
  ]
  const proxy = await proxyNote(`${local}/readyz`)
  if (proxy !== null) findings.push(trouble('TRUST_PROXY', `${proxy}.`))
  return settings.baseUrl === local ? findings : [...findings, await checkBaseUrl(settings.baseUrl)]
}

/** What the running server says about a proxy that it does not trust. */
export async function proxyNote(readyUrl: string): Promise<string | null> {
  const body: unknown = await fetch(readyUrl, { signal: AbortSignal.timeout(patience) })
    .then(response => response.json())
    .catch(() => null)
  const found = readiness.safeParse(body)
  return found.success ? (found.data.notes?.proxy ?? null) : null
}

const readiness = z.object({ notes: z.object({ proxy: z.string().optional() }).optional() })

async function checkBaseUrl(baseUrl: string): Promise<Finding> {
  const status = await statusOf(new URL('/healthz', baseUrl).href)
  if (status === 200) return fine('BASE_URL', `${baseUrl} leads here`)
  const what = status === null ? 'does not answer' : `answers with ${status}`
  return trouble(
    'BASE_URL',
    `${baseUrl} ${what}: correct BASE_URL, the DNS entry or the proxy; links in mails go there.`,
  )
}

async function checkPorts(settings: Settings): Promise<Finding[]> {
  return Promise.all(
    neededPorts(settings).map(async needed => {
      const obstacle = await obstacleTo(needed)
      return obstacle ? trouble(needed.setting, obstacle) : fine(needed.setting, `${needed.port} is free`)
    }),
  )
}

export async function checkValkey(url: string): Promise<Finding> {
  const where = new URL(url)
  const answer = await ping(where).catch(error => (error instanceof Error ? error.message : String(error)))
  if (answer === '+PONG') return fine('Valkey', `answers at ${where.host}`)
  return trouble(
    'Valkey',
    `${where.host} does not answer (${answer}): start it, correct VALKEY_URL, or unset it to do without.`,
  )
}

/** The protocol is plain enough to need no client: AUTH where a password is given, then PING. */
function ping(url: URL): Promise<string> {
  const port = Number(url.port || 6379)
  const host = url.hostname
  const credentials = [url.username, url.password].filter(Boolean).map(decodeURIComponent)
  const commands = [...(url.password ? [['AUTH', ...credentials]] : []), ['PING']]
  return new Promise((resolve, reject) => {
    const isSecure = ['rediss:', 'valkeys:'].includes(url.protocol)
    const socket = isSecure ? connectTls({ host, port, servername: host }) : connect({ host, port })
    let answers = ''
    socket.setTimeout(patience, () => socket.destroy(new Error(`no answer within ${patience / 1000} s`)))
    socket.once('error', reject)
    socket.once(isSecure ? 'secureConnect' : 'connect', () => socket.write(commands.map(encode).join('')))
    socket.on('data', chunk => {
      answers += chunk.toString('latin1')
      const lines = answers.split('\r\n').slice(0, -1)
      const refusal = lines.find(line => line.startsWith('-'))
      if (!refusal && lines.length < commands.length) return
      resolve(refusal?.slice(1) ?? lines.at(-1) ?? '')
      socket.destroy()
    })
    socket.once('close', () => reject(new Error('it closed the connection')))
  })
}

/** RESP: an array of bulk strings. */
function encode(words: string[]): string {
  return [`*${words.length}`, ...words.flatMap(word => [`$${Buffer.byteLength(word)}`, word]), ''].join('\r\n')
}

async function statusOf(url: string): Promise<number | null> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'manual' }).catch(() => null)
  await answer?.body?.cancel()
  return answer?.status ?? null
}
