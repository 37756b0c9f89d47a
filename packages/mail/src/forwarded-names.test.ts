import { describe, expect, test } from 'vitest'
import { readForwarded } from './forwarded.ts'
import { parseMailNow } from './parse.ts'

const head = (type: string) =>
  `From: Ana <ana@gotrs.example>\r\nTo: support@gotrs.example\r\nSubject: Fwd: Contract\r\nContent-Type: ${type}\r\n\r\n`
const read = (mail: string) => readForwarded(parseMailNow(Buffer.from(mail)))?.from.address

test.each([
  'Vera <vera@bank.example> <x@evil.example>',
  '"Vera <vera@bank.example>" <x@evil.example>',
  'Vera (vera@bank.example) <x@evil.example>',
  'Vera [vera@bank.example] [mailto:x@evil.example]',
])('a forwarded mail by %s is not by the address in the name', from => {
  const block = [
    '---------- Forwarded message ---------',
    `From: ${from}`,
    'Date: Mon, Nov 2, 2026',
    'Subject: Contract',
  ]
  const mail = `${head('text/plain')}${[...block, 'To: ana@gotrs.example', '', 'Please send it.', ''].join('\r\n')}`
  expect(read(mail)).not.toBe('vera@bank.example')
})

test('nor if Gmail forwards it as HTML', () => {
  const from =
    'From: <strong class="gmail_sendername">Vera &lt;vera@bank.example&gt;</strong> <span>&lt;<a href="mailto:x@evil.example">x@evil.example</a>&gt;</span><br>'
  const block = `---------- Forwarded message ---------<br>${from}Date: Mon, Nov 2, 2026<br>Subject: Contract<br>To: ana@gotrs.example<br>`
  const mail = `${head('text/html')}<div class="gmail_quote"><div class="gmail_attr">${block}</div><br><div>Please send it.</div></div>`
  expect(read(mail)).not.toBe('vera@bank.example')
})

describe('a forwarded mail has no certain sender', () => {
  const divider = '---------- Forwarded message ---------'
  const about = ['Date: Mon, Nov 2, 2026', 'Subject: Contract', 'To: ana@gotrs.example']
  const text = (...lines: string[]) => `${head('text/plain')}${[...lines, '', 'Please send it.', ''].join('\r\n')}`

  test.each([
    ['where the true one has a form of its own', ['From: Vera vera@bank.example <"x"@evil.example>', ...about]],
    ['where the true one is written with a wide sign', ['From: vera@bank.example <x＠evil.example>', ...about]],
    ['where it runs on', ['From: vera@bank.example@evil.example', ...about]],
    ['where the name wraps before the true one', ['From: Vera vera@bank.example', '<x@evil.example>', ...about]],
    [
      'where a long name hides the true one',
      [`From: vera@bank.example ${'x'.repeat(3_000)} <x@evil.example>`, ...about],
    ],
    [
      'where a subject wraps to a line that looks like the sender',
      [
        'Subject: A long subject',
        'From: Vera <vera@bank.example>',
        about[0] ?? '',
        'From: X <x@evil.example>',
        'To: A',
      ],
    ],
    [
      'where such a line comes before the true one, which is the last',
      ['Subject: A long subject', 'From: Vera <vera@bank.example>', about[0] ?? '', 'From: X <x@evil.example>'],
    ],
    ['where it is the one to answer to', ['Reply-To: Vera <vera@bank.example>', 'From: X <x@evil.example>', ...about]],
  ])('%s', (_where, lines) => {
    expect(read(text(divider, ...lines))).not.toBe('vera@bank.example')
  })

  test('if text and HTML name different senders', () => {
    const part = (type: string, line: string) => ['--b', `Content-Type: ${type}`, '', line, ''].join('\r\n')
    const block = (from: string) => [divider, `From: ${from}`, ...about, '', 'Please.']
    const plain = part('text/plain', block('Vera <vera@bank.example>').join('\r\n'))
    const rich = part('text/html', block('X &lt;x@evil.example&gt;').join('<br>'))
    expect(read(`${head('multipart/alternative; boundary=b')}${plain}${rich}--b--\r\n`)).toBeUndefined()
  })

  test.each([
    ["From: 'jane@customer.example' <Jane@customer.example>", 'jane@customer.example'],
    ["From: Pat O'Brien <o'brien@customer.example>", "o'brien@customer.example"],
    ["From: o'brien@customer.example", "o'brien@customer.example"],
  ])('a sender is found in %s', (from, address) => {
    expect(read(text(divider, from, ...about))).toBe(address)
  })
})

describe('a mail with another one attached', () => {
  const enclosed = ['--b', 'Content-Type: message/rfc822', '', 'From: vera@bank.example', 'Subject: s', '', 'Please.']
  const mail = (subject: string, words: string, ...more: string[]) => {
    const own = ['--b', 'Content-Type: text/plain', '', words]
    const whole = [...own, ...enclosed, ...more, '--b--', ''].join('\r\n')
    return head('multipart/mixed; boundary=b').replace('Fwd: Contract', subject) + whole
  }

  test.each([
    ['Fwd: Contract', 'Please look.'],
    ['Contract', ''],
  ])('forwards it under the subject “%s” with “%s” above', (subject, words) => {
    expect(read(mail(subject, words))).toBe('vera@bank.example')
  })

  test.each([
    ['says something else', mail('Contract', 'I attach what I got.')],
    ['has several', mail('Fwd: Contract', 'Please look.', ...enclosed)],
    ['answers what it quotes', mail('Fwd: Contract', 'Yes.\r\n> Is it so?')],
    ['has a divider', mail('Fwd: Contract', 'Yes.\r\n\r\n-----Original Message-----\r\nIs it so?')],
    [
      'forwards in its text what names nobody',
      mail(
        'Fwd: Contract',
        '---------- Forwarded message ---------\r\nFrom: Vera\r\nDate: x\r\nSubject: s\r\nTo: a@b.example',
      ),
    ],
  ])('is not a forwarded mail if it %s', (_where, raw) => {
    expect(read(raw)).toBeUndefined()
  })
})
