import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { dialogueOver, from, hello, openDialogue, sendLines, text, to } from '@gotrs/mail-worker/testing/smtp-dialogue'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { readSettings } from '../env.ts'
import { type Listener, startListener } from './listener.ts'

let world: World
let folder: string
let listener: Listener | null = null
beforeAll(async () => {
  world = await createWorld()
  folder = await mkdtemp(join(tmpdir(), 'gotrs-smtp-'))
})
afterEach(async () => {
  await listener?.stop()
  listener = null
  await world.pool.query('delete from inbound_mails')
})
afterAll(async () => {
  await world.remove()
  await rm(folder, { recursive: true, force: true })
})

const start = async (options: Partial<Parameters<typeof startListener>[1]> = {}): Promise<number> => {
  listener = await startListener(world, { host: '127.0.0.1', port: 0, protocol: 'smtp', ...options })
  return listener.port
}
const support = to('support@gotrs.example')
const ids = async () =>
  (await world.pool.query('select rfc_message_id as id from inbound_mails order by id')).rows.map(row => row.id)
const filesOnDisk = async () =>
  (await readdir(world.blobsDir, { recursive: true, withFileTypes: true })).filter(it => it.isFile()).length

/** A client in the middle of a mail; the listener waits for the rest. */
async function halfway(port: number) {
  const dialogue = openDialogue(port)
  await dialogue.readReply()
  for (const line of [hello, from, ...support, 'DATA']) {
    dialogue.send(`${line}\r\n`)
    await dialogue.readReply()
  }
  dialogue.send(`From: omar@acme.example\r\n\r\n${'x'.repeat(200_000)}`)
  return dialogue
}

test('leaves no file of a mail whose client disconnects before the end', async () => {
  const port = await start()
  const before = await filesOnDisk()
  const dialogue = await halfway(port)
  await vi.waitFor(async () => expect(await filesOnDisk()).toBe(before + 1), { timeout: 5_000 })
  dialogue.socket.destroy()
  await vi.waitFor(async () => expect(await filesOnDisk()).toBe(before), { timeout: 5_000 })
  expect(await ids()).toEqual([])
})

test('replies 421 to a connection above the limit', async () => {
  const port = await start({ limits: { maxConnections: 2 } })
  const dialogues = [openDialogue(port), openDialogue(port)]
  for (const dialogue of dialogues) expect(await dialogue.readReply()).toMatch(/^220/)
  expect(await openDialogue(port).readReply()).toMatch(/^421/)
  for (const dialogue of dialogues) dialogue.socket.destroy()
})

test('replies 452 to a mail above the limit of concurrent mails, and accepts it later', async () => {
  const port = await start({ limits: { maxAtOnce: 1 } })
  const dialogue = await halfway(port)
  await vi.waitFor(async () => expect((await sendLines(port, [hello, from])).at(-1)).toMatch(/^452 4\.3\.1/), {
    timeout: 5_000,
  })
  dialogue.send('\r\n.\r\n')
  expect(await dialogue.readReply()).toMatch(/^250/)
  dialogue.socket.destroy()
  expect((await sendLines(port, [hello, from, ...support, 'DATA', text('later')])).at(-1)).toMatch(/^250/)
})

test('of two mails that arrive at once with room for one, accepts one and delays the other', async () => {
  const port = await start({ limits: { maxAtOnce: 1 } })
  const dialogues = [openDialogue(port), openDialogue(port)]
  for (const dialogue of dialogues) {
    await dialogue.readReply()
    for (const line of [hello, from, ...support]) {
      dialogue.send(`${line}\r\n`)
      expect(await dialogue.readReply()).toMatch(/^250/)
    }
  }
  for (const dialogue of dialogues) {
    dialogue.send('DATA\r\n')
    expect(await dialogue.readReply()).toMatch(/^354/)
  }
  for (const [index, dialogue] of dialogues.entries()) dialogue.send(`${text(`at-once-${index}`)}\r\n`)
  const answers = await Promise.all(dialogues.map(dialogue => dialogue.readReply()))
  expect(answers.map(it => it.slice(0, 3))).toEqual(['250', '452'])
  expect(await ids()).toEqual(['<at-once-0@acme.example>'])
  for (const dialogue of dialogues) dialogue.socket.destroy()
})

test('disconnects a silent client, and times out a mail that never ends', async () => {
  const port = await start({ limits: { idleMs: 200 } })
  const idle = openDialogue(port)
  await idle.readReply()
  expect(await idle.readReply()).toMatch(/^421/)
  await listener?.stop()
  const before = await filesOnDisk()
  const slow = await halfway(await start({ limits: { wholeMs: 400 } }))
  const dripping = setInterval(() => slow.send('x'), 20)
  await vi.waitFor(async () => expect(await filesOnDisk()).toBe(before + 1), { timeout: 5_000 })
  await vi.waitFor(async () => expect(await filesOnDisk()).toBe(before), { timeout: 5_000 })
  clearInterval(dripping)
  expect(await slow.readReply()).toMatch(/^451/)
  slow.socket.destroy()
  expect(await ids()).toEqual([])
})

