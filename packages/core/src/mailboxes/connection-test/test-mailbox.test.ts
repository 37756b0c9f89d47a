import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { updateMailbox } from '../update.ts'
import { refusalOf } from './advice.ts'
import { testMailbox } from './test-mailbox.ts'

let world: World
const open: (() => Promise<void>)[] = []
beforeAll(async () => {
  world = await createWorld({ privateHosts: '127.0.0.1' })
})
afterEach(async () => {
  await world.pool.query('delete from rate_limits')
  for (const close of open.splice(0)) await close()
})
afterAll(() => world.remove())

/** A real SMTP server; with TLS its certificate is signed by itself. */
async function smtpServer(options: SMTPServerOptions = {}): Promise<number> {
  const server = new SMTPServer({
    disableReverseLookup: true,
    closeTimeout: 100,
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, done) =>
      password === 'right' ? done(null, { user: 'support' }) : done(new Error('5.7.8 No such user here')),
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  open.push(() => new Promise(resolve => server.close(() => resolve())))
  return (server.server.address() as AddressInfo).port
}

/** Says one thing to everybody, or nothing. */
async function talker(words: string): Promise<number> {
  const server: Server = createServer(socket => {
    socket.on('error', () => {})
    socket.write(words)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push(async () => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

type Account = { host?: string; port: number; tls?: 'tls' | 'starttls' | 'none'; user?: string; password?: string }
const account = (it: Account) => ({ host: '127.0.0.1', tls: 'none' as const, user: '', ...it })
const smtp = async (it: Account) => (await testMailbox(world, world.admin, { smtp: account(it) })).smtp
const imap = async (it: Account) =>
  (await testMailbox(world, world.admin, { imap: { ...account(it), user: it.user ?? 'support' } })).imap

describe('the envelope of a saved mailbox is tried, and no mail is sent', () => {
  const tried = async (refuses: (from: string, to: string) => boolean, responseCode = 553) => {
    const said: string[] = []
    const onRcptTo: SMTPServerOptions['onRcptTo'] = ({ address }, { envelope }, done) => {
      const from = envelope.mailFrom ? envelope.mailFrom.address : ''
      said.push(from.includes('+t') ? 'signed' : from)
      done(refuses(from, address) ? Object.assign(new Error('5.7.1 Sender not owned'), { responseCode }) : null)
    }
    const port = await smtpServer({ disabledCommands: ['STARTTLS', 'AUTH'], onRcptTo, onData: () => said.push('DATA') })
    const check = (await testMailbox(world, world.admin, { mailboxId: world.mailboxId, smtp: account({ port }) })).smtp
    return { said, check }
  }

  test('well, where both senders are taken', async () => {
    const { said, check } = await tried(() => false)
    expect(said).toEqual(['signed'])
    expect(check).toMatchObject({ isOk: true, problem: null })
  })

  test('well, with advice, when only the signed sender is rejected', async () => {
    const { said, check } = await tried(from => from.includes('+'))
    expect(said).toEqual(['signed', 'support@gotrs.example'])
    expect(check).toMatchObject({ isOk: true, problem: 'signed_sender_refused', said: '553 5.7.1 Sender not owned' })
    expect(check?.advice).toContain('recipient_delimiter')
  })

  test('not well, where the plain one is rejected, too', async () => {
    expect((await tried(() => true)).check).toMatchObject({ isOk: false, problem: 'sender_refused' })
  })

  test('well, where the server puts senders off: that says nothing of who may send', async () => {
    const { said, check } = await tried(() => true, 450)
    expect(said).toEqual(['signed'])
    expect(check).toMatchObject({ isOk: true, problem: null })
  })
})

describe('a server that is all right', () => {
  test('lets us in; no mail is sent', async () => {
    let begun = 0
    const port = await smtpServer({
      onMailFrom: (_address, _session, done) => {
        begun += 1
        done()
      },
    })
    const well = { isOk: true, problem: null, said: null, advice: null }
    expect(await smtp({ port, user: 'support', password: 'right' })).toEqual(well)
    expect(begun).toBe(0)
  })

  test('that rejects the login says so in its own words', async () => {
    const port = await smtpServer()
    const check = await smtp({ port, user: 'support', password: 'wrong' })
    expect(check).toMatchObject({
      isOk: false,
      problem: 'login_refused',
      said: expect.stringContaining('No such user'),
    })
  })
})

describe('what is wrong before the login', () => {
  test('nothing answers', async () => {
    expect(await imap({ port: 1 })).toMatchObject({
      problem: 'nothing_answers',
      advice: expect.stringContaining('143'),
    })
  })

  test('there is no such host', async () => {
    expect(await imap({ host: 'mail.invalid', port: 143 })).toMatchObject({ problem: 'no_such_host' })
  })

  test('it is no mail server', async () => {
    const port = await talker('SSH-2.0-OpenSSH_9.2p1\r\nmore\r\n')
    expect(await smtp({ port })).toMatchObject({ problem: 'not_a_mail_server', said: 'SSH-2.0-OpenSSH_9.2p1' })
    const sender = await talker('220 mail.example ESMTP\r\n')
    expect(await imap({ port: sender })).toMatchObject({ problem: 'not_a_mail_server' })
  })

  test('TLS is tried on a port that begins without encryption', async () => {
    const port = await smtpServer()
    expect(await smtp({ port, tls: 'tls' })).toMatchObject({
      problem: 'wrong_tls_mode',
      advice: expect.stringContaining('Choose STARTTLS'),
    })
  })

  test('a port begins with TLS, and it is not asked for', async () => {
    const port = await smtpServer({ secure: true })
    for (const tls of ['none', 'starttls'] as const) {
      expect(await smtp({ port, tls })).toMatchObject({
        problem: 'wrong_tls_mode',
        advice: expect.stringContaining('expects TLS at once'),
      })
    }
  })

  test('STARTTLS is not offered', async () => {
    const port = await smtpServer({ disabledCommands: ['STARTTLS'] })
    expect(await smtp({ port, tls: 'starttls' })).toMatchObject({
      problem: 'no_starttls',
      advice: expect.stringContaining('does not offer STARTTLS'),
    })
  })

  test.each(['tls', 'starttls'] as const)('the certificate is signed by itself (%s)', async tls => {
    const port = await smtpServer({ secure: tls === 'tls' })
    const check = await smtp({ port, tls, user: 'support', password: 'right' })
    expect(check).toMatchObject({ problem: 'bad_certificate', advice: expect.stringContaining('certificate') })
  })

  test('it says nothing: the wait has an end', async () => {
    const port = await talker('')
    const later = setTimeout
    const soon = (work: () => void, milliseconds = 0) => later(work, milliseconds / 10)
    // All of our time-outs end ten times as soon.
    const sooner = vi.spyOn(globalThis, 'setTimeout').mockImplementation(soon as typeof setTimeout)
    onTestFinished(() => sooner.mockRestore())
    expect(await imap({ port })).toMatchObject({ problem: 'timed_out' })
  })
})

describe('an address inside', () => {
  test.each([
    '127.0.0.2',
    'localhost.',
    '10.0.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '::1',
    '::ffff:127.0.0.2',
    '0.0.0.0',
    'fe80::1',
    'fd00:ec2::254',
  ])('%s is not asked', async host => {
    const strict = { ...world, guard: (await import('../../kernel/private-hosts.ts')).createAddressGuard('127.0.0.1') }
    const inside = host === 'localhost.' ? (await import('../../kernel/private-hosts.ts')).createAddressGuard('') : null
    const desk = inside ? { ...strict, guard: inside } : strict
    const { smtp: check } = await testMailbox(desk, world.admin, { smtp: account({ host, port: await smtpServer() }) })
    expect(check).toMatchObject({
      problem: 'address_not_allowed',
      said: null,
      advice: expect.stringContaining('PRIVATE_HOSTS'),
    })
  })
})

describe('the stored password', () => {
  test('is tried where it belongs, and is sent nowhere else', async () => {
    const port = await smtpServer()
    const stored = { ...account({ port, user: 'support' }) }
    await world.run(world.admin, uow =>
      updateMailbox(uow, {
        mailboxId: world.mailboxId,
        name: 'support',
        address: 'support@gotrs.example',
        displayName: 'Support',
        queueId: world.supportId,
        smtp: { ...stored, password: 'right' },
      }),
    )
    const again = await testMailbox(world, world.admin, { mailboxId: world.mailboxId, smtp: stored })
    expect(again.smtp?.isOk).toBe(true)
    const elsewhere = { mailboxId: world.mailboxId, smtp: { ...stored, port: await smtpServer() } }
    await expect(testMailbox(world, world.admin, elsewhere)).rejects.toMatchObject({
      params: { issues: [{ path: 'smtp.password' }] },
    })
  })
})

test.each([
  ['imap.gmail.com', 'Invalid credentials (Failure)', 'needs_app_password'],
  ['mail.example', '[ALERT] Application-specific password required', 'needs_app_password'],
  ['outlook.office365.com', 'AUTHENTICATE failed.', 'needs_oauth'],
  ['mail.example', '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.', 'needs_oauth'],
  ['imap.mail.yahoo.com', 'AUTHENTICATE Invalid credentials', 'needs_app_password'],
  ['imap.gmx.net', 'authentication failed', 'login_refused'],
  ['gmail.com.evil.example', 'no', 'login_refused'],
])('a password that %s rejects with “%s” is %s', (host, said, problem) => {
  expect(refusalOf(host, said).problem).toBe(problem)
})
