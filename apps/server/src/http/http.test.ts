import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedWorld, serveWorld } from '../testing/served-world.ts'

let desk: ServedWorld
let behindProxy: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
  behindProxy = await serveWorld({ baseUrl: 'https://desk.example.org', trustedHops: 1 })
})
afterAll(async () => {
  await desk.stop()
  await behindProxy.stop()
})

const json = { 'Content-Type': 'application/json' }
const logout = '/trpc/auth.logout'

describe('requests of another site', () => {
  test.each<[string, Record<string, string>, number]>([
    ['our own page', { Origin: 'OWN', 'Sec-Fetch-Site': 'same-origin', ...json }, 200],
    ['our own page where the browser sends no fetch metadata', { Origin: 'OWN', ...json }, 200],
    ['our own page under BASE_URL, behind a proxy that rewrites Host', { Origin: 'http://desk.test', ...json }, 200],
    ['another site', { Origin: 'https://evil.example', ...json }, 403],
    ['another site that hides its origin', { Origin: 'null', ...json }, 403],
    ['another port of this host', { Origin: 'http://127.0.0.1:1', ...json }, 403],
    ['another scheme', { Origin: 'app://OWNHOST', ...json }, 403],
    ['another site, by fetch metadata', { 'Sec-Fetch-Site': 'cross-site', ...json }, 403],
    ['a neighbour on the same site', { 'Sec-Fetch-Site': 'same-site', Origin: 'OWN', ...json }, 403],
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
    'application/octet-stream',
    '',
  ])('tRPC runs no %s, even from our own page', async type => {
    const body = new Blob(['--x--'])
    const headers: Record<string, string> = type === '' ? {} : { 'Content-Type': type }
    const response = await desk.fetch(logout, { method: 'POST', headers, body, as: 'omar' })
    expect(response.status).toBe(403)
  })

  test('a query never changes anything: mutations are refused by GET', async () => {
    expect((await desk.fetch(logout, { as: 'omar' })).status).toBe(400)
  })

  test('uploads are checked like any change', async () => {
    const form = new FormData()
    form.set('file', new Blob(['x']), 'x.txt')
    const init = { method: 'POST', body: form, as: 'omar' } as const
    expect(
      (await desk.fetch('/api/attachments', { ...init, headers: { Origin: 'https://evil.example' } })).status,
    ).toBe(403)
    expect((await desk.fetch('/api/attachments', init)).status).toBe(201)
  })
})

describe('bounds', () => {
  test('at most twenty calls in one batch', async () => {
    const batch = (count: number) => desk.fetch(`/trpc/${Array(count).fill('auth.desk').join(',')}?batch=1&input={}`)
    expect((await batch(20)).status).toBe(200)
    expect((await batch(21)).status).toBe(400)
  })

  test('each login in a batch is counted', async () => {
    const inputs = Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [at, { email: 'batch@example.org', password: 'wrong password' }]),
    )
    const send = () =>
      desk.fetch(`/trpc/${Array(20).fill('auth.login').join(',')}?batch=1`, {
        method: 'POST',
        headers: json,
        body: JSON.stringify(inputs),
      })
    await send()
    const answers = (await (await send()).json()) as { error: { data: { desk: { code: string } } } }[]
    const codes = answers.map(it => it.error.data.desk.code)
    expect(codes.filter(code => code === 'wrong_credentials')).toHaveLength(10)
    expect(codes.filter(code => code === 'too_many_requests')).toHaveLength(10)
  })

  test.each(['with its length', 'in chunks'])('a body of more than 2 MB is refused, sent %s', async how => {
    const bytes = new Uint8Array(2 * 1024 * 1024 + 1).fill(32)
    const body = how === 'in chunks' ? new Blob([bytes]).stream() : bytes
    const init = { method: 'POST', headers: json, body, duplex: 'half' } as RequestInit
    const response = await desk.fetch('/trpc/auth.login', init)
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ error: { code: 'too_large' } })
  })

  test('limits hold under rotating X-Forwarded-For where no proxy is trusted', async () => {
    expect(await firstRefusal(desk, at => `198.51.100.${at}`, 'rotating@example.org')).toBe(30)
  })

  test('with one trusted proxy the last entry counts, whatever the caller wrote before it', async () => {
    expect(await firstRefusal(behindProxy, at => `10.0.0.${at}, 203.0.113.9`, 'one-hop@example.org')).toBe(30)
    // A real other caller, as the proxy saw it.
    const other = await tryLogin(behindProxy, '10.0.0.1, 203.0.113.10', 'one-hop@example.org')
    expect(other).toBe('wrong_credentials')
  })
})