test('replies to pipelined commands in order (RFC 2920)', async () => {
  const port = await start()
  const dialogue = openDialogue(port)
  await dialogue.readReply()
  const lines = [hello, from, 'RCPT TO:<x@gotrs.example>', ...support, 'DATA']
  dialogue.send(`${lines.join('\r\n')}\r\n`)
  const answers: string[] = []
  for (const _ of lines) answers.push((await dialogue.readReply()).slice(0, 3))
  expect(answers).toEqual(['250', '250', '550', '250', '354'])
  // The end of one mail and the start of the next in one packet.
  dialogue.send(`${text('first')}\r\n${from}\r\n${support[0]}\r\nDATA\r\n`)
  for (const code of ['250', '250', '250', '354']) expect(await dialogue.readReply()).toMatch(new RegExp(`^${code}`))
  dialogue.send(`${text('second')}\r\nQUIT\r\n`)
  expect([await dialogue.readReply(), await dialogue.readReply()].map(it => it.slice(0, 3))).toEqual(['250', '221'])
  expect(await ids()).toEqual(['<first@acme.example>', '<second@acme.example>'])
})

test('stores eight-bit text and UTF-8 addresses unchanged (RFC 6152, RFC 6531)', async () => {
  const port = await start()
  const utf8 = 'MAIL FROM:<jörg@müller.example> BODY=8BITMIME SMTPUTF8'
  const mail = text('utf8', 'Grüße aus Köln — 你好')
  expect((await sendLines(port, [hello, utf8, ...support, 'DATA', mail])).at(-1)).toMatch(/^250/)
  const { rows } = await world.pool.query('select envelope_from, blob_key from inbound_mails')
  expect(rows[0].envelope_from).toBe('jörg@müller.example')
  expect((await world.blobs.read(rows[0].blob_key)).toString()).toContain('Grüße aus Köln — 你好')
})

test('closes a connection whose command never ends; stores a long line of text', async () => {
  const port = await start()
  const endless = openDialogue(port)
  await endless.readReply()
  endless.send('N'.repeat(10_000))
  expect(await endless.readReply()).toMatch(/^421/)
  await expect(endless.readReply()).rejects.toThrow('closed the connection')
  const long = 'y'.repeat(50_000)
  expect((await sendLines(port, [hello, from, ...support, 'DATA', text('long', long)])).at(-1)).toMatch(/^250/)
})

test('replies to each recipient of an LMTP mail that fails', async () => {
  const port = await start({ protocol: 'lmtp', limits: { maxBytes: 1_000 } })
  const recipients = to('support@gotrs.example', 'Support+x@gotrs.example')
  const lines = ['LHLO client.example', from, ...recipients, 'DATA', text('large', 'x'.repeat(2_000))]
  expect((await sendLines(port, lines, 2)).slice(-2).map(it => it.slice(0, 3))).toEqual(['552', '552'])
  expect(await ids()).toEqual([])
})

test('encrypts with a certificate; does not offer STARTTLS without one', async () => {
  const plain = await start()
  expect((await sendLines(plain, [hello, 'STARTTLS'])).at(-1)).toMatch(/^5/)
  await listener?.stop()
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const name = ['-subj', '/CN=mail.gotrs.example', '-addext', 'subjectAltName=DNS:mail.gotrs.example']
  const form = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1']
  execFileSync('openssl', [...form, ...name, '-keyout', keyFile, '-out', certFile], { stdio: 'ignore' })
  const settings = readSettings({
    DATABASE_URL: world.databaseUrl,
    SECRET_KEY: 'a secret key for tests only, long enough',
    SMTP_TLS_CERT: certFile,
    SMTP_TLS_KEY: keyFile,
  })
  const port = await start({ tls: settings.smtpTls })
  const dialogue = openDialogue(port)
  await dialogue.readReply()
  for (const line of [hello, 'STARTTLS']) {
    dialogue.send(`${line}\r\n`)
    expect(await dialogue.readReply()).toMatch(/^2/)
  }
  const secure = connectTls({ socket: dialogue.socket, rejectUnauthorized: false, servername: 'mail.gotrs.example' })
  await once(secure, 'secureConnect')
  expect(secure.getPeerCertificate().subject.CN).toBe('mail.gotrs.example')
  const inside = dialogueOver(secure)
  for (const line of [hello, from, ...support, 'DATA', text('secret')]) {
    inside.send(`${line}\r\n`)
    expect(await inside.readReply()).toMatch(/^[23]/)
  }
  secure.destroy()
  expect(await ids()).toEqual(['<secret@acme.example>'])
})

test('reports a certificate without a key, or an unreadable file, at the start', () => {
  const needed = { DATABASE_URL: 'postgres://db/gotrs', SECRET_KEY: 'a secret key for tests only, long enough' }
  const here = new URL(import.meta.url).pathname
  expect(() => readSettings({ ...needed, SMTP_TLS_CERT: here })).toThrow(
    'SMTP_TLS_CERT (must be set together with SMTP_TLS_KEY',
  )
  expect(() => readSettings({ ...needed, SMTP_TLS_CERT: '/no/such', SMTP_TLS_KEY: here })).toThrow(
    'SMTP_TLS_CERT (names no file that can be read)',
  )
})
