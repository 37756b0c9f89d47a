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

describe('no mail at all is taken: that is about the server', () => {
  test.each<[string, Script]>([
    ['it hangs before the greeting', { greeting: null }],
    ['it drops the line instead of a greeting', { greeting: 'drop' }],
    ['its greeting is 554', { greeting: '554 5.3.2 no service' }],
    ['its greeting is 421', { greeting: '421 4.3.2 too busy' }],
    ['it hangs after MAIL', { mail: () => null }],
    ['it says 421 to MAIL', { mail: () => '421 4.3.2 closing' }],
    ['it hangs after RCPT', { rcpt: () => null }],
    ['it drops the line after RCPT', { rcpt: () => 'drop' }],
    ['it hangs after DATA', { data: null }],
    ['it speaks something else', { greeting: '+OK POP3 ready' }],
  ])('%s', async (_name, script) => {
    expect(await send(script)).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true })
  })

  test('there is nobody', async () => {
    server = await startScriptedSmtp({})
    const nobody = server.server
    await server.stop()
    server = null
    const report = await createMailSender(nobody, limits)({ from: 'a@b.example', to: ['c@d.example'], raw }, null)
    expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true, isOwnWords: true })
  })
})

test.each<[string, Script]>([
  ['a greeting', { greeting: '+OK secret' }],
  ['an answer to the text', { dot: '554 5.7.1 secret' }],
  ['an answer to a recipient', { rcpt: () => '550 5.1.1 secret' }],
])('%s is never taken for words of the desk, which are not hidden', async (_name, script) => {
  const words = JSON.stringify(await send(script))
  expect(words).toContain('secret')
  expect(words).not.toContain('isOwnWords')
})

describe('this mail is refused', () => {
  test.each<[string, Script, boolean]>([
    ['MAIL answered 451', { mail: () => '451 4.7.1 later' }, false],
    ['MAIL answered 550', { mail: () => '550 5.7.1 not from you' }, true],
    ['MAIL answered 552: too large', { mail: () => '552 5.3.4 too large' }, true],
    ['DATA answered 451', { data: '451 4.3.0 later' }, false],
    ['DATA answered 554', { data: '554 5.6.0 no' }, true],
    ['the dot answered 452', { dot: '452 4.3.1 disk full' }, false],
    ['the dot answered 554', { dot: '554 5.7.1 spam' }, true],
    ['too large by the size it announces', { extensions: ['SIZE 10'] }, true],
  ])('%s', async (_name, script, isPermanent) => {
    expect(await send(script)).toMatchObject({ kind: 'refused', isPermanent, isServerAway: false })
  })

  test('421 to the dot: not taken, and the server is closing', async () => {
    expect(await send({ dot: '421 4.3.2 closing' })).toMatchObject({ kind: 'refused', isServerAway: true })
  })
})

describe.each([
  ['one command at a time', []],
  ['all at once (PIPELINING)', ['PIPELINING']],
])('a sender that is refused, %s', (_name, extensions) => {
  const afterRefusal = { rcpt: () => '503 5.5.1 need MAIL command', data: '503 5.5.1 need RCPT command' }
  test.each<[string, boolean, boolean]>([
    ['451 4.7.1 try again later', false, false],
    ['450 4.1.8 sender domain not found', false, false],
    ['550 5.7.1 not your address', true, true],
    ['553 5.1.8 no such sender', true, true],
    ['501 5.1.7 bad sender', true, true],
    ['552 5.3.4 too large', true, false],
  ])('MAIL answered %s: in these words, for every recipient', async (said, isPermanent, isAboutSender) => {
    const report = await send({ extensions, mail: () => said, ...afterRefusal }, ['a@a.example', 'b@a.example'])
    expect(report).toMatchObject({ kind: 'refused', isPermanent, isServerAway: false, response: said })
    expect(isSenderRefused(report)).toBe(isAboutSender)
  })

  test('MAIL answered 421: the server is away, and the connection is over', async () => {
    const report = await send({ extensions, mail: () => '421 4.3.2 closing drop', ...afterRefusal })
    expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true })
  })

  test('a line that breaks after a refused sender leaves the sender refused', async () => {
    const report = await send({ extensions, mail: () => '550 5.7.1 not your address', rcpt: () => 'drop' })
    expect(report).toMatchObject({ kind: 'refused', isPermanent: true, response: '550 5.7.1 not your address' })
  })

  test('RCPT answered 421: the server is away, not the recipient', async () => {
    const report = await send({ extensions, rcpt: () => '421 4.3.2 closing', data: '421 4.3.2 closing' })
    expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true })
  })

  test.each<[string, boolean]>([
    ['553 5.7.1 <support@gotrs.example>: Sender address rejected: not owned by user x', true],
    ['550 Sender verify failed', true],
    ['550 5.1.1 no such user', false],
    ['450 4.7.1 sender is greylisted', false],
  ])('RCPT answered %s', async (said, isAboutSender) => {
    const report = await send({ extensions, rcpt: () => said, data: '554 5.5.1 no valid recipients' })
    expect(isSenderRefused(report)).toBe(isAboutSender)
    expect(report).toMatchObject({ kind: 'answered', refused: [{ response: said }] })
  })
})

