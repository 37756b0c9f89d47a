import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { chmod, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GotrsClient } from '@gotrs/client/client'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { freePorts } from '../setup/ports.ts'
import { admin, logIn } from './desk.ts'
import { type Disk, mountDisk } from './disk.ts'
import { type Flagging, listenForFlags } from './flags.ts'
import { type Box, makeFolder } from './folders.ts'
import { poisonWord } from './letters.ts'
import { type Line, layLine } from './line.ts'
import { openPostgres, type Postgres } from './postgres.ts'
import { createProgram, type Program, runCommand } from './program.ts'
import type { Random } from './random.ts'
import { openSink, type Sink, type SinkOptions } from './sink.ts'

/** A listener of a mail-worker, at the far end of a line. */
export type Door = { worker: Program; protocol: 'smtp' | 'lmtp'; line: Line }

export type World = {
  folder: string
  url: string
  env: NodeJS.ProcessEnv
  postgres: Postgres
  dovecot: Dovecot
  disk: Disk | null
  blobsFolder: string
  sink: Sink
  /** From the desk to the sink. */
  outLine: Line
  server: Program
  workers: Program[]
  boxes: Box[]
  doors: Door[]
  flaggings: Flagging[]
  client(key?: string): GotrsClient
  /** Ends everything. The folder goes with this process, unless it is kept. */
  remove(): Promise<void>
}

const folders = { support: 'INBOX', sales: 'INBOX', billing: 'Desk', outages: 'Desk' }

type WorldOptions = { random: Random; sink: SinkOptions; isKept: boolean }

export async function startWorld({ random, sink, isKept }: WorldOptions): Promise<World> {
  const undo: Undo = []
  const remove = async () => {
    for (const step of undo.splice(0).reverse()) await step().catch(error => console.error(error))
  }
  const folder = await mkdtemp(join(tmpdir(), 'gotrs-faults-'))
  process.on('exit', () => isKept || rmSync(folder, { recursive: true, force: true }))
  // Postgres and Dovecot work as other users and have to pass through here.
  await chmod(folder, 0o755)
  try {
    return { ...(await build(folder, random, sink, undo)), folder, remove }
  } catch (error) {
    await remove()
    throw error
  }
}

type Undo = (() => Promise<unknown>)[]

async function build(folder: string, random: Random, sinkOptions: SinkOptions, undo: Undo) {
  const blobsFolder = join(folder, 'blobs')
  await mkdir(blobsFolder)
  const disk = mountDisk(blobsFolder)
  undo.push(async () => disk?.unmount())
  const postgres = await openPostgres(folder)
  undo.push(postgres.remove)
  const dovecot = await createDovecot()
  undo.push(dovecot.remove)
  // Its signal leaves at once, before anything is waited for.
  process.on('exit', () => void dovecot.kill())
  await dovecot.start()
  const sink = await openSink(sinkOptions)
  undo.push(sink.stop)
  const outLine = await layLine(sink.port, random)
  undo.push(outLine.stop)
  const [port = 0, ...doorPorts] = await freePorts(5)
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
    SMTP_URL: `smtp://127.0.0.1:${outLine.port}`,
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
    const ports = { SMTP_IN_PORT: String(doorPorts[at * 2]), LMTP_IN_PORT: String(doorPorts[at * 2 + 1]) }
    return createProgram(it, 'mail-worker', { env: { ...env, ...ports }, logFolder: folder })
  })
  for (const program of [server, ...workers]) undo.push(() => program.kill())
  await Promise.all([server, ...workers].map(it => it.start()))
  const doors: Door[] = []
  for (const [at, doorPort] of doorPorts.entries()) {
    const line = await layLine(doorPort, random)
    undo.push(line.stop)
    const worker = workers[Math.floor(at / 2)] as Program
    doors.push({ worker, protocol: at % 2 === 0 ? 'smtp' : 'lmtp', line })
  }
  const client = await logIn(url)
  const flaggings: Flagging[] = []
  const parts = { dovecot, random, flaggings, undo }
  const boxes = await openBoxes(client(), parts)
  return {
    url,
    env,
    postgres,
    dovecot,
    disk,
    blobsFolder,
    sink,
    outLine,
    server,
    workers,
    boxes,
    doors,
    flaggings,
    client,
  }
}

type Parts = { dovecot: Dovecot; random: Random; flaggings: Flagging[]; undo: Undo }

async function openBoxes(client: GotrsClient, { dovecot, random, flaggings, undo }: Parts): Promise<Box[]> {
  const queue = await firstQueue(client)
  const boxes: Box[] = []
  for (const [name, folder] of Object.entries(folders)) {
    const line = await layLine(dovecot.port, random, () => listenForFlags(name, flaggings))
    undo.push(line.stop)
    const box = { id: '', name, address: `${name}@desk.example`, folder, line }
    if (folder !== 'INBOX') await makeFolder(dovecot, box)
    const imap = { host: '127.0.0.1', port: line.port, tls: 'none' as const, user: name, password: dovecot.password }
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

/** A mail-worker makes it, when it comes to it. */
async function firstQueue(client: GotrsClient): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const [queue] = await client.queues.list.query()
    if (queue) return queue.id
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('No mail-worker has made the first queue.')
}

async function command(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const { code, output } = await runCommand(args, env)
  if (code !== 0) throw new Error(`gotrs ${args.join(' ')} ended with ${code}: ${output}`)
}
