import { expect, test } from 'vitest'
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

test('nor where Gmail forwards it as HTML', () => {
  const from =
    'From: <strong class="gmail_sendername">Vera &lt;vera@bank.example&gt;</strong> <span>&lt;<a href="mailto:x@evil.example">x@evil.example</a>&gt;</span><br>'
  const block = `---------- Forwarded message ---------<br>${from}Date: Mon, Nov 2, 2026<br>Subject: Contract<br>To: ana@gotrs.example<br>`
  const mail = `${head('text/html')}<div class="gmail_quote"><div class="gmail_attr">${block}</div><br><div>Please send it.</div></div>`
  expect(read(mail)).not.toBe('vera@bank.example')
})
