import { testMailbox } from '@gotrs/core/mailboxes/connection-test/test-mailbox'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { createDovecot } from '@gotrs/mail-worker/testing/dovecot'
import { withClient } from '@gotrs/mail-worker/testing/imap-desk'
import { startScriptedImap } from '@gotrs/mail-worker/testing/scripted-imap'
import { startScriptedSmtp } from '@gotrs/mail-worker/testing/scripted-smtp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

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

type Account = { port: number; tls?: 'starttls' | 'none'; folder?: string; moveTo?: string }
const account = { host: '127.0.0.1', tls: 'none', user: 'support', password: 'secret' } as const
const tryImap = async (it: Account) => (await testMailbox(world, world.admin, { imap: { ...account, ...it } })).imap
const trySmtp = async (it: Account) => (await testMailbox(world, world.admin, { smtp: { ...account, ...it } })).smtp

/** A server that offers these capabilities and replies to every login with the given line. */
async function imapThat(capabilities: string, login = 'OK done', more: Record<string, string> = {}): Promise<number> {
  const answers = { LOGIN: login, AUTHENTICATE: login, STARTTLS: 'NO not now', ...more }
  const server = await startScriptedImap({ greeting: `* OK [CAPABILITY IMAP4rev1 ${capabilities}] ready`, answers })
  open.push(() => server.stop())
  return server.port
}

describe('an IMAP server', () => {
  test.each([
    ['offers no STARTTLS', 'AUTH=PLAIN', 'OK done', 'starttls', 'no_starttls'],
    ['refuses STARTTLS', 'STARTTLS AUTH=PLAIN', 'OK done', 'starttls', 'no_starttls'],
    ['takes a login over TLS alone', 'STARTTLS LOGINDISABLED', 'OK done', 'none', 'wrong_tls_mode'],
    ['asks for privacy', 'AUTH=PLAIN', 'NO [PRIVACYREQUIRED] not in the clear', 'none', 'wrong_tls_mode'],
    ['has logins switched off', 'LOGINDISABLED', 'OK done', 'none', 'no_login_method'],
    ['knows no way that the desk knows', 'AUTH=GSSAPI', 'NO not by that', 'none', 'no_login_method'],
    ['refuses the password', 'AUTH=PLAIN', 'NO [AUTHENTICATIONFAILED] wrong', 'none', 'login_refused'],
    ['refuses the password of LOGIN', '', 'NO [AUTHENTICATIONFAILED] wrong', 'none', 'login_refused'],
  ] as const)('that %s is named so', async (_what, capabilities, login, tls, problem) => {
    const port = await imapThat(capabilities, login)
    expect(await tryImap({ port, tls })).toMatchObject({ isOk: false, problem })
  })
})

describe('an SMTP server', () => {
  test.each([
    ['offers no STARTTLS', 'PIPELINING', '', 'starttls', 'no_starttls'],
    ['offers no login before TLS', 'STARTTLS', '503 5.5.1 AUTH not available', 'none', 'no_login_method'],
    ['wants STARTTLS first', 'AUTH PLAIN', '530 5.7.0 Must issue a STARTTLS command first', 'none', 'wrong_tls_mode'],
    ['wants encryption for it', 'AUTH PLAIN', '538 5.7.11 Encryption required', 'none', 'wrong_tls_mode'],
    ['finds the mechanism too weak', 'AUTH PLAIN', '534 5.7.9 Mechanism too weak', 'none', 'no_login_method'],
    ['knows no way that the desk knows', 'AUTH GSSAPI NTLM', '504 5.5.4 Unknown', 'none', 'no_login_method'],
    ['refuses the password', 'AUTH PLAIN', '535 5.7.8 No', 'none', 'login_refused'],
    [
      'wants a password of its own',
      'AUTH PLAIN',
      '534 5.7.9 Application-specific password required',
      'none',
      'needs_app_password',
    ],
  ] as const)('that %s is named so', async (_what, offers, auth, tls, problem) => {
    const script = { extensions: [offers], auth, starttls: '502 5.5.1 No' }
    const { server, stop } = await startScriptedSmtp(script)
    open.push(stop)
    expect(await trySmtp({ port: server.port, tls })).toMatchObject({ isOk: false, problem })
  })
})

describe('folders of Dovecot', () => {
  type Commands = { exec(name: string, values: { type: 'STRING'; value: string }[]): Promise<{ next(): void }> }

  /** `rights`: the rights of the login in a folder (RFC 4314); all rights in the other folders. */
  async function dovecotWith(rights: Record<string, string> = {}): Promise<number> {
    const dovecot = await createDovecot(`
mail_plugins = acl
protocol imap {
  mail_plugins = acl imap_acl
}
plugin {
  acl = vfile
}
passdb {
  driver = static
  args = password=secret
}`)
    await dovecot.start()
    open.unshift(() => dovecot.remove())
    await withClient(dovecot, async client => {
      for (const folder of ['Done', 'Sealed']) await client.mailboxCreate(folder)
      for (const words of Object.entries(rights).map(([folder, its]) => [folder, dovecot.user, its])) {
        const values = words.map(value => ({ type: 'STRING' as const, value }))
        const answer = await (client as unknown as Commands).exec('SETACL', values)
        answer.next()
      }
    })
    return dovecot.port
  }
  const sealed = { Sealed: 'lrws' }

  test('pass if the login may read, flag and move mail', async () => {
    const port = await dovecotWith(sealed)
    const passed = { isOk: true, problem: null, said: null, advice: null }
    expect(await tryImap({ port })).toEqual(passed)
    expect(await tryImap({ port, moveTo: 'Done' })).toEqual(passed)
  })

  test('pass with a notice if the target folder does not exist yet', async () => {
    const port = await dovecotWith(sealed)
    const check = await tryImap({ port, moveTo: 'Later' })
    expect(check).toMatchObject({ isOk: true, advice: expect.stringContaining('“Later” does not exist yet') })
  })

  test.each([
    ['the login may not add mail to the target folder', 'INBOX', 'Sealed'],
    ['the login may not delete mail in the source folder', 'Sealed', 'Done'],
  ])('fail if %s', async (_what, folder, moveTo) => {
    const port = await dovecotWith(sealed)
    expect(await tryImap({ port, folder, moveTo })).toMatchObject({ isOk: false, problem: 'no_folder_rights' })
  })

  test('fail if the login may not mark mail as read', async () => {
    const port = await dovecotWith({ INBOX: 'lr' })
    expect(await tryImap({ port })).toMatchObject({ problem: 'no_folder_rights', said: expect.stringContaining('lr') })
  })

  test.each(['inbox', 'INBOX.', 'Done.', 'done'])(
    'fail if the target folder is the folder that is read (%s)',
    async moveTo => {
      const port = await dovecotWith(sealed)
      const folder = moveTo.toLowerCase().startsWith('done') ? 'Done' : 'INBOX'
      expect(await tryImap({ port, folder, moveTo })).toMatchObject({ isOk: false, problem: 'same_folder' })
    },
  )
})
