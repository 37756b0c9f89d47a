import { imapMailboxes } from '@gotrs/core/mailboxes/accounts'
import { testMailbox } from '@gotrs/core/mailboxes/connection-test/test-mailbox'
import { listMailboxes } from '@gotrs/core/mailboxes/queries'
import { updateMailbox } from '@gotrs/core/mailboxes/update'
import { sendDueMails } from '@gotrs/core/outbound/send'
import { startTokenServer, type TokenServer } from '@gotrs/core/testing/mailboxes/token-server'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { answeredTicket } from '@gotrs/mail-worker/testing/answers'
import type { Dovecot } from '@gotrs/mail-worker/testing/dovecot'
import { createOAuthDovecot } from '@gotrs/mail-worker/testing/dovecot-oauth'
import { type Sink, startSink } from '@gotrs/mail-worker/testing/smtp-sink'
import { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Reader, startReader } from './imap-in/reader.ts'
import { createMailSender } from './smtp-out/send-mail.ts'

// A provider, an IMAP server and an SMTP server that accept only its access tokens.
let world: World
let provider: TokenServer
let dovecot: Dovecot
let sink: Sink
let reader: Reader
const logins: string[] = []

beforeAll(async () => {
  provider = await startTokenServer()
  world = await createWorld({ privateHosts: '127.0.0.1' })
  dovecot = await createOAuthDovecot(provider)
  await dovecot.start()
  sink = await startSink({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authMethods: ['XOAUTH2'],
    onAuth({ method, username, accessToken }, _session, done) {
      logins.push(method)
      const isGood = username === dovecot.user && provider.isGood(accessToken ?? '')
      done(null, isGood ? { user: username } : { data: { status: '401', schemes: 'bearer', scope: 'mail' } })
    },
  })
  await connectMailbox(provider.grant())
})
afterAll(async () => {
  await reader?.stop()
  await sink.stop()
  await dovecot.remove()
  await world.remove()
  await provider.stop()
})

const wait = { timeout: 20_000, interval: 50 }
const accounts = () => {
  const login = { host: '127.0.0.1', tls: 'none', auth: 'oauth2', user: dovecot.user } as const
  return { imap: { ...login, port: dovecot.port }, smtp: { ...login, port: sink.server.port } }
}

const connectMailbox = (refreshToken: string) =>
  world.run(world.admin, uow =>
    updateMailbox(uow, {
      mailboxId: world.mailboxId,
      name: 'support',
      address: 'support@gotrs.example',
      displayName: 'Northwind Support',
      queueId: world.supportId,
      ...accounts(),
      oauth: { ...provider.app, clientSecret: provider.clientSecret, refreshToken },
    }),
  )

async function startReading(): Promise<void> {
  const [mailbox] = await imapMailboxes(world)
  if (!mailbox) throw new Error('no mailbox is read by IMAP')
  reader = startReader(world, mailbox, { pollMs: 500, longestPauseMs: 500 })
}

async function append(...ids: string[]): Promise<void> {
  const auth = { user: dovecot.user, accessToken: provider.accessToken() }
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.port, secure: false, auth, logger: false })
  client.on('error', () => {})
  await client.connect()
  for (const id of ids)
    await client.append('INBOX', `From: o@acme.example\r\nMessage-ID: <${id}@a.example>\r\n\r\nText.\r\n`)
  await client.logout()
}

const ledger = async () =>
  (await world.pool.query('select rfc_message_id as id from inbound_mails order by uid')).rows.map(row =>
    row.id.replace(/^<|@.*$/g, ''),
  )
const send = () => sendDueMails(world, createMailSender(null))

test('reads and sends mail with an access token, also after it expires', { timeout: 60_000 }, async () => {
  await append('one')
  await startReading()
  await vi.waitFor(async () => expect(await ledger()).toEqual(['one']), wait)
  await answeredTicket(world)
  await send()
  expect([sink.mails.length, logins, provider.asked.length]).toEqual([1, ['XOAUTH2'], 1])

  provider.expireAccessTokens()
  await answeredTicket(world)
  await send()
  expect([sink.mails.length, logins.length, provider.asked.length]).toEqual([2, 3, 2])

  provider.expireAccessTokens()
  await dovecot.kill()
  await dovecot.start()
  await append('two', 'three')
  await vi.waitFor(async () => expect(await ledger()).toEqual(['one', 'two', 'three']), wait)
  expect(provider.asked).toHaveLength(3)
})

test('the connection tests of both accounts pass', async () => {
  const tried = await testMailbox(world, world.admin, { mailboxId: world.mailboxId, ...accounts() })
  expect(tried).toMatchObject({ imap: { isOk: true }, smtp: { isOk: true } })
  const { imap } = await testMailbox(world, world.admin, { imap: accounts().imap })
  expect(imap).toMatchObject({ problem: 'not_connected' })
})

test('shows an expired grant on the mailbox, and imports later mail when it is connected again', {
  timeout: 60_000,
}, async () => {
  provider.expireAccessTokens()
  provider.revoke()
  await dovecot.kill()
  await dovecot.start()
  await append('four')
  const shown = async () => (await world.read(world.admin, listMailboxes))[0]
  await vi.waitFor(async () => expect((await shown())?.state.lastError).toContain('Connect the mailbox again'), wait)
  expect((await shown())?.oauth?.error).toContain('invalid_grant')
  await connectMailbox(provider.grant())
  await vi.waitFor(async () => expect(await ledger()).toContain('four'), wait)
  await vi.waitFor(async () => expect((await shown())?.state.lastError).toBeNull(), wait)
})
