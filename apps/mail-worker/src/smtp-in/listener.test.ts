import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDesk } from '@gotrs/core/desk'
import { silentLog } from '@gotrs/core/kernel/log'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { sendLines as dialogue, from, hello, text, to } from '@gotrs/mail-worker/testing/smtp-dialogue'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Listener, startListener } from './listener.ts'

let world: World
let smtp: Listener
let lmtp: Listener
beforeAll(async () => {
  world = await createWorld()
  await world.pool.query(
    `insert into mailboxes (id, name, address, aliases, display_name, queue_id, created_at)
     values (gen_random_uuid(), 'billing', 'billing@gotrs.example', '{money@gotrs.example}', 'Billing', $1, now())`,
    [world.billingId],
  )
  const at = { host: '127.0.0.1', port: 0, limits: { maxBytes: 20_000 } }
  smtp = await startListener(world, { ...at, protocol: 'smtp' })
  lmtp = await startListener(world, { ...at, protocol: 'lmtp' })
})
afterAll(async () => {
  await smtp.stop()
  await lmtp.stop()
  await world.remove()
})
beforeEach(async () => {
  await world.pool.query('delete from inbound_mails')
})

const rows = async () =>
  (
    await world.pool.query(
      `select i.*, m.name from inbound_mails i join mailboxes m on m.id = i.mailbox_id order by m.name`,
    )
  ).rows

test('accepts a mail to a mailbox, and replies 250 when it is in the ledger', async () => {
  const answers = await dialogue(smtp.port, [hello, from, ...to('support@gotrs.example'), 'DATA', text('one')])
  expect(answers.at(-1)).toMatch(/^250 2\.0\.0 Accepted as [0-9a-f-]{36}$/)
  const [row, ...more] = await rows()
  expect(more).toEqual([])
  expect(row).toMatchObject({
    source: 'smtp',
    state: 'received',
    rfc_message_id: '<one@acme.example>',
    envelope_from: 'omar@acme.example',
    envelope_to: ['support@gotrs.example'],
  })
  expect((await world.blobs.read(row.blob_key)).toString()).toContain('Hello.')
})

test('accepts mail to aliases and signed addresses, and rejects other recipients', async () => {
  const answers = await dialogue(smtp.port, [
    hello,
    from,
    ...to('money@gotrs.example', 'Support+t1001-aaaabbbbccccddddeeee@gotrs.example', 'x@gotrs.example', 'a@b.example'),
  ])
  expect(answers.slice(2).map(it => it.slice(0, 9))).toEqual(['250 2.1.5', '250 2.1.5', '550 5.1.1', '550 5.1.1'])
})

test.each(['postmaster', 'Postmaster@gotrs.example', 'postmaster@[127.0.0.1]'])(
  'accepts mail to %s for the first mailbox (RFC 5321, section 4.5.1)',
  async address => {
    const answers = await dialogue(smtp.port, [hello, from, ...to(address), 'DATA', text('postmaster')])
    expect(answers.at(-1)).toMatch(/^250/)
    expect(await rows()).toMatchObject([{ name: 'support', envelope_to: [address] }])
  },
)

test('accepts mail to postmaster for the mailbox with this address', async () => {
  const alias = 'update mailboxes set aliases = $1 where name = $2'
  await world.pool.query(alias, ['{money@gotrs.example,postmaster@gotrs.example}', 'billing'])
  await dialogue(smtp.port, [hello, from, ...to('postmaster@gotrs.example'), 'DATA', text('own')])
  await world.pool.query(alias, ['{money@gotrs.example}', 'billing'])
  expect(await rows()).toMatchObject([{ name: 'billing' }])
})

test('rejects postmaster of a foreign domain', async () => {
  const answers = await dialogue(smtp.port, [hello, from, ...to('postmaster@elsewhere.example')])
  expect(answers.at(-1)).toMatch(/^550 5\.1\.1 /)
})

test('sends one enhanced code with every reply, and announces its extensions', async () => {
  const lines = [from, ...to('x@gotrs.example', 'support@gotrs.example'), 'RSET', 'NOOP', 'NONSENSE', 'DATA', 'QUIT']
  const [, ...answers] = await dialogue(smtp.port, [hello, ...lines])
  for (const answer of answers) expect(answer).toMatch(/^([25])\d\d \1\.\d+\.\d+ (?!\d\.\d+\.\d+)/)
  expect(await announced(smtp.port, 'EHLO')).toEqual(expect.arrayContaining(extensions))
  expect(await announced(lmtp.port, 'LHLO')).toEqual(expect.arrayContaining(extensions))
  // The mail server in front sends delivery reports; without CHUNKING it uses DATA.
  expect(await announced(smtp.port, 'EHLO')).not.toEqual(expect.arrayContaining(['CHUNKING']))
})
const extensions = ['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'SIZE 20000']

/** The extensions that the listener announces. */
async function announced(port: number, verb: string): Promise<string[]> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'data')
  socket.write(`${verb} client.example\r\n`)
  const [said] = await once(socket, 'data')
  socket.destroy()
  return String(said)
    .trim()
    .split('\r\n')
    .map(line => line.slice(4))
}

