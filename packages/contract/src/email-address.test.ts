import { describe, expect, it } from 'vitest'
import { isMailAddress } from './email-address.ts'
import { email } from './ids.ts'

describe('an address that mail can be sent to', () => {
  it.each([
    'omar@acme.example',
    'omar.aziz+vpn@mail.acme.example',
    "o'neil@acme.example",
    'a&b/c=d{e}|f~!#$%*?^_`-@acme.example',
    'mail..box.@docomo.example',
    '"faxg3/+49"@x.example',
    '"john smith"@acme.example',
    '"a\\"b"@acme.example',
    'jörg@münchen.example',
    '用户@例子.example',
    'root@localhost',
    'a@my_host.example',
    `${'a'.repeat(64)}@acme.example`,
  ])('is %s', address => {
    expect(isMailAddress(address)).toBe(true)
    expect(email.parse(` ${address} `)).toBe(address.toLowerCase())
  })

  it.each([
    ['a semicolon', 'a;b@acme.example'],
    ['a comma', 'a,b@acme.example'],
    ['a colon', 'a:b@acme.example'],
    ['brackets', 'a<b>@acme.example'],
    ['square brackets', 'a[b]@acme.example'],
    ['parentheses', 'a(b)@acme.example'],
    ['a backslash', 'a\\b@acme.example'],
    ['a space', 'a b@acme.example'],
    ['a quote that does not end', '"a@acme.example'],
    ['a quote in the middle', 'a"b"c@acme.example'],
    ['quotes around nothing', '""@acme.example'],
    ['a second sign in quotes', '"a@b"@acme.example'],
    ['a second sign behind a backslash', '"a\\@b"@acme.example'],
    ['a bracket in quotes', '"a>b"@acme.example'],
    ['a line end in quotes', '"a\r\nb"@acme.example'],
    ['a line end', 'a@acme.example\r\nRCPT'],
    ['a control character', 'a\u0007@acme.example'],
    ['an invisible character', 'a\u200bb@acme.example'],
    ['a space beyond ASCII', 'a\u00a0b@acme.example'],
    ['no name', '@acme.example'],
    ['no domain', 'a@'],
    ['two signs', 'a@b@acme.example'],
    ['a domain with two dots', 'a@acme..example'],
    ['a domain that ends in a dot', 'a@acme.example.'],
    ['a domain that begins with a hyphen', 'a@-acme.example'],
    ['a domain with a slash', 'a@acme/example'],
    ['an address instead of a domain', 'a@[192.0.2.1]'],
    ['a name that is too long', `${'a'.repeat(65)}@acme.example`],
    ['a label that is too long', `a@${'b'.repeat(64)}.example`],
  ])('is invalid with %s', (_what, address) => {
    expect(isMailAddress(address)).toBe(false)
    expect(email.safeParse(address).success).toBe(false)
  })

  it('is checked in time that is linear in its length', () => {
    const started = performance.now()
    expect(isMailAddress(`"${'a\\'.repeat(100_000)}@x`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})
