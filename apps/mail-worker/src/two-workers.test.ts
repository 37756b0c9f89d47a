import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { type FaultyProxy, startFaultyProxy } from '@gotrs/mail-worker/testing/faulty-proxy'
import { readAt, withClient } from '@gotrs/mail-worker/testing/imap-desk'
import { type Sink, startSink } from '@gotrs/mail-worker/testing/smtp-sink'
import { portNear, startWorker } from '@gotrs/mail-worker/testing/worker'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const secretKey = 'a secret key for tests only, long enough'
const port = portNear(25_000)

let world: World
let dovecot: Dovecot
let proxy: FaultyProxy
let sink: Sink
let dataDir: string
const workers: ChildProcess[] = []
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gotrs-two-'))
  world = await createWorld({ blobsDir: join(dataDir, 'blobs'), secretKey, now: () => new Date() })
  dovecot = await createDovecot()
  await dovecot.start()
  proxy = await startFaultyProxy({ host: '127.0.0.1', port: dovecot.port })
  sink = await startSink()
  await readAt(world, { port: proxy.port })
})
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL')
  await proxy.stop()
  await dovecot.remove()
  await sink.stop()
  await world.remove()
  await rm(dataDir, { recursive: true, force: true })
})

async function start(crashPoint = '', smtpPort = 0): Promise<ChildProcess> {
  const worker = await startWorker({
    DATABASE_URL: world.databaseUrl,
    DATA_DIR: dataDir,
    SECRET_KEY: secretKey,
    SMTP_IN_PORT: String(smtpPort),
    SMTP_URL: `smtp://127.0.0.1:${sink.server.port}`,
    GOTRS_TEST_CRASH_POINT: crashPoint,
  })
  workers.push(worker)
  return worker
}

const subjects: string[] = []
/** Each from another sender, who gets an acknowledgement. */
const append = (count = 1) =>
  withClient(dovecot, async client => {
    for (let index = 0; index < count; index += 1) {
      const subject = `mail ${subjects.length}`
      subjects.push(subject)
      const from = `sender${subjects.length}@acme.example`
      const head = `From: ${from}\r\nReturn-Path: <${from}>\r\nMessage-ID: <${subjects.length}@acme.example>`
      await client.append('INBOX', Buffer.from(`${head}\r\nSubject: ${subject}\r\n\r\nText.\r\n`))
    }
  })

async function send(): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  const subject = `mail ${subjects.length}`
  subjects.push(subject)
  const from = `sender${subjects.length}@acme.example`
  await transport.sendMail({ from, to: 'support@gotrs.example', subject, text: 'Text.' })
  transport.close()
}

const hasEnded = (worker: ChildProcess) => worker.exitCode !== null || worker.signalCode !== null

/** The other process finishes the work of the killed one, within ten seconds on an idle machine. */
const untilAllDone = () =>
  vi.waitFor(
    async () => {
      const { rows } = await world.pool.query(`select
        (select count(*)::int from messages) as messages,
        (select count(*)::int from outbound_mails where sent_at is not null) as sent,
        (select count(*)::int from graphile_worker._private_jobs) as jobs`)
      expect(rows[0]).toEqual({ messages: subjects.length, sent: subjects.length, jobs: 0 })
    },
    { timeout: 60_000, interval: 100 },
  )

test('one of two mail-workers reads; the other takes over its work when it is killed', {
  timeout: 240_000,
}, async () => {
  const first = await start('mail fetched')
  await vi.waitFor(() => expect(proxy.connections()).toBe(1), { timeout: 60_000 })
  const second = await start()
  // The second one has its locks and has checked the jobs, but has not connected.
  await vi.waitFor(
    async () => {
      const { rows } = await world.pool.query(
        "select count(distinct pid)::int from pg_locks where locktype = 'advisory'",
      )
      expect(rows[0].count).toBeGreaterThanOrEqual(2)
    },
    { timeout: 60_000, interval: 100 },
  )
  expect(proxy.connections()).toBe(1)
  await append()
  if (!hasEnded(first)) await once(first, 'exit')
  expect(first.signalCode).toBe('SIGKILL')
  await untilAllDone()
  expect(proxy.connections()).toBe(2)

  // The process that receives a mail files it.
  const third = await start('mail filed', port)
  await send()
  if (!hasEnded(third)) await once(third, 'exit')
  expect(third.signalCode).toBe('SIGKILL')
  await untilAllDone()

  const fourth = await start('mail claimed')
  // Until this process, not the other one, claims a mail.
  while (!hasEnded(fourth)) await append(2)
  expect(fourth.signalCode).toBe('SIGKILL')
  await untilAllDone()

  expect(hasEnded(second)).toBe(false)
  const { rows } = await world.pool.query('select title from tickets')
  expect(rows.map(row => row.title).sort()).toEqual([...subjects].sort())
  expect(new Set(sink.mails.map(mail => mail.parsed.messageId)).size).toBe(subjects.length)
  second.kill('SIGTERM')
  const [code] = await once(second, 'exit', { signal: AbortSignal.timeout(10_000) })
  expect(code).toBe(0)
})
