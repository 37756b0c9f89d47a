import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ClusterUrls, TestCluster } from './test-cluster.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const program = fileURLToPath(new URL('./keep-cluster.ts', import.meta.url))

/** One per user and folder of the repository, so that work trees share nothing. */
const folder = join(tmpdir(), `gotrs-test-clusters-${userInfo().uid}`)
const tree = createHash('sha256').update(root).digest('hex').slice(0, 12)

const idleMinutes = 15
const startMs = 60_000

type Options = { socket?: string; idleMs?: number }

/**
 * The cluster that is kept between runs, started if it does not exist. It stops by itself when no run has used it for 15
 * minutes. Null while another run of this tree holds it.
 */
export async function leaseKeptCluster({
  socket,
  idleMs = idleMinutes * 60_000,
}: Options = {}): Promise<TestCluster | null> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const at = socket ?? join(folder, `${tree}-${stamp()}.sock`)
  const client = (await reach(at)) ?? (await startKeeper(at, idleMs))
  if (!client) return null
  const answer = await ask(client, 'lease')
  if (!answer || answer.isBusy) {
    client.destroy()
    return null
  }
  // The run ends although it holds the connection.
  client.unref()
  return {
    ...answer,
    stop: () =>
      new Promise(resolve =>
        client
          .ref()
          .once('close', () => resolve())
          .end(),
      ),
  }
}

async function startKeeper(socket: string, idleMs: number): Promise<Socket | null> {
  await retireOthers(socket)
  const log = openSync(`${socket}.log`, 'w')
  const keeper = spawn(process.execPath, [program, socket, String(idleMs)], {
    detached: true,
    stdio: ['ignore', log, log],
  })
  keeper.unref()
  const deadline = Date.now() + startMs
  while (Date.now() < deadline) {
    const client = await reach(socket)
    if (client) return client
    await wait(20)
  }
  return null
}

/** Their migrations are not those of this run. */
async function retireOthers(socket: string): Promise<void> {
  for (const name of readdirSync(folder)) {
    const other = join(folder, name)
    if (!name.startsWith(`${tree}-`) || !name.endsWith('.sock') || other === socket) continue
    const client = await reach(other)
    client?.end('retire\n')
  }
}

function reach(socket: string): Promise<Socket | null> {
  return new Promise(resolve => {
    const client = connect(socket)
    client.once('connect', () => resolve(client))
    client.once('error', () => resolve(null))
  })
}

/** Null where the keeper ends before it answers: its log says why. */
function ask(client: Socket, wish: string): Promise<(ClusterUrls & { isBusy?: boolean }) | null> {
  return new Promise(resolve => {
    let said = ''
    client.on('data', chunk => {
      said += chunk
      if (said.includes('\n')) resolve(JSON.parse(said))
    })
    client.on('error', () => resolve(null))
    client.on('close', () => resolve(null))
    client.write(`${wish}\n`)
  })
}

/** Whatever decides what is in the template: migrations, this package and the versions of Postgres and the job library. */
function stamp(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'pnpm-lock.yaml')))
  for (const part of ['migrations', 'src', 'testing']) {
    const at = join(root, 'packages/db', part)
    for (const name of readdirSync(at, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(sql|json|ts)$/.test(name) && !name.endsWith('.test.ts'))
        hash.update(name).update(readFileSync(join(at, name)))
    }
  }
  return hash.digest('hex').slice(0, 16)
}
