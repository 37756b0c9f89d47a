import { randomUUID } from 'node:crypto'
import { ask } from '@gotrs/core/testing/tickets'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { restRoutes } from '../rest/routes.ts'
import { isForAnyone } from '../rest/scopes-of.ts'
import { appRouter } from '../router.ts'

/** Attack 15: what another site makes a browser send changes nothing. */

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld({ callsPerMinute: 0 })
})
afterAll(() => desk.stop())

const json = { 'Content-Type': 'application/json' }
const logout = '/trpc/auth.logout'
const evil = { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' }

/**
 * What a page can send without a preflight (Fetch standard, "CORS-safelisted request-header"), and what it would like
 * to send.
 */
const bodies: [string, Record<string, string>, string][] = [
  ['a form', { 'Content-Type': 'application/x-www-form-urlencoded' }, 'title=x&text=y'],
  [
    'a multipart form',
    { 'Content-Type': 'multipart/form-data; boundary=b' },
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx\r\n--b--\r\n',
  ],
  ['plain text', { 'Content-Type': 'text/plain' }, '{"title":"x","text":"y"}'],
  ['an octet stream', { 'Content-Type': 'application/octet-stream' }, '{}'],
  ['nothing', {}, ''],
  ['JSON', json, '{"title":"x","text":"y"}'],
]

const paths = [
  ...Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>)
    .filter(([, procedure]) => procedure._def.type === 'mutation')
    .map(([name]) => ['POST', `/trpc/${name}`] as const),
  ...restRoutes
    .filter(row => row.method !== 'get')
    .map(row => [row.method.toUpperCase(), row.path.replaceAll(/\{\w+\}/g, randomUUID())] as const),
  ['POST', '/api/attachments'] as const,
]

describe('requests of another site', () => {
  // The admin's own cookie, which has every permission.
  test.each(bodies)('that send %s are rejected by every interface', async (_what, headers, body) => {
    const Cookie = await desk.cookieOf('admin')
    expect(paths.length).toBeGreaterThan(100)
    const refused = { error: { code: 'cross_site_request' } }
    for (const [method, path] of paths) {
      const init = { method, headers: { ...headers, ...evil, Cookie }, body: body === '' ? undefined : body }
      const response = await fetch(`${desk.url}${path}`, init)
      expect([path, response.status, await response.json()]).toMatchObject([path, 403, refused])
    }
  })

  test('without a cookie are rejected too, so that nobody is logged in as somebody else', async () => {
    const login = { method: 'POST', body: '{"email":"evil@example.org","password":"wrong password"}' }
    for (const path of ['/trpc/auth.login', '/api/auth/login', '/api/auth/register']) {
      const response = await fetch(`${desk.url}${path}`, { ...login, headers: { ...json, ...evil } })
      expect([path, response.status]).toEqual([path, 403])
    }
  })

  test('with an invented token are rejected by every interface without a login, and change nothing', async () => {
    const open = restRoutes.filter(isForAnyone)
    expect(open.length).toBeGreaterThan(5)
    const openPaths = open.map(({ method, path }) => [method.toUpperCase(), path])
    const body = JSON.stringify({ email: 'omar@acme.example', password: 'tall giraffe socks', name: 'Eve' })
    for (const [method, path] of [...openPaths, ['POST', '/trpc/auth.login'], ['POST', '/trpc/auth.register']]) {
      const headers = { ...evil, ...json, Authorization: 'Bearer x' }
      const response = await fetch(`${desk.url}${path}`, { method, headers, ...(method !== 'GET' && { body }) })
      expect([path, response.status, await response.text()]).toEqual([
        path,
        401,
        expect.stringContaining('not_logged_in'),
      ])
    }
    const { rows } = await desk.world.pool.query('select id from tokens')
    expect(rows).toEqual([])
  })

  test('cannot change their method by a header or field', async () => {
    const { ticketId } = await ask(desk.world, desk.world.omar)
    const Cookie = await desk.cookieOf('admin')
    const overrides = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']
    const saying = (method: string) => Object.fromEntries(overrides.map(name => [name, method]))
    const query = (method: string) => `_method=${method}&method=${method}&x-http-method-override=${method}`
    const path = `/api/tickets/${ticketId}`
    const send = (method: string, meant: string, at: string, body?: string) =>
      fetch(`${desk.url}${at}?${query(meant)}`, { method, headers: { Cookie, ...saying(meant) }, body })
    // A GET stays a GET: it reads, or is rejected for an unknown field, and deletes nothing.
    expect((await send('GET', 'DELETE', path)).status).toBeLessThan(500)
    expect((await send('GET', 'POST', logout)).status).toBe(400)
    // A POST that names GET as its method is checked as a POST.
    expect((await send('POST', 'GET', logout, '{}')).status).toBe(403)
    expect((await send('POST', 'DELETE', path, '_method=DELETE')).status).toBe(403)
    expect((await fetch(`${desk.url}${path}`, { headers: { Cookie } })).status).toBe(200)
  })

  test('by GET change nothing: it runs no mutation, in a single call or a batch', async () => {
    const Cookie = await desk.cookieOf('admin')
    for (const [, path] of paths.filter(([, at]) => at.startsWith('/trpc/'))) {
      for (const search of ['?input={}', '?batch=1&input={"0":{}}']) {
        const response = await fetch(`${desk.url}${path}${search}`, { headers: { Cookie } })
        expect([path, response.status]).toEqual([path, 400])
      }
    }
    expect((await desk.query('auth.me', undefined, 'admin')).status).toBe(200)
  })
})

