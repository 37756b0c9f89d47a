import { expect, it } from 'vitest'
import { readAuthenticationResults } from './authentication-results.ts'

it('reads the name of the server, the results and their properties', () => {
  const read = readAuthenticationResults(
    'mx.example 1; spf=pass reason="it = fine; dkim=fail" smtp.mailfrom=omar@acme.example;\r\n dkim/1 = pass header.d=Acme.Example header.s="a b"',
  )
  expect(read.authservId).toBe('mx.example')
  expect(read.results).toEqual([
    {
      method: 'spf',
      result: 'pass',
      properties: new Map([
        ['reason', 'it = fine; dkim=fail'],
        ['smtp.mailfrom', 'omar@acme.example'],
      ]),
    },
    {
      method: 'dkim',
      result: 'pass',
      properties: new Map([
        ['header.d', 'acme.example'],
        ['header.s', 'a b'],
      ]),
    },
  ])
})

it('takes nothing from comments and quotes for a result', () => {
  const read = readAuthenticationResults(
    'mx.example; dkim=fail (was; (nested) dmarc=pass; \\) ) reason="; dmarc=pass"; "dmarc"=pass; none',
  )
  expect(read.results.map(it => `${it.method}=${it.result}`)).toEqual(['dkim=fail'])
})

it('ends with what never ends, in time', () => {
  expect(readAuthenticationResults(`${'('.repeat(500_000)} dmarc=pass`)).toEqual({ authservId: '', results: [] })
  expect(readAuthenticationResults(`mx.example; ${')='.repeat(500_000)}`).authservId).toBe('mx.example')
  expect(readAuthenticationResults('mx.example; dkim="pass').results).toEqual([])
})
