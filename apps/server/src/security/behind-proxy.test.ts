import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Attacks 16 and 24: headers of a proxy in front of the server, and pages that rebind their name (DNS rebinding). */

const password = 'tall giraffe socks'
const publicUrl = 'https://help.example.com'

let direct: ServedWorld
let byBaseUrl: ServedWorld
let trusting: ServedWorld
beforeAll(async () => {
  direct = await serveWorld({ baseUrl: 'http://127.0.0.1:8080' })
  byBaseUrl = await serveWorld({ baseUrl: publicUrl })
  trusting = await serveWorld({ baseUrl: 'http://help.example.com', trustedHops: 1 })
  const hash = await hashPassword(password)
  for (const { world } of [direct, byBaseUrl, trusting])
    await world.pool.query('update users set password_hash = $1', [hash])
})
afterAll(() => Promise.all([direct, byBaseUrl, trusting].map(it => it.stop())))

type Headers = Record<string, string>

/** With Node's own client, which sends the given Host. */
async function send(to: ServedWorld, method: string, path: string, headers: Headers, body?: unknown) {
  const sent = request(`${to.url}${path}`, { method, headers: { 'Content-Type': 'application/json', ...headers } })
  sent.end(body === undefined ? undefined : JSON.stringify(body))
  const [response] = await once(sent, 'response')
  return { status: response.statusCode as number, headers: response.headers, body: await text(response) }
}
const logIn = async (to: ServedWorld, headers: Headers) => {
  const answer = await send(to, 'POST', '/trpc/auth.login', headers, { email: 'ana@gotrs.example', password })
  return String(answer.headers['set-cookie']?.[0] ?? `none, ${answer.status} ${answer.body}`)
}
const me = async (to: ServedWorld, headers: Headers) => (await send(to, 'GET', '/trpc/auth.me', headers)).body

const secure = /^__Host-gotrs=.*; Secure/
const plain = /^gotrs=(?!.*Secure)/

describe('sets a Secure cookie only when the browser uses https', () => {
  test.each<[string, () => ServedWorld, Headers, RegExp]>([
    ['https by BASE_URL', () => byBaseUrl, { Host: 'help.example.com', Origin: publicUrl }, secure],
    ['https, Host rewritten by the proxy', () => byBaseUrl, { Host: '127.0.0.1:8080', Origin: publicUrl }, secure],
    ['https, no Origin', () => byBaseUrl, { Host: 'help.example.com' }, secure],
    [
      'https, BASE_URL left as it is, proxy not trusted',
      () => direct,
      { Host: 'localhost', Origin: 'https://localhost', 'X-Forwarded-Proto': 'https' },
      secure,
    ],
    ['https by a trusted proxy', () => trusting, { Host: 'help.example.com', 'X-Forwarded-Proto': 'https' }, secure],
    ['http by a trusted proxy', () => trusting, { Host: 'help.example.com', 'X-Forwarded-Proto': 'http' }, plain],
    [
      'a forged entry before that of the trusted proxy',
      () => trusting,
      { Host: 'help.example.com', 'X-Forwarded-Proto': 'https, http' },
      plain,
    ],
    [
      'http, forged header, proxy not trusted',
      () => direct,
      { Host: 'localhost:8080', 'X-Forwarded-Proto': 'https' },
      plain,
    ],
    ['opened past the proxy', () => byBaseUrl, { Host: '127.0.0.1:8080', Origin: 'http://127.0.0.1:8080' }, plain],
    ['opened by a name of the network', () => direct, { Host: 'desk.lan:8080', Origin: 'http://desk.lan:8080' }, plain],
  ])('%s', async (_, to, headers, cookie) => {
    const set = await logIn(to(), headers)
    expect(set).toMatch(cookie)
    const { Origin: _origin, ...reading } = headers
    expect(await me(to(), { ...reading, Cookie: set.split(';')[0] ?? '' })).toContain('Ana')
  })

  test('does not read a cookie with the plain name over https', async () => {
    const { sessionId } = await byBaseUrl.world.sessions.open(byBaseUrl.world.ana.id, { userAgent: 'test' })
    const planted = { Cookie: `gotrs=${sessionId}` }
    expect(await me(byBaseUrl, { ...planted, Host: 'help.example.com' })).not.toContain('Ana')
    expect(await me(byBaseUrl, { ...planted, Host: 'server:8080', 'X-Forwarded-For': '203.0.113.9' })).not.toContain(
      'Ana',
    )
  })
})

describe('a host name that is not the desk’s', () => {
  const foreign = [
    'rebound.example',
    'rebound.example:8080',
    'help.example.com.evil.example',
    'a.b',
    '127.0.0.1.evil.example',
  ]
  const own = [
    '127.0.0.1:8080',
    'localhost:8080',
    '[::1]:8080',
    '192.168.1.7:8080',
    'desk',
    'desk.local:8080',
    'desk.lan',
  ]

  test.each(foreign)('rejects %s at the API, and says what to do', async host => {
    for (const [method, path] of [
      ['GET', '/trpc/auth.me'],
      ['POST', '/trpc/auth.login'],
      ['GET', '/api/tickets'],
      ['POST', '/api/attachments'],
      ['GET', '/api/live'],
    ] as const) {
      const { status, body } = await send(direct, method, path, { Host: host })
      expect({ status, code: JSON.parse(body).error.code }, `${method} ${path}`).toEqual({
        status: 421,
        code: 'wrong_host',
      })
    }
    expect((await send(direct, 'GET', '/api/tickets', { Host: host })).body).toContain('BASE_URL')
    expect((await send(direct, 'GET', '/metrics', { Host: host })).status).toBe(403)
  })

  test.each(own)('%s is served', async host => {
    expect((await send(direct, 'GET', '/trpc/auth.me', { Host: host })).status).toBe(200)
  })

  test('serves probes and pages, which contain no data', async () => {
    for (const path of ['/healthz', '/readyz']) {
      expect((await send(direct, 'GET', path, { Host: 'probe.example' })).status).toBe(200)
    }
  })

  test('serves the name of BASE_URL with any port', async () => {
    expect((await send(byBaseUrl, 'GET', '/trpc/auth.me', { Host: 'help.example.com:8443' })).status).toBe(200)
  })
})
