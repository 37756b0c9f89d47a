import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { chmod, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GotrsClient } from '@gotrs/client/client'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { type FaultyProxy, startFaultyProxy } from '@gotrs/mail-worker/testing/faulty-proxy'
import { freePorts } from '../setup/ports.ts'
import { admin, logIn } from './desk.ts'
import { type Disk, mountDisk } from './disk.ts'
import { type FlagRecord, recordFlags } from './flags.ts'
import { type Box, createFolder } from './folders.ts'
import { poisonWord } from './letters.ts'
import { openPostgres, type Postgres } from './postgres.ts'
import { createProgram, type Program, runCommand } from './program.ts'
import { openSink, type Sink, type SinkOptions } from './sink.ts'
import { within } from './within.ts'

/** A listener of a mail-worker, behind a proxy. */
export type Listener = { worker: Program; protocol: 'smtp' | 'lmtp'; proxy: FaultyProxy }

export type World = {
  folder: string
  url: string
  env: NodeJS.ProcessEnv
  postgres: Postgres
  dovecot: Dovecot
  disk: Disk | null
  blobsFolder: string
  sink: Sink
  /** The proxy from the desk to the sink. */
  outProxy: FaultyProxy
  server: Program
  workers: Program[]
  boxes: Box[]
  listeners: Listener[]
  flagRecords: FlagRecord[]
  client(key?: string): GotrsClient
  /** Stops everything. This process deletes the folder at its end, unless it is kept. */
  remove(): Promise<void>
}

const folders = { support: 'INBOX', sales: 'INBOX', billing: 'Desk', outages: 'Desk' }

/** For each step: what does not stop is killed with this process. */
const stopMs = 30_000

type WorldOptions = { sink: SinkOptions; isKept: boolean }

export async function startWorld({ sink, isKept }: WorldOptions): Promise<World> {
  const undo: Undo = []
  const remove = async () => {
    for (const step of undo.splice(0).reverse())
      await within(stopMs, `a step of the end: ${step}`, step()).catch(error => console.error(error))
  }
  const folder = await mkdtemp(join(tmpdir(), 'gotrs-faults-'))
  process.on('exit', () => isKept || rmSync(folder, { recursive: true, force: true }))
  // Postgres and Dovecot run as other users and need access to this folder.
  await chmod(folder, 0o755)
  try {
    return { ...(await build(folder, sink, undo)), folder, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

type Undo = (() => Promise<unknown>)[]

async function build(folder: string, sinkOptions: SinkOptions, undo: Undo) {
  const blobsFolder = join(folder, 'blobs')
  await mkdir(blobsFolder)
  const disk = mountDisk(blobsFolder)
  undo.push(async () => disk?.unmount())
  const postgres = await openPostgres(folder)
  undo.push(postgres.remove)
  const dovecot = await createDovecot()
  undo.push(dovecot.remove)
  // `kill` sends the signal at once, before it waits.
  process.on('exit', () => void dovecot.kill())
  await dovecot.start()
  const sink = await openSink(sinkOptions)
  undo.push(sink.stop)
  const outProxy = await startFaultyProxy({ host: '127.0.0.1', port: sink.port })
  undo.push(outProxy.stop)
  const [port = 0, ...listenerPorts] = await freePorts(5)
  const url = `http://127.0.0.1:${port}`
  const env = {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    PORT: String(port),
    BASE_URL: url,
    DATA_DIR: folder,
    BLOBS_URL: `file://${blobsFolder}`,
    DATABASE_URL: postgres.url,
    SECRET_KEY: randomBytes(33).toString('base64'),
    SMTP_URL: `smtp://127.0.0.1:${outProxy.port}`,
    SMTP_IN_PORT: '0',
    PRIVATE_HOSTS: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
    GOTRS_TEST_POISON: poisonWord,
  }
  await command(['migrate'], env)
  await postgres.watch()
  const name = ['--name', 'Admin', '--role', 'admin', '--email', admin.email, '--password', admin.password]
  await command(['user', 'create', ...name], env)
  const server = createProgram('server', 'server', { env, logFolder: folder })
  const workers = ['worker-a', 'worker-b'].map((it, at) => {
    const ports = { SMTP_IN_PORT: String(listenerPorts[at * 2]), LMTP_IN_PORT: String(listenerPorts[at * 2 + 1]) }
    return createProgram(it, 'mail-worker', { env: { ...env, ...ports }, logFolder: folder })
  })
  for (const program of [server, ...workers]) undo.push(() => program.kill())
  await Promise.all([server, ...workers].map(it => it.start()))
  const listeners: Listener[] = []
  for (const [at, listenerPort] of listenerPorts.entries()) {
    const proxy = await startFaultyProxy({ host: '127.0.0.1', port: listenerPort })
    undo.push(proxy.stop)
    const worker = workers[Math.floor(at / 2)] as Program
    listeners.push({ worker, protocol: at % 2 === 0 ? 'smtp' : 'lmtp', proxy })
  }
  const client = await logIn(url)
  const flagRecords: FlagRecord[] = []
  const parts = { dovecot, flagRecords, undo }
  const boxes = await openBoxes(client(), parts)
  return {
    url,
    env,
    postgres,
    dovecot,
    disk,
    blobsFolder,
    sink,
    outProxy,
    server,
    workers,
    boxes,
    listeners,
    flagRecords,
    client,
  }
}

type Parts = { dovecot: Dovecot; flagRecords: FlagRecord[]; undo: Undo }

async function openBoxes(client: GotrsClient, { dovecot, flagRecords, undo }: Parts): Promise<Box[]> {
  const queue = await firstQueue(client)
  const boxes: Box[] = []
  for (const [name, folder] of Object.entries(folders)) {
    const server = { host: '127.0.0.1', port: dovecot.port }
    const proxy = await startFaultyProxy(server, { observe: () => recordFlags(name, flagRecords) })
    undo.push(proxy.stop)
    const box = { id: '', name, address: `${name}@desk.example`, folder, proxy }
    if (folder !== 'INBOX') await createFolder(dovecot, box)
    const imap = { host: '127.0.0.1', port: proxy.port, tls: 'none' as const, user: name, password: dovecot.password }
    const saved = await client.mailboxes.create.mutate({
      name,
      address: box.address,
      displayName: `Desk ${name}`,
      queueId: queue,
      imap: { ...imap, folder },
    })
    boxes.push({ ...box, id: saved.id })
  }
  return boxes
}

/** A mail-worker creates it soon after its start. */
async function firstQueue(client: GotrsClient): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [queue] = await client.queues.list.query()
    if (queue) return queue.id
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('No mail-worker has created the first queue.')
}

async function command(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await runCommand(args, env)
  if (code !== 0) throw new Error(`gotrs ${args.join(' ')} ended with ${code}: ${output}`)
}
