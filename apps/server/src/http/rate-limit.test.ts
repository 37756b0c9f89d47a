import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServedWorld, serveWorld } from '../testing/served-world.ts'

describe('the rate limit', () => {
  let desk: ServedWorld
  beforeAll(async () => {
    desk = await serveWorld({ callsPerMinute: 20 })
  })
  afterAll(() => desk.stop())

  const token = async () =>
    (await desk.mutate('tokens.create', { name: 'x', scopes: ['tickets:read'], expiresAt: null }, 'ana')).data as {
      token: string
    }
  const call = (bearer: string, path = '/api/tickets', headers = {}) =>
    fetch(`${desk.url}${path}`, { headers: { Authorization: `Bearer ${bearer}`, ...headers } })

  test('counts each token by itself, says what is left, and what to do when nothing is', async () => {
    const [{ token: one }, { token: other }] = [await token(), await token()]
    const first = await call(one)
    expect(first.headers.get('ratelimit-limit')).toBe('20')
    expect(first.headers.get('ratelimit-remaining')).toBe('19')
    expect(first.headers.get('ratelimit-policy')).toBe('20;w=60')
    // Every call of a batch counts, and an address that the caller makes up changes nothing.
    const batchOf = (comma: string) => `/trpc/${Array.from({ length: 20 }, () => 'auth.desk').join(comma)}?batch=1`
    expect((await call(one, batchOf('%2C'))).status).toBe(429)
    const refused = await call(one, batchOf(','), { 'X-Forwarded-For': '203.0.113.9' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.headers.get('ratelimit-remaining')).toBe('0')
    expect(await refused.json()).toMatchObject({ error: { code: 'too_many_requests' } })
    expect((await call(other)).status).toBe(200)
  })

  test('turns away a network that makes up ever new tokens, whatever it says of its address', async () => {
    const statuses = []
    for (let at = 0; at < 110; at += 1) {
      statuses.push((await call(`gotrs_${at}`, '/api/desk', { 'X-Forwarded-For': `203.0.113.${at}` })).status)
    }
    expect(statuses.at(0)).toBe(401)
    expect(statuses.at(-1)).toBe(429)
  })
})

describe('pages of other origins', () => {
  let desk: ServedWorld
  beforeAll(async () => {
    desk = await serveWorld()
  })
  afterAll(() => desk.stop())

  const elsewhere = { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' }

  test('may call with a token of their own', async () => {
    const { token } = (
      await desk.mutate('tokens.create', { name: 'page', scopes: ['tickets:write'], expiresAt: null }, 'omar')
    ).data as { token: string }
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
      body: JSON.stringify({ title: 'From a page', text: 'Of another site' }),
    })
    expect(made.status).toBe(200)
    expect(made.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('may do nothing with the cookie of whoever looks at them, not even beside a bad token', async () => {
    const Cookie = await desk.cookieOf('omar')
    const post = (headers: Record<string, string>) =>
      fetch(`${desk.url}/trpc/tickets.create`, {
        method: 'POST',
        headers: { ...elsewhere, Cookie, 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ title: 'Forged', text: 'By another site' }),
      })
    expect((await post({})).status).toBe(403)
    expect((await post({ Authorization: 'Bearer x' })).status).toBe(401)
    expect((await post({ Authorization: 'Basic eDp4' })).status).toBe(403)
    expect((await post({})).headers.get('access-control-allow-origin')).toBeNull()
  })
})