describe('the origin headers of a browser', () => {
  test.each<[string, Record<string, string>, number]>([
    ['our own page', { Origin: 'OWN', 'Sec-Fetch-Site': 'same-origin', ...json }, 200],
    ['our own page where the browser sends no fetch metadata', { Origin: 'OWN', ...json }, 200],
    ['our own page under BASE_URL, behind a proxy that rewrites Host', { Origin: 'http://desk.test', ...json }, 200],
    ['another site', { Origin: 'https://evil.example', ...json }, 403],
    ['another site that hides its origin', { Origin: 'null', ...json }, 403],
    ['another port of this host', { Origin: 'http://127.0.0.1:1', ...json }, 403],
    ['another scheme', { Origin: 'app://OWNHOST', ...json }, 403],
    ['a site whose name begins like ours', { Origin: 'http://desk.test.evil.example', ...json }, 403],
    ['another site, by fetch metadata', { 'Sec-Fetch-Site': 'cross-site', ...json }, 403],
    ['a neighbour on the same site', { 'Sec-Fetch-Site': 'same-site', Origin: 'OWN', ...json }, 403],
    ['an address that was typed', { 'Sec-Fetch-Site': 'none', ...json }, 403],
    ['a cookie that says nothing of where it comes from', json, 403],
  ])('a change from %s is answered %s', async (_who, headers, status) => {
    const own = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        value.replace('OWNHOST', new URL(desk.url).host).replace('OWN', desk.url),
      ]),
    )
    const Cookie = await desk.cookieOf('omar')
    const response = await fetch(`${desk.url}${logout}`, { method: 'POST', headers: { ...own, Cookie } })
    expect(response.status).toBe(status)
    if (status === 403) expect(await response.json()).toMatchObject({ error: { code: 'cross_site_request' } })
  })

  test('a program without a cookie may call without an origin', async () => {
    const response = await fetch(`${desk.url}${logout}`, { method: 'POST', headers: json })
    expect(response.status).toBe(200)
  })

  test.each([
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'text/plain',
    'text/plain; application/json',
    'application/octet-stream',
    '',
  ])('tRPC rejects %s, even from our own page', async type => {
    const body = new Blob(['--x--'])
    const headers: Record<string, string> = type === '' ? {} : { 'Content-Type': type }
    const response = await desk.fetch(logout, { method: 'POST', headers, body, as: 'omar' })
    expect(response.status).toBe(403)
  })

  test('uploads are checked like any change', async () => {
    const form = new FormData()
    form.set('file', new Blob(['x']), 'x.txt')
    const init = { method: 'POST', body: form, as: 'omar' } as const
    expect((await desk.fetch('/api/attachments', { ...init, headers: evil })).status).toBe(403)
    expect((await desk.fetch('/api/attachments', init)).status).toBe(201)
  })
})

test('at most twenty calls in one batch, by GET and by POST', async () => {
  const batch = (name: string, count: number, init = {}) =>
    desk.fetch(`/trpc/${Array(count).fill(name).join(',')}?batch=1&input={}`, init)
  expect((await batch('auth.desk', 20)).status).toBe(200)
  expect((await batch('auth.desk', 21)).status).toBe(400)
  const post = { method: 'POST', headers: json, body: '{}' }
  expect((await batch('auth.logout', 20, post)).status).toBe(200)
  expect((await batch('auth.logout', 21, post)).status).toBe(400)
})

describe('pages of other origins', () => {
  const elsewhere = { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' }

  test('may call with a token of their own', async () => {
    const { token } = await desk.makeToken('omar', ['tickets:write'])
    const preflight = await fetch(`${desk.url}/api/tickets`, {
      method: 'OPTIONS',
      headers: {
        ...elsewhere,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull()
    const made = await fetch(`${desk.url}/trpc/tickets.create`, {
      method: 'POST',
      headers: { ...elsewhere, Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ title: 'From a page', message: 'Of another site' }),
    })
    expect(made.status).toBe(200)
    expect(made.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('may do nothing with the cookie of the person who opens them, not even beside an invalid token', async () => {
    const Cookie = await desk.cookieOf('omar')
    const post = (headers: Record<string, string>) =>
      fetch(`${desk.url}/trpc/tickets.create`, {
        method: 'POST',
        headers: { ...elsewhere, Cookie, 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ title: 'Forged', message: 'By another site' }),
      })
    expect((await post({})).status).toBe(403)
    expect((await post({ Authorization: 'Bearer x' })).status).toBe(401)
    expect((await post({ Authorization: 'Basic eDp4' })).status).toBe(403)
    expect((await post({})).headers.get('access-control-allow-origin')).toBeNull()
  })
})
