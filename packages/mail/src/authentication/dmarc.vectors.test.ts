import { resolverOf, txt, type Zone } from '@gotrs/mail/testing/authentication/zone'
import { describe, expect, it } from 'vitest'
import { evaluatePolicy } from './dmarc.ts'

type Vector = {
  zone: Zone
  from: string
  dkim?: string[]
  spf?: string
  result: string
  policy?: string
  publishedBy?: string
}

const p = (policy: string, more = '') => txt(`v=DMARC1; p=${policy}${more}`)
const broken = { TXT: 'ESERVFAIL' }

/** The worked examples of RFC 9989, appendix B.4, and the zones of mailauth's own tests for that RFC. */
const vectors: Record<string, Vector> = {
  'B.4.1: a simple tree': {
    zone: { '_dmarc.example.com': p('reject'), '_dmarc.signing.example.com': p('reject') },
    from: 'example.com',
    spf: 'example.com',
    dkim: ['signing.example.com'],
    result: 'pass',
    policy: 'reject',
    publishedBy: 'example.com',
  },
  'B.4.2: a deep tree': {
    zone: { '_dmarc.example.com': p('reject'), '_dmarc.signing.example.com': p('reject') },
    from: 'a.b.c.d.e.f.g.h.i.j.k.example.com',
    dkim: ['signing.example.com'],
    result: 'pass',
    policy: 'reject',
    publishedBy: 'example.com',
  },
  'identical, adkim=s': {
    zone: { '_dmarc.example.com': p('reject', '; adkim=s') },
    from: 'example.com',
    dkim: ['example.com'],
    result: 'pass',
    policy: 'reject',
  },
  'not identical, adkim=s': {
    zone: { '_dmarc.example.com': p('reject', '; adkim=s') },
    from: 'example.com',
    dkim: ['mail.example.com'],
    result: 'fail',
    policy: 'reject',
  },
  'no record': { zone: {}, from: 'example.com', dkim: ['example.com'], result: 'none' },
  'two records are none': {
    zone: { '_dmarc.example.com': txt('v=DMARC1; p=reject', 'v=DMARC1; p=none') },
    from: 'example.com',
    result: 'none',
  },
  'two records below, one above': {
    zone: {
      '_dmarc.mail.example.com': txt('v=DMARC1; p=reject', 'v=DMARC1; p=quarantine'),
      '_dmarc.example.com': p('none', '; sp=quarantine'),
    },
    from: 'mail.example.com',
    result: 'fail',
    policy: 'quarantine',
    publishedBy: 'example.com',
  },
  'other records beside it': {
    zone: { '_dmarc.mail.example.com': txt('some other', 'text'), '_dmarc.example.com': p('quarantine') },
    from: 'mail.example.com',
    dkim: ['example.com'],
    result: 'pass',
    policy: 'quarantine',
  },
  'a record in two strings': {
    zone: { '_dmarc.example.com': { TXT: [['v=DMARC1; p=re', 'ject']] } },
    from: 'example.com',
    result: 'fail',
    policy: 'reject',
  },
  'pct is not read any more': {
    zone: { '_dmarc.example.com': p('reject', '; pct=0') },
    from: 'example.com',
    dkim: ['other.example'],
    spf: 'other.example',
    result: 'fail',
    policy: 'reject',
  },
  'psd=n on the way up': {
    zone: { '_dmarc.b.example.com': p('reject', '; psd=n'), '_dmarc.example.com': p('none') },
    from: 'a.b.example.com',
    result: 'fail',
    policy: 'reject',
    publishedBy: 'b.example.com',
  },
  'psd=n at the sender': {
    zone: { '_dmarc.mail.example.com': p('reject', '; psd=n'), '_dmarc.example.com': p('reject') },
    from: 'mail.example.com',
    dkim: ['example.com'],
    result: 'fail',
    policy: 'reject',
  },
  'no record above the sender': {
    zone: { '_dmarc.mail.example.com': p('reject') },
    from: 'mail.example.com',
    dkim: ['example.com'],
    spf: 'bounce.example.com',
    result: 'fail',
    policy: 'reject',
  },
  'the highest record counts': {
    zone: { '_dmarc.b.example.com': p('none'), '_dmarc.example.com': p('reject') },
    from: 'a.b.example.com',
    result: 'fail',
    policy: 'reject',
    publishedBy: 'example.com',
  },
  'np for a name that does not exist': {
    zone: { '_dmarc.example.com': p('reject', '; sp=none; np=quarantine') },
    from: 'sub.example.com',
    result: 'fail',
    policy: 'quarantine',
  },
  'sp for a name that exists': {
    zone: {
      '_dmarc.example.com': p('reject', '; sp=none; np=quarantine'),
      'sub.example.com': { MX: [{ priority: 1, exchange: 'mx.example.com' }] },
    },
    from: 'sub.example.com',
    result: 'fail',
    policy: 'none',
  },
  'psd=y is no organisation of its own': {
    zone: { '_dmarc.gov.example': p('reject', '; sp=none; np=reject; psd=y') },
    from: 'fake-agency.gov.example',
    result: 'fail',
    policy: 'reject',
    publishedBy: 'gov.example',
  },
  'B.4.3: below psd=y, SPF of the same bank': {
    zone: { '_dmarc.bank.example': p('reject', '; psd=y'), '_dmarc.giant.bank.example': p('quarantine') },
    from: 'giant.bank.example',
    spf: 'mail.giant.bank.example',
    dkim: ['mail.mega.bank.example'],
    result: 'pass',
    policy: 'quarantine',
  },
  'B.4.3: below psd=y, DKIM of another bank': {
    zone: {
      '_dmarc.bank.example': p('reject', '; psd=y'),
      '_dmarc.giant.bank.example': p('quarantine'),
      '_dmarc.mega.bank.example': p('reject'),
    },
    from: 'giant.bank.example',
    dkim: ['mail.mega.bank.example'],
    result: 'fail',
    policy: 'quarantine',
  },
  't=y asks for one step less': {
    zone: { '_dmarc.example.com': p('quarantine', '; t=y') },
    from: 'example.com',
    result: 'fail',
    policy: 'none',
  },
  'DNS fails': { zone: { '_dmarc.example.com': broken }, from: 'mail.example.com', result: 'temperror' },
  'DNS fails above, and the same domain signs': {
    zone: { '_dmarc.example.com': p('reject'), '_dmarc.com': broken },
    from: 'example.com',
    dkim: ['example.com'],
    result: 'pass',
    policy: 'reject',
  },
  'DNS fails above, and a domain below signs': {
    zone: { '_dmarc.example.com': p('reject'), '_dmarc.com': broken },
    from: 'example.com',
    dkim: ['mail.example.com'],
    result: 'temperror',
    policy: 'reject',
  },
  'a tag that is there twice makes it no record': {
    zone: { '_dmarc.example.com': p('reject', '; p=none') },
    from: 'example.com',
    result: 'none',
  },
}

describe('DMARC', () => {
  it.each(Object.entries(vectors))('%s', async (_name, { zone, from, dkim = [], spf = null, ...expected }) => {
    const { fact, aligned } = await evaluatePolicy({ dkim, spf }, { fromDomain: from, resolve: resolverOf(zone) })
    expect(fact).toMatchObject(expected)
    if (fact.result === 'fail') expect(aligned).toEqual({ dkim: [], spf: null })
    if (fact.result === 'pass') expect([...aligned.dkim, aligned.spf].some(Boolean)).toBe(true)
  })

  it('does not treat the customers of a hosting service as one organisation, for any record of the service', async () => {
    const context = { fromDomain: 'alice.blogspot.com', resolve: resolverOf({ '_dmarc.blogspot.com': p('reject') }) }
    const { fact, aligned } = await evaluatePolicy({ dkim: ['bob.blogspot.com'], spf: 'bob.blogspot.com' }, context)
    expect({ ...fact, aligned }).toMatchObject({ result: 'fail', policy: 'reject', aligned: { dkim: [], spf: null } })
  })
})
