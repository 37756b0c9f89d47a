import { keyZone, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { resolverOf, txt, type Zone } from '@gotrs/mail/testing/authentication/zone'
import { describe, expect, it } from 'vitest'
import { authenticateSender } from './authenticate-sender.ts'
import { bytesOf } from './mail-bytes.ts'
import type { SenderVerdict } from './sender-authentication.ts'

type Case = {
  from: string
  /** The domains that sign the mail, each with a valid key. */
  d?: string[]
  envelope?: string
  /** The DMARC records. */
  dmarc?: Record<string, string>
  /** The SPF record of the domain of the envelope. */
  spf?: string
  verdict: SenderVerdict
}

const ip = '192.0.2.1'
const allows = `v=spf1 ip4:${ip} -all`
const forbids = 'v=spf1 -all'
const reject = 'v=DMARC1; p=reject'
const none = 'v=DMARC1; p=none'

/** Who may send for a From domain, and the verdict if nobody does. */
const cases: Record<string, Case> = {
  '1. the same domain signs': { from: 'acme.example', d: ['acme.example'], verdict: 'authenticated' },
  '2. a domain below signs': { from: 'acme.example', d: ['mail.acme.example'], verdict: 'authenticated' },
  '3. the domain above signs': { from: 'mail.acme.example', d: ['acme.example'], verdict: 'authenticated' },
  '4. a domain beside it signs': { from: 'a.acme.example', d: ['b.acme.example'], verdict: 'authenticated' },
  '5. another domain signs': { from: 'acme.example', d: ['evil.example'], verdict: 'unknown' },
  '6. a domain that ends alike signs': { from: 'acme.example', d: ['evilacme.example'], verdict: 'unknown' },
  '7. a domain that begins alike signs': { from: 'acme.example', d: ['acme.example.evil.test'], verdict: 'unknown' },
  '8. the top-level domain signs': { from: 'acme.com', d: ['com'], verdict: 'unknown' },
  '9. a public suffix of two labels signs': { from: 'acme.co.uk', d: ['co.uk'], verdict: 'unknown' },
  '10. another customer of a suffix of two labels signs': { from: 'acme.co.uk', d: ['evil.co.uk'], verdict: 'unknown' },
  '11. the domain above signs, below a suffix of two labels': {
    from: 'mail.acme.co.uk',
    d: ['acme.co.uk'],
    verdict: 'authenticated',
  },
  '12. another customer of a hosting service signs': {
    from: 'alice.blogspot.com',
    d: ['bob.blogspot.com'],
    verdict: 'unknown',
  },
  '13. and the hosting service has a record': {
    from: 'alice.blogspot.com',
    d: ['bob.blogspot.com'],
    dmarc: { 'blogspot.com': reject },
    verdict: 'contradicted',
  },
  '14. the hosting service signs for its customer': {
    from: 'alice.github.io',
    d: ['github.io'],
    verdict: 'unknown',
  },
  '15. the letters are of another case': { from: 'Acme.Example', d: ['ACME.example'], verdict: 'authenticated' },
  '16. the domain is written in other letters': {
    from: 'bücher.example',
    d: ['xn--bcher-kva.example'],
    verdict: 'authenticated',
  },
  '17. another domain signs first, and the same domain too': {
    from: 'acme.example',
    d: ['evil.example', 'acme.example'],
    dmarc: { 'acme.example': reject },
    verdict: 'authenticated',
  },
  '18. a domain below signs, and adkim is strict': {
    from: 'acme.example',
    d: ['mail.acme.example'],
    dmarc: { 'acme.example': `${reject}; adkim=s` },
    verdict: 'contradicted',
  },
  '19. the same domain signs, and adkim is strict': {
    from: 'acme.example',
    d: ['acme.example'],
    dmarc: { 'acme.example': `${reject}; adkim=s` },
    verdict: 'authenticated',
  },
  '20. a department that is its own organisation (psd=n) is signed for by the one above': {
    from: 'dept.acme.example',
    d: ['acme.example'],
    dmarc: { 'dept.acme.example': `${reject}; psd=n`, 'acme.example': none },
    verdict: 'contradicted',
  },
  '21. nobody signs, and the policy is reject': {
    from: 'acme.example',
    dmarc: { 'acme.example': reject },
    verdict: 'contradicted',
  },
  '22. nobody signs, and the policy is quarantine for subdomains': {
    from: 'mail.acme.example',
    dmarc: { 'acme.example': `${none}; sp=quarantine` },
    verdict: 'contradicted',
  },
  '23. another domain signs, and the policy is none': {
    from: 'acme.example',
    d: ['list.example'],
    dmarc: { 'acme.example': none },
    verdict: 'unknown',
  },
  '24. the envelope is of the same domain, and SPF passes': {
    from: 'acme.example',
    envelope: 'acme.example',
    spf: allows,
    verdict: 'authenticated',
  },
  '25. the envelope is of a domain below, and SPF passes': {
    from: 'acme.example',
    envelope: 'bounce.acme.example',
    spf: allows,
    verdict: 'authenticated',
  },
  '26. the same, and aspf is strict': {
    from: 'acme.example',
    envelope: 'bounce.acme.example',
    spf: allows,
    dmarc: { 'acme.example': `${reject}; aspf=s` },
    verdict: 'contradicted',
  },
  '27. the envelope is of another domain, and SPF passes': {
    from: 'acme.example',
    envelope: 'evil.example',
    spf: allows,
    dmarc: { 'acme.example': reject },
    verdict: 'contradicted',
  },
  '28. the envelope is of another customer of a suffix, and SPF passes': {
    from: 'acme.co.uk',
    envelope: 'evil.co.uk',
    spf: allows,
    verdict: 'unknown',
  },
  '29. the envelope is of the same domain, and SPF fails': {
    from: 'acme.example',
    envelope: 'acme.example',
    spf: forbids,
    verdict: 'contradicted',
  },
  '30. SPF fails after a forwarder, and the signature is good': {
    from: 'acme.example',
    d: ['acme.example'],
    envelope: 'acme.example',
    spf: forbids,
    dmarc: { 'acme.example': reject },
    verdict: 'authenticated',
  },
  '31. SPF only doubts (~all)': {
    from: 'acme.example',
    envelope: 'acme.example',
    spf: 'v=spf1 ~all',
    verdict: 'unknown',
  },
  '32. the envelope only looks like the domain, with a quoted local part': {
    from: 'acme.example',
    envelope: '"x@acme.example"@evil.example',
    spf: forbids,
    verdict: 'unknown',
  },
}

async function verdictOf({ from, d = [], envelope = 'bounce.test', dmarc = {}, spf }: Case) {
  let mail = `From: Omar <omar@${from}>\r\nSubject: Hello\r\n\r\nHello.\r\n`
  for (const domain of d.toReversed()) mail = await sign(mail, { domain })
  const envelopeFrom = envelope.includes('@') ? envelope : `bounce@${envelope}`
  const zone: Zone = {
    ...keyZone(...d),
    ...Object.fromEntries(Object.entries(dmarc).map(([domain, record]) => [`_dmarc.${domain}`, txt(record)])),
    ...(spf ? { [envelopeFrom.slice(envelopeFrom.lastIndexOf('@') + 1)]: txt(spf) } : {}),
  }
  return authenticateSender(
    {
      bytes: bytesOf(Buffer.from(mail)),
      fromAddress: `omar@${from.toLowerCase()}`,
      fromIsAmbiguous: false,
      envelopeFrom,
      client: { address: ip, name: 'client.test' },
      pinnedAuthservId: '',
    },
    { resolve: resolverOf(zone), timeoutMs: 5_000, now: new Date('2026-11-29T10:00:00Z') },
  )
}

describe('the verdict by alignment with the From domain', () => {
  it.each(Object.entries(cases))('%s', async (_name, it) => {
    const { verdict, reason, results } = await verdictOf(it)
    expect({ verdict, reason, results }).toMatchObject({ verdict: it.verdict })
    expect(reason).toMatch(/^[A-Z].{10,400}\.$/)
  })
})
