import { expect, test } from 'vitest'
import { normalAddress } from './normal-address.ts'

test.each([
  ['case', 'Omar.Aziz@ACME.Example', 'omar.aziz@acme.example'],
  ['a plus tag', 'omar+news@acme.example', 'omar@acme.example'],
  ['several plus tags', 'omar+a+b@acme.example', 'omar@acme.example'],
  ['a plus sign that begins the address', '+omar@acme.example', '+omar@acme.example'],
  ['a minus tag of a provider that has none', 'omar-news@acme.example', 'omar-news@acme.example'],
  ['a minus tag of Yahoo', 'omar-news@yahoo.co.uk', 'omar@yahoo.co.uk'],
  ['dots at Gmail', 'o.m.a.r+x@gmail.com', 'omar@gmail.com'],
  ['the other domain of Gmail', 'omar@GoogleMail.com', 'omar@gmail.com'],
  ['dots elsewhere', 'o.mar@outlook.com', 'o.mar@outlook.com'],
  ['dots, hyphens, underscores and domains at Proton', 'o.m-a_r@pm.me', 'omar@proton.me'],
  ['a dot for a hyphen at Yandex', 'omar.a@ya.ru', 'omar-a@yandex.ru'],
  ['the domains of iCloud', 'omar@mac.com', 'omar@icloud.com'],
  ['a subdomain address of Fastmail', 'shop@omar.fastmail.com', 'omar@fastmail.com'],
  ['a domain in Unicode', 'omar@MÜLLER.example', 'omar@xn--mller-kva.example'],
  ['the dot of the root', 'omar@acme.example.', 'omar@acme.example'],
  ['an ideographic dot', 'omar@acme。example', 'omar@acme.example'],
  ['letters of full width', 'ｏｍａｒ＠gmail.com', 'omar@gmail.com'],
  ['quotes that nothing needs', '"o.mar"@gmail.com', 'omar@gmail.com'],
  ['escapes within quotes', '"om\\ar"@acme.example', 'omar@acme.example'],
  ['a tag within quotes', '"omar+a b"@acme.example', 'omar@acme.example'],
  ['an @ within quotes', '"omar@home"@acme.example', 'omarhome@acme.example'],
  ['comments', 'omar(my (own) address)@(at)acme.example(work)', 'omar@acme.example'],
  ['brackets and spaces', ' < omar @ acme.example > ', 'omar@acme.example'],
  ['zero-width characters', 'om\u200bar@ac\u00adme.example', 'omar@acme.example'],
  ['a domain literal', 'omar@[IPv6:2001:DB8::1]', 'omar@[ipv6:2001:db8::1]'],
  ['percent signs in the domain', 'omar@acme%2eexample', 'omar@acme%2eexample'],
])('%s: counts as one address', (_what, spelling, normal) => {
  expect(normalAddress(spelling)).toBe(normal)
})

test('keeps different people apart', () => {
  const people = [
    'omar@acme.example',
    'omar@other.example',
    'nora@acme.example',
    'o.mar@acme.example',
    'omar@yahoo.com',
  ]
  expect(new Set(people.map(normalAddress)).size).toBe(people.length)
})

test.each(['', '@', '@@', 'omar', 'omar@', '@acme.example', '"', '(((', '\\', '<>', 'a@b@c', '\ud800@\udfff'])(
  'accepts %j without an error',
  text => {
    expect(normalAddress(normalAddress(text))).toBe(normalAddress(text))
  },
)

test('does not change its own results, for any input', () => {
  const alphabet = [...`ab.+-_@"\\()<> \t%[]:;,É ßİΣﬁ℡¨\u0308\u200d\u00ad＠（＋。．xn--`, '😀', '\ud800']
  const ends = ['', '@gmail.com', '@yahoo.de', '@pm.me', '@a+b.fastmail.com', '@ya.ru', '@MÜLLER.example.', '@xn--a']
  let seed = 20_261_130
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  for (let round = 0; round < 50_000; round += 1) {
    const soup = Array.from({ length: random(14) }, () => alphabet[random(alphabet.length)]).join('')
    const text = soup + ends[random(ends.length)]
    const once = normalAddress(text)
    expect(normalAddress(once), JSON.stringify(text)).toBe(once)
  }
})
