import { existsSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { startTestCluster } from './test-cluster.ts'

// The program that keeps a test cluster between runs: `node keep-cluster.ts SOCKET IDLE_MS`. A run holds the cluster for
// as long as its connection to the socket is open, so a run that is killed frees it too.
const [, , socket = '', idle = '0'] = process.argv
const idleMs = Number(idle)

let holder: Socket | null = null
let isRetiring = false
let timer: NodeJS.Timeout | undefined

// The socket is the lock, so it opens before the cluster starts.
await takeSocket()
const starting = startTestCluster()
starting.catch(error => {
  process.stderr.write(`${error}\n`)
  process.exit(1)
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())
waitForUse()

async function takeSocket(): Promise<void> {
  if (existsSync(socket)) {
    if (await isListening()) process.exit(0)
    rmSync(socket)
  }
  const server = createServer({ allowHalfOpen: true }, client => void answer(client))
  server.on('error', () => process.exit(0))
  await new Promise<void>(resolve => server.listen(socket, resolve))
}

function isListening(): Promise<boolean> {
  return new Promise(resolve => {
    const probe = connect(socket, () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })
}

/** The first line says what a client wants: `lease`, or `retire` from a run with other migrations. */
async function answer(client: Socket): Promise<void> {
  client.on('error', () => {})
  const wish = await new Promise<string>(resolve => {
    client.once('data', data => resolve(data.toString().trim()))
    client.once('close', () => resolve(''))
    client.once('end', () => resolve(''))
  })
  if (wish === 'retire') {
    isRetiring = true
    client.end()
    if (!holder) await stop()
  } else if (wish === 'lease') await lease(client)
  else client.end()
}

/** One run at a time: two could clone, and count, what belongs to the other. */
async function lease(client: Socket): Promise<void> {
  if (holder || isRetiring) return void client.end(`${JSON.stringify({ isBusy: true })}\n`)
  holder = client
  clearTimeout(timer)
  const released = text(client).catch(() => '')
  const { adminUrl, templateUrl } = await starting
  client.write(`${JSON.stringify({ adminUrl, templateUrl })}\n`)
  await released
  await deleteDatabases(adminUrl)
  holder = null
  // The run waits for this, so that the next one finds the cluster free.
  client.end()
  if (isRetiring) await stop()
  else waitForUse()
}

/** What a run that was killed left behind. */
async function deleteDatabases(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {})
  await client.connect()
  const left = await client.query("select datname from pg_database where not datistemplate and datname <> 'postgres'")
  for (const { datname } of left.rows)
    await client.query(`drop database ${client.escapeIdentifier(datname)} with (force)`)
  await client.end()
}

function waitForUse(): void {
  clearTimeout(timer)
  timer = setTimeout(() => void stop(), idleMs)
}

async function stop(): Promise<void> {
  isRetiring = true
  for (const file of [socket, `${socket}.log`]) rmSync(file, { force: true })
  await starting.then(it => it.stop()).catch(() => {})
  process.exit(0)
}