describe('a refusal before MAIL FROM is retried', () => {
  test.each<[string, Script]>([
    ['EHLO and HELO answered 550', { ehlo: '550 5.7.1 not you' }],
    ['EHLO answered 421', { ehlo: '421 4.3.2 closing drop' }],
    ['EHLO answered nothing', { ehlo: 'drop' }],
  ])('%s', async (_name, script) => {
    expect(await send(script)).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true })
  })
})

describe('a login that is refused is about the server, and the mail is tried again', () => {
  test.each(['535 5.7.8 wrong password', '454 4.7.0 no logins at the moment', '421 4.3.2 closing drop'])(
    'AUTH answered %s',
    async said => {
      server = await startScriptedSmtp({ extensions: ['AUTH PLAIN LOGIN'], auth: said })
      const sendMail = createMailSender({ ...server.server, user: 'support', password: 'secret' }, limits)
      const report = await sendMail({ from: 'support@gotrs.example', to: ['omar@acme.example'], raw }, null)
      expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true })
      expect(JSON.stringify(report)).toContain(said.slice(0, 9))
      expect(isSenderRefused(report)).toBe(false)
      expect(server.lines.some(it => it.startsWith('MAIL'))).toBe(false)
    },
  )
})

describe('the line breaks around the end of the text', () => {
  test.each<[string, Script]>([
    ['a hang after the dot', { dot: null }],
    ['a drop before the 250', { dot: 'drop' }],
  ])('%s: nobody knows', async (_name, script) => {
    expect(await send(script)).toMatchObject({ kind: 'unknown' })
  })

  test('a drop after the 250: it has arrived', async () => {
    expect(await send({ dot: '250 2.0.0 taken drop' })).toMatchObject({ kind: 'answered', response: '250 2.0.0 taken' })
  })

  test('who was refused before is known to be', async () => {
    const rcpt = (address: string) => (address.startsWith('gone') ? '550 5.1.1 gone' : '250 ok')
    expect(await send({ rcpt, dot: 'drop' }, ['gone@a.example', 'b@a.example'])).toMatchObject({
      kind: 'unknown',
      refused: [{ address: 'gone@a.example', isPermanent: true }],
    })
  })
})

describe.each([
  ['one command at a time', []],
  ['all at once (PIPELINING)', ['PIPELINING']],
])('several recipients, %s', (_name, extensions) => {
  const to = ['ok@a.example', 'full@a.example', 'gone@a.example']
  const rcpt = (address: string) =>
    address.startsWith('gone') ? '550 5.1.1 gone' : address.startsWith('full') ? '452 4.2.2 full' : '250 ok'

  test('each has an answer of its own', async () => {
    expect(await send({ extensions, rcpt }, to)).toMatchObject({
      kind: 'answered',
      accepted: ['ok@a.example'],
      refused: [
        { address: 'full@a.example', isPermanent: false, response: '452 4.2.2 full' },
        { address: 'gone@a.example', isPermanent: true, response: '550 5.1.1 gone' },
      ],
    })
  })

  test('a text that is refused fails for whom it was meant: the full mailbox is tried again', async () => {
    const report = await send({ extensions, rcpt, dot: '554 5.7.1 spam' }, to)
    const isPermanent = Object.fromEntries(
      report.kind === 'answered' ? report.refused.map(it => [it.address.split('@')[0], it.isPermanent]) : [],
    )
    expect(isPermanent).toEqual({ ok: true, full: false, gone: true })
  })

  test('all refused, each in its own way', async () => {
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
  test('goes to a server that takes them', async () => {
    expect(await send({ extensions: ['SMTPUTF8'] }, to)).toMatchObject({ kind: 'answered', accepted: to, refused: [] })
    expect(server?.lines.find(it => it.startsWith('MAIL'))).toContain('SMTPUTF8')
  })

  test('fails alone where the server does not, with the reason', async () => {
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
  const patient = { connectMs: 2_000, answerMs: 2_000, wholeMs: 5_000 }
  const through = (tls: 'tls' | 'starttls' | 'opportunistic') => {
    if (!sink) throw new Error('no server was started')
    return createMailSender({ ...sink.server, tls }, patient)({ from: 'a@b.example', to: ['c@d.example'], raw }, null)
  }

  test('a certificate that is wrong: nothing is sent, and it is tried again', async () => {
    sink = await startSink({ disabledCommands: ['AUTH'], key, cert })
    expect(await through('starttls')).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true })
    expect(sink.mails).toEqual([])
  })

  test('a server that offers none where it is demanded: nothing is sent', async () => {
    sink = await startSink()
    expect(await through('starttls')).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true })
    expect(await through('tls')).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true })
    expect(sink.mails).toEqual([])
  })

  test('opportunistic: any certificate is better than none', async () => {
    sink = await startSink({ disabledCommands: ['AUTH'], key, cert })
    expect(await through('opportunistic')).toMatchObject({ kind: 'answered' })
    expect(sink.mails).toHaveLength(1)
  })

  test('a password that is refused is the desk’s fault, not the mail’s', async () => {
    sink = await startSink({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(new Error('no')),
    })
    const report = await createMailSender({ ...sink.server, user: 'u', password: 'p' }, patient)(
      { from: 'a@b.example', to: ['c@d.example'], raw },
      null,
    )
    expect(report).toMatchObject({ kind: 'refused', isPermanent: false, isServerAway: true })
  })
})
