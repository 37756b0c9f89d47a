import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DeliveryReport, isSenderRefused } from '@gotrs/core/outbound/delivery-report'
import { type Script, type ScriptedSmtp, startScriptedSmtp } from '@gotrs/mail-worker/testing/scripted-smtp'
import { type Sink, startSink } from '@gotrs/mail-worker/testing/smtp-sink'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createMailSender } from './send-mail.ts'

const limits = { connectMs: 250, answerMs: 250, wholeMs: 5_000 }
const raw = Buffer.from('Subject: x\r\n\r\nx\r\n')
let server: ScriptedSmtp | null = null
let sink: Sink | null = null
afterEach(async () => {
  await server?.stop()
  await sink?.stop()
  server = null
  sink = null
})

async function send(
  script: Script,
  to = ['omar@acme.example'],
  from = 'support@gotrs.example',
): Promise<DeliveryReport> {
  server = await startScriptedSmtp(script)
  return createMailSender(server.server, limits)({ from, to, raw }, null)
}

describe('a failure of the server, not of the mail: the mail waits if the server', () => {
  test.each<[string, Script]>([
    ['hangs before the greeting', { greeting: null }],
    ['closes the connection instead of a greeting', { greeting: 'drop' }],
    ['greets with 554', { greeting: '554 5.3.2 no service' }],
    ['greets with 421', { greeting: '421 4.3.2 too busy' }],
    ['hangs after MAIL', { mail: () => null }],
    ['replies 421 to MAIL', { mail: () => '421 4.3.2 closing' }],
    ['hangs after RCPT', { rcpt: () => null }],
    ['closes the connection after RCPT', { rcpt: () => 'drop' }],
    ['hangs after DATA', { data: null }],
    ['speaks another protocol', { greeting: '+OK POP3 ready' }],
  ])('%s', async (_name, script) => {
    expect(await send(script)).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true })
  })

  test('does not exist', async () => {
    server = await startScriptedSmtp({})
    const stopped = server.server
    await server.stop()
    server = null
    const report = await createMailSender(stopped, limits)({ from: 'a@b.example', to: ['c@d.example'], raw }, null)
    expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true, isOwnWords: true })
  })
})

test.each<[string, Script]>([
  ['a greeting', { greeting: '+OK secret' }],
  ['a reply to the text', { dot: '554 5.7.1 secret' }],
  ['a reply to a recipient', { rcpt: () => '550 5.1.1 secret' }],
])('%s is marked as text of the server, which is hidden from customers', async (_name, script) => {
  const words = JSON.stringify(await send(script))
  expect(words).toContain('secret')
  expect(words).not.toContain('isOwnWords')
})

describe('a rejection of this mail', () => {
  test.each<[string, Script, boolean]>([
    ['451 to MAIL', { mail: () => '451 4.7.1 later' }, false],
    ['550 to MAIL', { mail: () => '550 5.7.1 not from you' }, true],
    ['552 to MAIL: too large', { mail: () => '552 5.3.4 too large' }, true],
    ['451 to DATA', { data: '451 4.3.0 later' }, false],
    ['554 to DATA', { data: '554 5.6.0 no' }, true],
    ['452 to the dot', { dot: '452 4.3.1 disk full' }, false],
    ['554 to the dot', { dot: '554 5.7.1 spam' }, true],
    ['a size above the announced limit', { extensions: ['SIZE 10'] }, true],
  ])('%s', async (_name, script, isPermanent) => {
    expect(await send(script)).toMatchObject({ kind: 'refused', isPermanent, isServerUnavailable: false })
  })

  test('421 to the dot: rejected, and the server is closing', async () => {
    expect(await send({ dot: '421 4.3.2 closing' })).toMatchObject({ kind: 'refused', isServerUnavailable: true })
  })
})

