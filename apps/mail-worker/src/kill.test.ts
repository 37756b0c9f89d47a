import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { updateMailbox } from '@gotrs/core/mailboxes/update'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { type Sink, startSink } from '@gotrs/mail-worker/testing/smtp-sink'
import { portNear, startWorker } from '@gotrs/mail-worker/testing/worker'
import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const secretKey = 'a secret key for tests only, long enough'
const port = portNear(20_000)

let world: World
let dovecot: Dovecot
let sink: Sink
let dataDir: string
let child: ChildProcess | null = null
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'gotrs-kill-'))
  world = await createWorld({ blobsDir: join(dataDir, 'blobs'), secretKey, now: () => new Date() })
  dovecot = await createDovecot()
  await dovecot.start()
  sink = await startSink()
  const imap = { host: '127.0.0.1', port: dovecot.port, tls: 'none', user: 'support', password: 'secret' } as const
  await world.run(world.admin, uow =>
    updateMailbox(uow, {
      mailboxId: world.mailboxId,
      name: 'support',
      address: 'support@gotrs.example',
      displayName: 'Northwind Support',
      queueId: world.supportId,
      imap: { ...imap, folder: 'INBOX' },
    }),
  )
})
afterAll(async () => {
  child?.kill('SIGKILL')
  await dovecot.remove()
  await sink.stop()
  await world.remove()
  await rm(dataDir, { recursive: true, force: true })
})

const start = (crashPoint = '') =>
  startWorker({
    DATABASE_URL: world.databaseUrl,
    DATA_DIR: dataDir,
    SECRET_KEY: secretKey,
    SMTP_IN_PORT: String(port),
    SMTP_URL: `smtp://127.0.0.1:${sink.server.port}`,
    GOTRS_TEST_CRASH_POINT: crashPoint,
  })

const tokens: string[] = []
function nextMail(): { token: string; raw: Buffer; from: string } {
  const token = `token-${tokens.length}-`
  tokens.push(token)
  const from = `sender${tokens.length}@acme.example`
  const file = `--b\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment\r\n\r\n${token}\r\n--b--\r\n`
  const head = [
    `From: ${from}`,
    'To: support@gotrs.example',
    `Message-ID: <${token}@acme.example>`,
    `Subject: ${token}`,
  ]
  const body = `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${token}\r\n${file}`
  return {
    token,
    from,
    raw: Buffer.from(`${head.join('\r\n')}\r\nReturn-Path: <${from}>\r\nMIME-Version: 1.0\r\n${body}`),
  }
}

/** Retries like a mail server until the reply is 250. */
async function deliver(): Promise<void> {
  const { raw, from } = nextMail()
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, connectionTimeout: 2_000 })
  const isAccepted = () =>
    transport.sendMail({ raw, envelope: { from, to: 'support@gotrs.example' } }).then(
      () => true,
      () => false,
    )
  while (!(await isAccepted())) await pause(50)
  transport.close()
}

async function append(count: number): Promise<void> {
  const auth = { user: dovecot.user, pass: dovecot.password }
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false })
  await client.connect()
  for (let index = 0; index < count; index += 1) await client.append('INBOX', nextMail().raw)
  await client.logout()
}

const points = [
  ...['blob written', 'row sent', 'committed', 'mail filed', 'mail fetched', 'batch flagged'],
  ...['mail claimed', 'mail answered'],
]

test('loses and duplicates no mail if it is killed at any point', { timeout: 180_000 }, async () => {
  const deliveries: Promise<void>[] = []
  for (const point of points) {
    child = await start(point)
    const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve()
    for (let index = 0; index < 4; index += 1) deliveries.push(deliver())
    await append(2)
    await gone
    expect(child.signalCode, `killed at "${point}"`).toBe('SIGKILL')
  }
  child = await start()
  await Promise.all(deliveries)
  await vi.waitFor(async () => expect(await open()).toEqual({ mails: '0', jobs: '0', outbox: '0' }), {
    timeout: 60_000,
    interval: 200,
  })
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit', { signal: AbortSignal.timeout(10_000) })
  expect(code).toBe(0)

  const { rows } = await world.pool.query(
    'select m.text, a.sha256, a.blob_key, a.size from messages m join attachments a on a.message_id = m.id',
  )
  expect(rows.map(row => row.text.trim()).sort()).toEqual([...tokens].sort())
  for (const row of rows) expect((await world.blobs.read(row.blob_key)).length).toBe(row.size)
  const ledger = await world.pool.query('select outcome, count(*)::int from inbound_mails group by outcome')
  expect(ledger.rows).toEqual([{ outcome: 'created', count: tokens.length }])
  const sent = sink.mails.map(mail => mail.parsed.messageId)
  expect(new Set(sent).size).toBe(tokens.length)
  // Only mails that a killed process was sending are sent twice: at most four each time.
  expect(sent.length - tokens.length).toBeLessThanOrEqual(8)
})

async function open() {
  const { rows } = await world.pool.query(`select
    (select count(*) from inbound_mails where state = 'received') as mails,
    (select count(*) from graphile_worker._private_jobs) as jobs,
    (select count(*) from outbound_mails where next_attempt_at is not null) as outbox`)
  return rows[0]
}
