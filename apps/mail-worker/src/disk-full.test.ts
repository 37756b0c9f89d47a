import type { ChildProcess } from 'node:child_process'
import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { updateMailbox } from '@gotrs/core/mailboxes/update'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { portNear, startWorkerOnSmallDisk } from '@gotrs/mail-worker/testing/worker'
import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const secretKey = 'a secret key for tests only, long enough'
const port = portNear(23_000)
const megabytes = 4

let world: World
let dovecot: Dovecot
let home: string
let disk: { child: ChildProcess; path: string }
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gotrs-full-'))
  world = await createWorld({ secretKey, now: () => new Date() })
  dovecot = await createDovecot()
  await dovecot.start()
  const imap = {
    host: '127.0.0.1',
    port: dovecot.port,
    tls: 'none',
    user: dovecot.user,
    password: dovecot.password,
  } as const
  await world.run(world.admin, uow =>
    updateMailbox(uow, {
      ...{ mailboxId: world.mailboxId, name: 'support', address: 'support@gotrs.example' },
      ...{ displayName: 'Support', queueId: world.supportId, imap: { ...imap, folder: 'INBOX' } },
    }),
  )
  const settings = {
    DATABASE_URL: world.databaseUrl,
    DATA_DIR: home,
    SECRET_KEY: secretKey,
    SMTP_IN_PORT: String(port),
  }
  disk = await startWorkerOnSmallDisk({ ...settings, PRIVATE_HOSTS: '127.0.0.1' }, home, megabytes)
})
afterAll(async () => {
  disk.child.kill('SIGKILL')
  await dovecot.remove()
  await world.remove()
  await rm(home, { recursive: true, force: true })
})

const letter = (subject: string, kilobytes = 1) =>
  [
    ...[
      'From: omar@acme.example',
      'To: support@gotrs.example',
      `Subject: ${subject}`,
      `Message-ID: <${subject}@acme.example>`,
    ],
    ...['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'See the file.', '--b'],
    ...[
      'Content-Disposition: attachment; filename=a.txt',
      '',
      `${'x'.repeat(1_022)}\r\n`.repeat(kilobytes),
      '--b--',
      '',
    ],
  ].join('\r\n')

async function send(raw: string): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  const envelope = { from: 'omar@acme.example', to: 'support@gotrs.example' }
  return transport
    .sendMail({ raw, envelope })
    .then(
      sent => sent.response,
      error => error.response,
    )
    .finally(() => transport.close())
}

/** Fills the disk until only `left` kilobytes are free, while the mail-worker may write, too. */
async function fill(left: number): Promise<void> {
  const filler = await open(join(disk.path, 'filler'), 'w')
  const missing = async () => {
    const { bavail, bsize } = await statfs(disk.path)
    return bavail * bsize - left * 1024
  }
  for (let bytes = await missing(); bytes > 0; bytes = await missing()) {
    await filler.write(Buffer.alloc(Math.min(bytes, 65_536))).catch(error => expect(error.code).toBe('ENOSPC'))
  }
  await filler.close()
}
const free = () => rm(join(disk.path, 'filler'))

const stateOf = async (subject: string) => {
  const { rows } = await world.pool.query('select state, outcome, attempts from inbound_mails where subject = $1', [
    subject,
  ])
  return rows[0] ?? null
}
const becomesTicket = (subject: string, timeout = 20_000) =>
  vi.waitFor(async () => expect(await stateOf(subject)).toMatchObject({ outcome: 'created' }), {
    timeout,
    interval: 100,
  })

async function unseen(): Promise<number> {
  const auth = { user: dovecot.user, pass: dovecot.password }
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false })
  await client.connect()
  const status = await client.status('INBOX', { unseen: true })
  await client.logout()
  return status ? (status.unseen ?? 0) : 0
}

async function append(raw: string): Promise<void> {
  const auth = { user: dovecot.user, pass: dovecot.password }
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false })
  await client.connect()
  await client.append('INBOX', Buffer.from(raw))
  await client.logout()
}

test('a full disk rejects SMTP mail with 452 and leaves IMAP mail unseen; both arrive when there is space', {
  timeout: 120_000,
}, async () => {
  await vi.waitFor(async () => expect(await send(letter('before'))).toMatch(/^250/), { timeout: 20_000 })
  await becomesTicket('before')
  await fill(0)
  expect(await send(letter('by smtp', 100))).toMatch(/^452/)
  await append(letter('by imap', 100))
  await vi.waitFor(
    async () => {
      const { rows } = await world.pool.query('select last_error from mailboxes where id = $1', [world.mailboxId])
      expect(rows[0].last_error).toMatch(/ENOSPC|space|full/i)
    },
    { timeout: 30_000, interval: 100 },
  )
  expect(await stateOf('by imap')).toBeNull()
  expect(await unseen()).toBe(1)
  await free()
  expect(await send(letter('by smtp', 100))).toMatch(/^250/)
  await becomesTicket('by smtp')
  await becomesTicket('by imap', 60_000)
  expect(await unseen()).toBe(0)
})

test('a mail in the ledger waits for disk space for its files, which does not count as a failed attempt', {
  timeout: 120_000,
}, async () => {
  // Space for the mail and for half of its file.
  await fill(900)
  expect(await send(letter('large file', 600))).toMatch(/^250/)
  await vi.waitFor(
    async () => {
      const { rows } = await world.pool.query("select last_error from graphile_worker.jobs where key like 'inbound:%'")
      expect(rows[0]?.last_error).toContain('ENOSPC')
    },
    { timeout: 20_000, interval: 100 },
  )
  expect(await stateOf('large file')).toMatchObject({ state: 'received', attempts: 0 })
  await free()
  await becomesTicket('large file', 60_000)
})
