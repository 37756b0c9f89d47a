// biome-ignore lint/style/noRestrictedImports: the rule keeps I/O out of the package; a test reads its vectors.
import { readFileSync } from 'node:fs'
import { resolverOf, txt } from '@gotrs/mail/testing/authentication/zone'
import { describe, expect, it } from 'vitest'
import { verifyArc } from './arc.ts'
import { verifySignatures } from './dkim.ts'
import { bytesOf } from './mail-bytes.ts'
import { readHead } from './mail-head.ts'

const rsaKey =
  'MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB'
const rsa = txt(`v=DKIM1; k=rsa; p=${rsaKey}`)

/** RFC 8463, appendix A.2, and the key that the suites share with it. */
const zone = {
  'brisbane._domainkey.football.example.com': txt('v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='),
  'test._domainkey.football.example.com': rsa,
  'test._domainkey.example.com': rsa,
  'dummy._domainkey.example.org': rsa,
}

const read = (name: string) => readFileSync(new URL(`./vectors/${name}.eml`, import.meta.url), 'latin1')

async function verify(mail: string) {
  const raw = Buffer.from(mail, 'latin1')
  const resolve = resolverOf(zone)
  const head = readHead(raw)
  if (!head) throw new Error('The vector has no head.')
  const rules = { counts: () => true, trusts: () => true, resolve, now: new Date('2026-11-29T10:00:00Z') }
  const { dkim, arc } = await verifySignatures(bytesOf(raw), head, rules)
  return { dkim: dkim.map(it => it.result), arc: (await verifyArc(arc, true, resolve)).result }
}

const crlf = (mail: string) => mail.replaceAll('\n', '\r\n')

describe.each(['dkim-rfc8463', 'dkim-simple'])('the DKIM vector %s', name => {
  const mail = read(name)

  it('passes with both of its signatures, with either line end', async () => {
    expect((await verify(mail)).dkim).toEqual(['pass', 'pass'])
    expect((await verify(crlf(mail))).dkim).toEqual(['pass', 'pass'])
  })

  it.each([
    ['a word of the body', (it: string) => it.replace('hungry', 'angry')],
    ['a signed field', (it: string) => it.replace('dinner', 'supper')],
    ['the sender', (it: string) => it.replace('joe@', 'jane@')],
    ['a signature', (it: string) => it.replaceAll(/b=\S{4}/g, 'b=AAAA')],
    [
      'another From below, where the signed field is taken from',
      (it: string) => it.replace('\nTo:', '\nFrom: a@b.example\nTo:'),
    ],
  ])('fails with both if %s is changed', async (_what, change) => {
    expect(change(mail)).not.toBe(mail)
    expect((await verify(change(mail))).dkim).not.toContain('pass')
  })
})

it('ignores other white space when relaxed, but not when simple', async () => {
  const respace = (mail: string) => mail.replace('We lost', 'We \t lost').replace('Joe.\n', 'Joe. \n\n\n')
  expect((await verify(respace(read('dkim-rfc8463')))).dkim).toEqual(['pass', 'pass'])
  expect((await verify(respace(read('dkim-simple')))).dkim).toEqual(['fail', 'fail'])
})

describe.each(['arc-i1', 'arc-i2', 'arc-dkimpy'])('the ARC vector %s', name => {
  const mail = read(name)

  it('passes', async () => {
    expect((await verify(mail)).arc).toBe('pass')
    expect((await verify(crlf(mail))).arc).toBe('pass')
  })

  it.each([
    ['the body', (it: string) => it.replace('test message', 'tested message')],
    ['the subject', (it: string) => it.replace(/Subject: ./, 'Subject: Y')],
    ['a result that is sealed', (it: string) => it.replace(/(ARC-Authentication-Results: [\s\S]*?spf=)pass/, '$1fail')],
    ['a seal', (it: string) => it.replace('ARC-Seal: ', 'X-Seal: ')],
    ['the state of the chain', (it: string) => it.replace(/cv=\w+/, 'cv=fail')],
    ['the number of a set', (it: string) => it.replaceAll(/\bi=1;/g, 'i=7;')],
    ['a set that is there twice', (it: string) => it.replace(/(ARC-Seal: [\s\S]*?\n)(?=ARC)/, '$1$1')],
  ])('fails where this is changed: %s', async (_what, change) => {
    expect(change(mail)).not.toBe(mail)
    expect((await verify(change(mail))).arc).toBe('fail')
  })
})
