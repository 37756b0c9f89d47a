import { keyZone, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { letter, verdictOn } from '@gotrs/mail/testing/authentication/verdict-on'
import { txt } from '@gotrs/mail/testing/authentication/zone'
import { expect, it } from 'vitest'

const signature = (tags = '') =>
  `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=acme.example; s=s; h=from; bh=AAAA; b=AAAA;${tags}\r\n`
const seals = (count: number) =>
  Array.from({ length: count }, (_, at) =>
    [
      'Seal: a=rsa-sha256; cv=pass; d=mx; s=s; b=AA;',
      'Message-Signature: a=rsa-sha256; d=mx; s=s; h=from; bh=AA; b=AA;',
      'Authentication-Results:',
    ]
      .map(it => `ARC-${it} i=${at + 1}; mx; dmarc=pass header.from=acme.example\r\n`)
      .join(''),
  ).join('')
const MB = 1024 * 1024

/** Each tries to throw, hang, fill the memory, or be misread. */
const mails: [string, () => string][] = [
  ['nothing', () => ''],
  ['a blank line', () => '\r\n'],
  ['NUL', () => '\0'.repeat(100_000)],
  ['no body and no line that ends', () => 'From: Omar <omar@acme.example>'],
  ['a head of 10 MB without an end', () => letter(`X: ${'x'.repeat(10 * MB)}`)],
  ['100,000 folded lines', () => letter(`X: y\r\n${' z\r\n'.repeat(100_000)}`)],
  ['3,900 folded lines', () => letter(`X: y\r\n${' z\r\n'.repeat(3_900)}`)],
  ['lines that are no fields', () => letter('\x00\xff junk\r\n'.repeat(3_900))],
  ['a first line of blanks before a colon', () => `X${' '.repeat(250_000)}Y: z\r\n${letter()}`],
  ['blanks without an end in a signature', () => letter(signature(`z=a${' '.repeat(15_000)}b`))],
  ['folds without an end in a signature', () => letter(signature(`z=a${'\r\n '.repeat(3_000)}b`))],
  ['3,900 signatures', () => letter('DKIM-Signature: d=acme.example; a=rsa-sha256; s=s; b=a\r\n'.repeat(3_900))],
  ['1,000 whole signatures', () => letter(signature().repeat(1_000))],
  ['a signature of 200 KB', () => letter(signature(`z=${'a'.repeat(200_000)}`))],
  [
    'a signature with 4,000 names in h=',
    () =>
      letter(
        signature()
          .replace('h=from', `h=from${':a'.repeat(3_900)}`)
          .repeat(30) + 'a: b\r\n'.repeat(3_500),
      ),
  ],
  ['a signature with 10,000 tags', () => letter(signature('a=b;'.repeat(2_000)).repeat(8))],
  ['50 ARC sets', () => letter(seals(50))],
  ['500 ARC sets', () => letter(seals(500))],
  ['a From of 200 KB', () => `From: ${'<a@'.repeat(60_000)}\r\n\r\nx`],
  ['a From of 15 KB of brackets', () => `From: ${'(<"@,'.repeat(3_000)}\r\n\r\nx`],
  ['1,000 From fields', () => letter('From: omar@acme.example\r\n'.repeat(1_000))],
  ['a Content-Type made to be parsed', () => letter(`${signature()}Content-Type: a${';a*0*="='.repeat(2_000)}\r\n`)],
  ['results without an end', () => letter(`Authentication-Results: mx; ${'('.repeat(15_000)}\r\n`.repeat(15))],
  [
    'results made of semicolons',
    () => letter(`Authentication-Results: mx${';a=b c.d=e'.repeat(1_500)}\r\n`.repeat(15)),
  ],
]

it.each(mails)('a mail of %s is read in time, and proves nothing', async (_what, mail) => {
  const started = performance.now()
  const result = await verdictOn(mail(), { pinnedAuthservId: 'mx' }, keyZone('acme.example'))
  expect(performance.now() - started).toBeLessThan(5_000)
  expect(['unknown', 'contradicted']).toContain(result.verdict)
  expect(JSON.stringify(result).length).toBeLessThan(8_000)
})

it('junk in the head does not hide that the domain is authenticable', async () => {
  const zone = { '_dmarc.acme.example': txt('v=DMARC1; p=reject') }
  for (const junk of [
    'X: y\r\n'.repeat(5_000),
    `X: ${'x'.repeat(MB)}\r\n`,
    signature().repeat(500),
    signature(' '.repeat(600)),
  ]) {
    expect(await verdictOn(letter(junk), {}, zone)).toMatchObject({ verdict: 'contradicted' })
  }
})

/** A relaxed signature ignores empty lines and blanks at the end; anything else breaks it. */
it.each([
  ['lines of one character', 'a\n', 'unknown'],
  ['lines that end in blanks', 'a \t\r\n', 'unknown'],
  ['empty lines', '\r\n', 'authenticated'],
  ['no line at all', 'a', 'unknown'],
  ['blanks alone', ' \t', 'authenticated'],
  ['bare carriage returns', '\r', 'unknown'],
])(
  'a signed mail with 20 MB of %s after it is verified in one pass',
  async (_what, piece, verdict) => {
    const body = piece.repeat((20 * MB) / piece.length)
    const raw = await sign(letter('', 'Hello.'), { domain: 'acme.example' })
    const started = process.cpuUsage()
    const result = await verdictOn(raw + body, {}, keyZone('acme.example'))
    const { user } = process.cpuUsage(started)
    expect(result.verdict).toBe(verdict)
    expect(user / 1_000_000).toBeLessThan(10)
  },
  60_000,
)

it('a mail of random bytes never throws', async () => {
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed % below
  }
  const words = [
    'DKIM-Signature:',
    'From:',
    'ARC-Seal:',
    'Authentication-Results:',
    '=',
    ';',
    '\r\n',
    '\n',
    ' ',
    '"',
    '(',
    ')',
    '@',
    'd',
    'a=rsa-sha256',
    'acme.example',
    '\0',
    'mx',
    'b=',
    'i=1',
    ':',
    '\r',
    '\xff',
  ]
  for (let round = 0; round < 300; round += 1) {
    const mail = Array.from({ length: random(80) }, () => words[random(words.length)]).join('')
    const { verdict } = await verdictOn(letter(mail), { pinnedAuthservId: 'mx' }, keyZone('acme.example'))
    expect(verdict).not.toBe('authenticated')
  }
})
