import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

describe('the rate limit', () => {
  let desk: ServedWorld
  beforeAll(async () => {
    desk = await serveWorld({ callsPerMinute: 20 })
  })
  afterAll(() => desk.stop())

  const token = () => desk.makeToken('ana', ['tickets:read'])
  const call = (bearer: string, path = '/api/tickets', headers = {}) =>
    fetch(`${desk.url}${path}`, { headers: { Authorization: `Bearer ${bearer}`, ...headers } })

  test('counts each token separately, sends the remaining calls, and says when to retry', async () => {
    const [{ token: one }, { token: other }] = [await token(), await token()]
    const first = await call(one)
    expect(first.headers.get('ratelimit-limit')).toBe('20')
    expect(first.headers.get('ratelimit-remaining')).toBe('19')
    expect(first.headers.get('ratelimit-policy')).toBe('20;w=60')
    // Every call of a batch counts, and an invented X-Forwarded-For changes nothing.
    const batchOf = (comma: string) => `/trpc/${Array.from({ length: 20 }, () => 'auth.desk').join(comma)}?batch=1`
    expect((await call(one, batchOf('%2C'))).status).toBe(429)
    const refused = await call(one, batchOf(','), { 'X-Forwarded-For': '203.0.113.9' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused.headers.get('ratelimit-remaining')).toBe('0')
    expect(await refused.json()).toMatchObject({ error: { code: 'too_many_requests' } })
    expect((await call(other)).status).toBe(200)
  })
})
