import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { chmod, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fillWithMessages } from '@gotrs/db/testing/fill-with-messages'
import { openPostgres } from '../faults/postgres.ts'
import { createProgram, runCommand } from '../faults/program.ts'
import { freePorts } from '../setup/ports.ts'

/** A caller on its own network; without a token it is anonymous. */
export type Caller = { network: string; token: string | null }

export type World = {
  url: string
  anonymous: Caller[]
  customers: Caller[]
  agents: Caller[]
  /** A customer and an agent who use the desk normally. */
  others: { customer: Caller; agent: Caller }
  /** The maximum and the 99th percentile of the server's event loop lag since the last call, and its memory. */
  measure(): Promise<{ lagMs: number; lag99Ms: number; memoryMb: number }>
  log(): string
  remove(): Promise<void>
}

const admin = { email: 'admin@desk.example', password: `cost-run-${randomBytes(9).toString('base64url')}` }

/** The built server on its own Postgres, full of messages, with logged-in callers. */
export async function startWorld(size: { tickets: number; callers: number }): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'gotrs-cost-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  const postgres = await openPostgres(folder)
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    PORT: String(port),
    BASE_URL: url,
    DATA_DIR: folder,
    DATABASE_URL: postgres.url,
    SECRET_KEY: randomBytes(33).toString('base64'),
    // Each caller names its network, as a proxy does.
    TRUST_PROXY: '1',
    LOG_LEVEL: 'warn',
  }
  for (const args of [['migrate'], ['user', 'create', '--name', 'Admin', '--role', 'admin', ...credentials]]) {
    const { code, output } = await runCommand(args, env)
    if (code !== 0) throw new Error(`gotrs ${args.join(' ')} ended with ${code}: ${output}`)
  }
  const server = createProgram('server', 'server', { env, logFolder: folder })
  await server.start()
  try {
    const people = await createCallers(url, postgres, size)
    return {
      url,
      ...people,
      measure: () => measure(url),
      log: server.log,
      async remove() {
        await server.kill()
        await postgres.remove()
      },
    }
  } catch (error) {
    console.error(server.log().slice(-4_000))
    throw error
  }
}

const credentials = ['--email', admin.email, '--password', admin.password]

let networks = 0
const newNetwork = () => `198.51.${Math.floor(networks / 250)}.${1 + (networks++ % 250)}`

export const headersOf = ({ network, token }: Caller): Record<string, string> => ({
  'x-forwarded-for': network,
  'content-type': 'application/json',
  ...(token === null ? {} : { authorization: `Bearer ${token}` }),
})

type Place = Awaited<ReturnType<typeof openPostgres>>

async function createCallers(url: string, postgres: Place, { tickets, callers }: { tickets: number; callers: number }) {
  const [queue] = await postgres.ask<{ id: string }>(
    `insert into queues (id, name, created_at) values (gen_random_uuid(), 'Support', now()) returning id`,
  )
  const queueId = queue?.id ?? ''
  const boss = await logIn(url, admin)
  const person = async (name: string, role: 'customer' | 'agent') => {
    const account = { email: `${name}@people.example`, password: `${randomBytes(12).toString('base64url')}` }
    const queueIds = role === 'agent' ? [queueId] : []
    const { id } = await post<{ id: string }>(url, '/api/users', boss, { name, role, queueIds, ...account })
    return { id, caller: await logIn(url, account) }
  }
  const several = async (role: 'customer' | 'agent') => {
    const made: Caller[] = []
    for (let at = 0; at < callers; at += 1) made.push((await person(`${role}${at}`, role)).caller)
    return made
  }
  const agent = await person('lone-agent', 'agent')
  const customer = await person('lone-customer', 'customer')
  const crowd = await person('crowd', 'customer')
  const pool = { query: (text: string, values?: unknown[]) => postgres.ask(text, values) }
  const place = { customerId: crowd.id, agentId: agent.id, queueId }
  await fillWithMessages(pool as never, place, { tickets, messagesEach: 3 })
  const customers = await several('customer')
  for (const caller of [customer.caller, ...customers]) {
    for (const title of ['My printer', 'My screen'])
      await post(url, '/api/tickets', caller, { title, message: 'It is off.' })
  }
  return {
    anonymous: Array.from({ length: callers }, () => ({ network: newNetwork(), token: null })),
    customers,
    agents: await several('agent'),
    others: { agent: agent.caller, customer: customer.caller },
  }
}

async function logIn(url: string, account: { email: string; password: string }): Promise<Caller> {
  const caller = { network: newNetwork(), token: null }
  const { accessToken } = await post<{ accessToken: string }>(url, '/api/auth/login', caller, account)
  return { ...caller, token: accessToken }
}

async function post<T>(url: string, path: string, caller: Caller, body: unknown): Promise<T> {
  const response = await fetch(url + path, { method: 'POST', headers: headersOf(caller), body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

async function measure(url: string) {
  const text = await (await fetch(`${url}/metrics`)).text()
  const figure = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  return {
    lagMs: figure('nodejs_eventloop_lag_max_seconds') * 1_000,
    lag99Ms: figure('nodejs_eventloop_lag_p99_seconds') * 1_000,
    memoryMb: figure('process_resident_memory_bytes') / 1_048_576,
  }
}