test('stores a mail to two mailboxes for both, with its bytes once', async () => {
  const recipients = to('support@gotrs.example', 'billing@gotrs.example', 'money@gotrs.example')
  await dialogue(smtp.port, [hello, from, ...recipients, 'DATA', text('both')])
  const [billing, support] = await rows()
  expect(billing).toMatchObject({ name: 'billing', envelope_to: ['billing@gotrs.example', 'money@gotrs.example'] })
  expect(support).toMatchObject({ name: 'support', blob_key: billing.blob_key })
})

test('replies 250 to a duplicate mail, and stores it once', async () => {
  const lines = [hello, from, ...to('support@gotrs.example'), 'DATA', text('again')]
  expect((await dialogue(smtp.port, lines)).at(-1)).toMatch(/^250/)
  expect((await dialogue(smtp.port, lines)).at(-1)).toMatch(/^250/)
  expect(await rows()).toHaveLength(1)
})

test('rejects a mail that is too large, and stores nothing of it', async () => {
  const lines = [hello, from, ...to('support@gotrs.example'), 'DATA', text('large', 'x'.repeat(30_000))]
  expect((await dialogue(smtp.port, lines)).at(-1)).toMatch(/^552 5\.3\.4 /)
  expect((await dialogue(smtp.port, [hello, `${from} SIZE=30000`])).at(-1)).toMatch(/^552 5\.3\.4 /)
  expect(await rows()).toEqual([])
})

test('stores nothing of a mail whose client disconnects in the middle', async () => {
  const socket = connect(smtp.port, '127.0.0.1')
  await once(socket, 'data')
  for (const line of [hello, from, ...to('support@gotrs.example'), 'DATA']) {
    socket.write(`${line}\r\n`)
    await once(socket, 'data')
  }
  socket.end('From: omar@acme.example\r\nSubject: half\r\n\r\nOnly ha')
  await once(socket, 'close')
  // When the next mail is accepted, the incomplete one is deleted.
  await dialogue(smtp.port, [hello, from, ...to('support@gotrs.example'), 'DATA', text('whole')])
  expect(await rows()).toMatchObject([{ rfc_message_id: '<whole@acme.example>' }])
})

test('speaks LMTP, with a reply for each recipient', async () => {
  const recipients = to('support@gotrs.example', 'billing@gotrs.example')
  const answers = await dialogue(lmtp.port, ['LHLO client.example', from, ...recipients, 'DATA', text('lmtp')], 2)
  expect(answers.slice(-2).map(it => it.slice(0, 3))).toEqual(['250', '250'])
  expect(await rows()).toMatchObject([{ source: 'lmtp' }, { source: 'lmtp' }])
})

test.each([
  [
    'the database is unavailable',
    () => ({ databaseUrl: 'postgres://gotrs@127.0.0.1:1/gotrs', blobsDir: world.blobsDir }),
  ],
  ['the disk takes nothing', async () => ({ databaseUrl: world.databaseUrl, blobsDir: await notAFolder() })],
])('replies 451 while %s, so that the sender retries', async (_fault, broken) => {
  const desk = openDesk({
    secretKey: 'a secret key for tests only, long enough',
    baseUrl: 'http://desk.test',
    info: world.info,
    log: silentLog,
    ...(await broken()),
  })
  const listener = await startListener(desk, { host: '127.0.0.1', port: 0, protocol: 'smtp' })
  const answers = await dialogue(
    listener.port,
    [hello, from, ...to('support@gotrs.example'), 'DATA', text('later')].slice(0),
  )
  expect(answers.find(it => /^[45]/.test(it))).toMatch(/^451 4\.3\.0/)
  await listener.stop()
  await desk.close()
  expect(await rows()).toEqual([])
})

async function notAFolder(): Promise<string> {
  const path = join(tmpdir(), `gotrs-not-a-folder-${process.pid}`)
  await writeFile(path, '')
  return path
}

test('looks a recipient up once, and accepts nothing for a mailbox that no longer does', async () => {
  const send = (name: string) =>
    dialogue(smtp.port, [hello, from, ...to('money@gotrs.example'), 'DATA', text(name)]).then(it => it.at(-1))
  expect(await send('known')).toMatch(/^250/)
  await world.pool.query("update mailboxes set aliases = '{}' where name = 'billing'")
  // The recipient is still known, so only the statement that inserts the mail finds out.
  expect(await send('stale')).toMatch(/^451/)
  expect(await send('rejected')).toMatch(/^5/)
  expect((await rows()).map(it => it.rfc_message_id)).not.toContain('<stale@acme.example>')
  await world.pool.query("update mailboxes set aliases = '{money@gotrs.example}' where name = 'billing'")
  expect(await send('again')).toMatch(/^250/)
})
