import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { maxMailBytes } from '@gotrs/core/inbound/filing/deliver'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot, type Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { hostileMails, mailOf, withBase64 } from '@gotrs/mail-worker/testing/hostile-mails'
import { readAt, withClient } from '@gotrs/mail-worker/testing/imap-desk'
import { portNear, startWorker } from '@gotrs/mail-worker/testing/worker'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

/**
 * A mail-worker runs in a container of 512 MB, with room for its files in the cache of the kernel. Runs on three machines
 * peaked at 320 to 350 MB, with two of the largest mails at once; 180 of it are the program, its threads and connections.
 */
const maxMegabytes = 400
/** What one mail, or two at once, may take above the idle process. Runs took up to 170 MB. */
const maxGrowth = 210
const secretKey = 'a secret key for tests only, long enough'
const port = portNear(21_000)

let world: World
let home: string
let dovecot: Dovecot
let worker: ChildProcess
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gotrs-sizes-'))
  world = await createWorld({ blobsDir: join(home, 'blobs'), secretKey, now: () => new Date() })
  dovecot = await createDovecot()
  await dovecot.start()
  await readAt(world, { port: dovecot.port })
  const settings = { DATABASE_URL: world.databaseUrl, DATA_DIR: home, SECRET_KEY: secretKey }
  worker = await startWorker({ ...settings, SMTP_IN_PORT: String(port) })
})
afterAll(async () => {
  worker.kill('SIGKILL')
  await dovecot.remove()
  await world.remove()
  await rm(home, { recursive: true, force: true })
})

/** Resets the peak of memory use. https://docs.kernel.org/filesystems/proc.html */
const resetPeak = () => writeFile(`/proc/${worker.pid}/clear_refs`, '5')

const memory = async (name: 'VmRSS' | 'VmHWM') => {
  const status = await readFile(`/proc/${worker.pid}/status`, 'utf8')
  return Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
}

async function send(raw: Buffer): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  try {
    const envelope = { from: 'omar@acme.example', to: 'support@gotrs.example' }
    return (await transport.sendMail({ raw, envelope })).response
  } finally {
    transport.close()
  }
}

const append = (raw: Buffer) => withClient(dovecot, client => client.append('INBOX', raw))

const isTicket = async (title: string) => {
  const { rows } = await world.pool.query('select id from tickets where title = $1', [title])
  expect(rows, title).toHaveLength(1)
}

const isInLedger = async (subject: string) => {
  const { rows } = await world.pool.query('select id from inbound_mails where subject = $1', [subject])
  expect(rows, subject).toHaveLength(1)
}

test('accepts the largest allowed mails within the memory of a small machine', { timeout: 400_000 }, async () => {
  await vi.waitFor(() => send(mailOf('first', '', 'Hi.')), { timeout: 60_000, interval: 100 })
  await vi.waitFor(() => isTicket('first'), { timeout: 30_000 })
  const figures: Record<string, number> = { idle: await memory('VmRSS') }
  const isTaken = async (subject: string, deliver: () => Promise<unknown>) => {
    await resetPeak()
    await deliver()
    await vi.waitFor(() => isTicket(`after ${subject}`), { timeout: 20_000, interval: 50 })
    await vi.waitFor(() => isTicket(subject), { timeout: 60_000, interval: 100 })
    figures[subject] = await memory('VmHWM')
  }
  await isTaken('by IMAP', async () => {
    // The next mail of the folder is fetched while this one is parsed.
    await append(withBase64('by IMAP'))
    await vi.waitFor(() => isInLedger('by IMAP'), { timeout: 60_000, interval: 20 })
    await append(mailOf('after by IMAP', '', 'Me too.'))
  })
  for (const [subject, make] of Object.entries(hostileMails)) {
    await isTaken(subject, async () => {
      expect(await send(make(subject))).toMatch(/^250/)
      await send(mailOf(`after ${subject}`, '', 'Me too.'))
    })
  }
  await isTaken('second at once', async () => {
    await Promise.all([send(withBase64('first at once')), send(withBase64('second at once'))])
    await send(mailOf('after second at once', '', 'Me too.'))
  })
  process.stdout.write(`Peak memory of the mail-worker in MB: ${JSON.stringify(figures)}\n`)
  const { idle, ...peaks } = figures
  const peak = Math.max(...Object.values(peaks))
  expect(peak).toBeLessThan(maxMegabytes)
  expect(peak - Number(idle)).toBeLessThan(maxGrowth)
  const { rows } = await world.pool.query(
    "select blob_key, sha256, size from attachments where filename = 'a.bin' and size > 1000000",
  )
  expect(rows.length).toBeGreaterThanOrEqual(6)
  for (const row of rows) {
    const stored = await readFile(join(home, 'blobs', row.blob_key))
    expect(createHash('sha256').update(stored).digest('hex')).toBe(row.sha256)
    expect(stored.length).toBe(row.size)
  }
})

test('rejects a larger mail by its announced size and by its real size, and keeps running', {
  timeout: 60_000,
}, async () => {
  await expect(send(withBase64('too large', 1.3 * maxMailBytes))).rejects.toMatchObject({ responseCode: 552 })
  await send(mailOf('afterwards', '', 'Hi.'))
  await vi.waitFor(() => isTicket('afterwards'), { timeout: 20_000 })
  expect(await memory('VmHWM')).toBeLessThan(maxMegabytes)
  const { rows } = await world.pool.query("select id from inbound_mails where subject = 'too large'")
  expect(rows).toEqual([])
})