describe.each([
  ['one command at a time', []],
  ['pipelined', ['PIPELINING']],
])('a rejected sender, %s', (_name, extensions) => {
  const afterRefusal = { rcpt: () => '503 5.5.1 need MAIL command', data: '503 5.5.1 need RCPT command' }
  test.each<[string, boolean, boolean]>([
    ['451 4.7.1 try again later', false, false],
    ['450 4.1.8 sender domain not found', false, false],
    ['550 5.7.1 not your address', true, true],
    ['553 5.1.8 no such sender', true, true],
    ['501 5.1.7 bad sender', true, true],
    ['552 5.3.4 too large', true, false],
  ])('%s to MAIL applies to every recipient', async (reply, isPermanent, isAboutSender) => {
    const report = await send({ extensions, mail: () => reply, ...afterRefusal }, ['a@a.example', 'b@a.example'])
    expect(report).toMatchObject({ kind: 'refused', isPermanent, isServerUnavailable: false, response: reply })
    expect(isSenderRefused(report)).toBe(isAboutSender)
  })

  test('421 to MAIL: the server is unavailable', async () => {
    const report = await send({ extensions, mail: () => '421 4.3.2 closing drop', ...afterRefusal })
    expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true })
  })

  test('a connection that drops after the rejection leaves the sender rejected', async () => {
    const report = await send({ extensions, mail: () => '550 5.7.1 not your address', rcpt: () => 'drop' })
    expect(report).toMatchObject({ kind: 'refused', isPermanent: true, response: '550 5.7.1 not your address' })
  })

  test('421 to RCPT: the server is unavailable, not the recipient', async () => {
    const report = await send({ extensions, rcpt: () => '421 4.3.2 closing', data: '421 4.3.2 closing' })
    expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true })
  })

  test.each<[string, boolean]>([
    ['553 5.7.1 <support@gotrs.example>: Sender address rejected: not owned by user x', true],
    ['550 Sender verify failed', true],
    ['550 5.1.1 no such user', false],
    ['450 4.7.1 sender is greylisted', false],
  ])('RCPT gets the reply %s', async (reply, isAboutSender) => {
    const report = await send({ extensions, rcpt: () => reply, data: '554 5.5.1 no valid recipients' })
    expect(isSenderRefused(report)).toBe(isAboutSender)
    expect(report).toMatchObject({ kind: 'answered', refused: [{ response: reply }] })
  })
})

describe('a rejection before MAIL FROM is retried', () => {
  test.each<[string, Script]>([
    ['550 to EHLO and HELO', { ehlo: '550 5.7.1 not you' }],
    ['421 to EHLO', { ehlo: '421 4.3.2 closing drop' }],
    ['no reply to EHLO', { ehlo: 'drop' }],
  ])('%s', async (_name, script) => {
    expect(await send(script)).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true })
  })
})

describe('a failed login counts for the server, and the mail is retried', () => {
  test.each(['535 5.7.8 wrong password', '454 4.7.0 no logins at the moment', '421 4.3.2 closing drop'])(
    'AUTH gets the reply %s',
    async reply => {
      server = await startScriptedSmtp({ extensions: ['AUTH PLAIN LOGIN'], auth: reply })
      const sendMail = createMailSender({ ...server.server, user: 'support', password: 'secret' }, limits)
      const report = await sendMail({ from: 'support@gotrs.example', to: ['omar@acme.example'], raw }, null)
      expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true })
      expect(JSON.stringify(report)).toContain(reply.slice(0, 9))
      expect(isSenderRefused(report)).toBe(false)
      expect(server.lines.some(it => it.startsWith('MAIL'))).toBe(false)
    },
  )
})

describe('a connection that fails around the end of the text', () => {
  test.each<[string, Script]>([
    ['no reply after the dot', { dot: null }],
    ['a disconnect before the 250', { dot: 'drop' }],
  ])('%s: the result is unknown', async (_name, script) => {
    expect(await send(script)).toMatchObject({ kind: 'unknown' })
  })

  test('a disconnect after the 250: the mail is delivered', async () => {
    expect(await send({ dot: '250 2.0.0 taken drop' })).toMatchObject({ kind: 'answered', response: '250 2.0.0 taken' })
  })

  test('recipients that were rejected before stay rejected', async () => {
    const rcpt = (address: string) => (address.startsWith('gone') ? '550 5.1.1 gone' : '250 ok')
    expect(await send({ rcpt, dot: 'drop' }, ['gone@a.example', 'b@a.example'])).toMatchObject({
      kind: 'unknown',
      refused: [{ address: 'gone@a.example', isPermanent: true }],
    })
  })
})