async function tryLogin(to: ServedWorld, forwarded: string, email: string): Promise<string> {
  const response = await to.fetch('/trpc/auth.login', {
    method: 'POST',
    headers: { ...json, 'X-Forwarded-For': forwarded },
    body: JSON.stringify({ email, password: 'wrong password' }),
  })
  const body = (await response.json()) as { error: { data: { desk: { code: string } } } }
  if (response.status === 429) expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
  return body.error.data.desk.code
}

async function firstRefusal(to: ServedWorld, forwarded: (at: number) => string, email: string): Promise<number> {
  for (let at = 0; at < 40; at += 1) {
    if ((await tryLogin(to, forwarded(at), email)) === 'too_many_requests') return at
  }
  return -1
}

describe('headers', () => {
  test.each(['/', '/agent', '/healthz', '/trpc/auth.desk', '/api/nothing', '/agent/assets/missing.js'])(
    '%s carries them',
    async path => {
      const { headers } = await desk.fetch(path)
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
      expect(headers.get('Content-Security-Policy')).toBe(
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      )
      expect(headers.get('Referrer-Policy')).toBe('same-origin')
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
      expect(headers.get('Permissions-Policy')).toContain('camera=()')
      expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/)
      expect(headers.get('Strict-Transport-Security')).toBeNull()
      expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
    },
  )

  test('where BASE_URL is https: HSTS, and a cookie that this host alone can set', async () => {
    const response = await behindProxy.fetch(logout, { method: 'POST', headers: json })
    expect(response.headers.get('Strict-Transport-Security')).toContain('max-age=31536000')
    expect(response.headers.get('Set-Cookie')).toBe('__Host-gotrs=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax')
    expect((await behindProxy.query('auth.me', undefined, 'omar')).data).toMatchObject({ name: 'Omar Aziz' })
  })

  test('without TLS the cookie is out of reach of scripts and other sites all the same', async () => {
    const { headers } = await desk.mutate('auth.logout')
    expect(headers.get('Set-Cookie')).toBe('gotrs=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
  })
})

describe('errors', () => {
  test('unknown paths of the API are 404 in one form', async () => {
    for (const path of ['/api', '/api/', '/api/nothing', '/api/../api/x']) {
      const response = await desk.fetch(path)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({
        error: { code: 'not_found', message: expect.any(String), requestId: response.headers.get('X-Request-Id') },
      })
    }
  })

  test('unknown and wrong fields are refused by name, before anything is done', async () => {
    const register = { name: 'Eve', email: 'eve@example.org', password: 'tall giraffe socks', role: 'admin' }
    const answered = await desk.mutate('auth.register', register)
    expect(answered).toMatchObject({ status: 400, code: 'invalid_input' })
    expect(JSON.stringify(answered.body)).toContain('role')
  })

  test('broken JSON and unknown procedures have codes of the closed table', async () => {
    const broken = await desk.fetch('/trpc/auth.login', { method: 'POST', headers: json, body: '{' })
    expect(await broken.json()).toMatchObject({ error: { data: { desk: { code: 'invalid_input' } } } })
    expect(await desk.query('auth.nothing')).toMatchObject({ status: 404, code: 'not_found' })
    expect(await desk.query('__proto__.x')).toMatchObject({ status: 404 })
  })

  test('what is malformed on the wire is answered by a closed line, not by a trace', async () => {
    const { port } = new URL(desk.url)
    const said = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('GET /\0 HTTP/9.9\r\n\r\n'))
      socket.on('data', chunk => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
    expect(said).toMatch(/^HTTP\/1\.1 400 /)
    expect(said).not.toMatch(/node_modules|\.ts/)
  })
})
