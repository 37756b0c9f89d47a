import { describe, expect, it } from 'vitest'
import { readAuthenticationResults } from './authentication-results.ts'

const domains = (value: string) =>
  readAuthenticationResults(value)?.results.map(it => [`${it.method}=${it.result}`, Object.fromEntries(it.domains)])

describe('the results of a server', () => {
  it('have the server, methods with versions, reasons, and the domains of their properties', () => {
    const value =
      'MX.example 1; spf=pass reason="it = fine; dkim=fail" smtp.mailfrom=omar@acme.example;\r\n dkim / 1 = pass (2048 bit) header . d = Acme.Example header.s="a b" header.b=AbC/+d=='
    expect(readAuthenticationResults(value)?.authservId).toBe('mx.example')
    expect(domains(value)).toEqual([
      ['spf=pass', { reason: '', 'smtp.mailfrom': 'acme.example' }],
      ['dkim=pass', { 'header.d': 'acme.example', 'header.s': '', 'header.b': '' }],
    ])
  })

  it('are read in the forms of the large providers', () => {
    expect(
      domains(
        'mx.google.com; dkim=pass header.i=@acme.example header.s=s1 header.b="Kq+/0="; spf=pass (google.com: domain of o@acme.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=o@acme.example; dmarc=pass (p=NONE sp=QUARANTINE dis=NONE) header.from=acme.example',
      ),
    ).toMatchObject([
      ['dkim=pass', { 'header.i': 'acme.example' }],
      ['spf=pass', { 'smtp.mailfrom': 'acme.example' }],
      ['dmarc=pass', { 'header.from': 'acme.example' }],
    ])
    expect(domains('mx.example; dmarc=pass action=none header.from=acme.example;compauth=pass reason=100')).toEqual([
      ['dmarc=pass', { action: 'none', 'header.from': 'acme.example' }],
      ['compauth=pass', { reason: '100' }],
    ])
  })

  it('are empty if the server found none, and null if no server is named', () => {
    expect(domains('mx.example; none')).toEqual([])
    expect(domains('mx.example')).toEqual([])
    expect(readAuthenticationResults('spf=pass smtp.mailfrom=acme.example; dmarc=pass')).toBeNull()
    expect(readAuthenticationResults('; dmarc=pass')).toBeNull()
    expect(readAuthenticationResults('(mx.example); dmarc=pass')).toBeNull()
  })
})

describe('an address belongs to the domain after its @', () => {
  it.each([
    ['"<other.example>"@evil.example'],
    ['"a@other.example"@evil.example'],
    ['"a@other.example" (comment) @evil.example'],
    ['"\\"a\\"@other.example"@evil.example'],
    ['a (other.example) @evil.example'],
    ['"; dmarc=pass header.from=other.example"@evil.example'],
    ['"\\"<other.example>\\"@evil.example"'],
    ['@EVIL.example.'],
  ])('in %s', written => {
    expect(domains(`mx.example; spf=pass smtp.mailfrom=${written}`)).toEqual([
      ['spf=pass', { 'smtp.mailfrom': 'evil.example' }],
    ])
  })

  it.each([
    ['"a"other.example'],
    ['a"@other.example"'],
    ['a@evil.example @other.example'],
    ['"a"@evil.example@other.example'],
    ['"a@other.example'],
    ['<a@other.example>'],
    ['a@evil.example smtp.mailfrom=a@other.example'],
  ])('and to no domain in %s', written => {
    const read = domains(`mx.example; spf=pass smtp.mailfrom=${written}`)
    expect(JSON.stringify(read)).not.toContain('other.example')
  })
})

describe('a hostile header', () => {
  it('has no results in comments and quotes', () => {
    const value =
      'mx.example; dkim=fail (was; (nested) dmarc=pass; \\) ) reason="; dmarc=pass"; "dmarc"=pass; x="a";spf=pass'
    expect(domains(value)?.map(([result]) => result)).toEqual(['dkim=fail', 'spf=pass'])
  })

  it('loses only the result with a syntax error', () => {
    expect(domains('mx.example; dkim=; =pass; dmarc=pass junk; spf=pass')).toEqual([['spf=pass', {}]])
    expect(domains('mx.example; spf=pass "a; dmarc=pass')).toEqual([])
  })

  it('is read in limited time, for any content', () => {
    expect(readAuthenticationResults(`${'('.repeat(500_000)} dmarc=pass`)).toBeNull()
    expect(domains(`mx.example; ${')='.repeat(500_000)}`)).toEqual([])
    expect(domains(`mx.example${'; spf=pass'.repeat(50_000)}`)).toHaveLength(100)
  })
})