describe.each([
  ['one command at a time', []],
  ['pipelined', ['PIPELINING']],
])('several recipients, %s', (_name, extensions) => {
  const to = ['ok@a.example', 'full@a.example', 'gone@a.example']
  const rcpt = (address: string) =>
    address.startsWith('gone') ? '550 5.1.1 gone' : address.startsWith('full') ? '452 4.2.2 full' : '250 ok'

  test('each gets its own result', async () => {
    expect(await send({ extensions, rcpt }, to)).toMatchObject({
      kind: 'answered',
      accepted: ['ok@a.example'],
      refused: [
        { address: 'full@a.example', isPermanent: false, response: '452 4.2.2 full' },
        { address: 'gone@a.example', isPermanent: true, response: '550 5.1.1 gone' },
      ],
    })
  })

  test('a rejected text fails for the accepted recipients; the full mailbox is retried', async () => {
    const report = await send({ extensions, rcpt, dot: '554 5.7.1 spam' }, to)
    const isPermanent = Object.fromEntries(
      report.kind === 'answered' ? report.refused.map(it => [it.address.split('@')[0], it.isPermanent]) : [],
    )
    expect(isPermanent).toEqual({ ok: true, full: false, gone: true })
  })

  test('all are rejected, each with its own reply', async () => {
    const report = await send({ extensions, rcpt, data: '503 5.5.1 no recipients' }, to.slice(1))
    expect(report).toMatchObject({
      kind: 'answered',
      accepted: [],
      refused: [{ isPermanent: false }, { isPermanent: true }],
    })
  })
})

describe('an address with letters beyond ASCII before the @', () => {
  const to = ['søren@a.example', 'ok@a.example']
  test('is sent to a server with SMTPUTF8', async () => {
    expect(await send({ extensions: ['SMTPUTF8'] }, to)).toMatchObject({ kind: 'answered', accepted: to, refused: [] })
    expect(server?.lines.find(it => it.startsWith('MAIL'))).toContain('SMTPUTF8')
  })

  test('fails with the reason at a server without SMTPUTF8; the other recipients get the mail', async () => {
    expect(await send({}, to)).toMatchObject({
      kind: 'answered',
      accepted: ['ok@a.example'],
      refused: [{ address: 'søren@a.example', isPermanent: true, response: expect.stringContaining('SMTPUTF8') }],
    })
    expect(server?.lines.join()).not.toContain('søren')
    await server?.stop()
    expect(await send({}, ['søren@a.example'])).toMatchObject({ accepted: [], refused: [{ isPermanent: true }] })
  })
})

describe('encryption', () => {
  let key: Buffer
  let cert: Buffer
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gotrs-cert-'))
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const subject = ['-subj', '/CN=elsewhere.example', '-days', '1', '-nodes']
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        ...subject,
        '-keyout',
        keyFile,
        '-out',
        certFile,
      ],
      { stdio: 'ignore' },
    )
    ;[key, cert] = await Promise.all([readFile(keyFile), readFile(certFile)])
    await rm(folder, { recursive: true })
  })
  const longLimits = { connectMs: 2_000, answerMs: 2_000, wholeMs: 5_000 }
  const through = (tls: 'tls' | 'starttls' | 'opportunistic') => {
    if (!sink) throw new Error('no server was started')
    return createMailSender({ ...sink.server, tls }, longLimits)(
      { from: 'a@b.example', to: ['c@d.example'], raw },
      null,
    )
  }

  test('a wrong certificate: nothing is sent, and the mail is retried', async () => {
    sink = await startSink({ disabledCommands: ['AUTH'], key, cert })
    expect(await through('starttls')).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true })
    expect(sink.mails).toEqual([])
  })

  test('a server without required encryption: nothing is sent', async () => {
    sink = await startSink()
    expect(await through('starttls')).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true })
    expect(await through('tls')).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true })
    expect(sink.mails).toEqual([])
  })

  test('opportunistic: accepts any certificate', async () => {
    sink = await startSink({ disabledCommands: ['AUTH'], key, cert })
    expect(await through('opportunistic')).toMatchObject({ kind: 'answered' })
    expect(sink.mails).toHaveLength(1)
  })

  test('a rejected password counts for the server, not for the mail', async () => {
    sink = await startSink({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error('no')),
    })
    const report = await createMailSender({ ...sink.server, user: 'u', password: 'p' }, longLimits)(
      { from: 'a@b.example', to: ['c@d.example'], raw },
      null,
    )
    expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerUnavailable: true })
  })
})
