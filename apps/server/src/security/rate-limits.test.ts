import { hashPassword } from '@gotrs/core/accounts/passwords'
import { loginForTokens, refreshPair } from '@gotrs/core/accounts/token-families'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { quickHash } from '../access/scene.ts'

/** Attack 19: the limits apply whatever address or token a caller sends. */

const json = { 'Content-Type': 'application/json' }
const password = 'tall giraffe socks'
const perMinute = 20
// What remains for a client without a valid credential.
const anonymously = perMinute / 5

let desk: ServedWorld
let behindProxy: ServedWorld
let narrow: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
  behindProxy = await serveWorld({
    baseUrl: 'https://desk.example.org',
    trustedHops: 1,
    callsPerMinute: 1_000,
  })
  narrow = await serveWorld({ callsPerMinute: perMinute })
})
afterAll(async () => {
  await desk.stop()
  await behindProxy.stop()
  await narrow.stop()
})

test('200 people behind one address log in at once, by browser and by program, and all of them refresh', {
  timeout: 120_000,
}, async () => {
  const { pool } = desk.world
  const hash = await quickHash(password)
  await pool.query(
    `insert into users (id, name, email, role, password_hash, created_at) select gen_random_uuid(), 'Person ' || n,
       'person-' || n || '@office.example', 'customer', $1, now() from generate_series(1, 200) n`,
    [hash],
  )
  const post = (path: string, input: object) => desk.mutate(path, input)
  const everybody = Array.from({ length: 200 }, (_, at) => ({ email: `person-${at + 1}@office.example`, password }))
  const logins = await Promise.all(
    everybody.map((account, at) => post(at % 2 ? 'auth.login' : 'auth.issueTokens', account)),
  )
  expect(logins.filter(it => it.status !== 200).map(it => [it.status, it.code])).toEqual([])
  const pairs = logins.filter((_, at) => at % 2 === 0).map(it => it.data as { refreshToken: string })
  const refreshed = await Promise.all(pairs.map(({ refreshToken }) => post('auth.refreshTokens', { refreshToken })))
  expect(refreshed.filter(it => it.status !== 200)).toEqual([])
})

describe('guessing a password or token', () => {
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

  test('is limited under rotating X-Forwarded-For where no proxy is trusted', async () => {
    expect(await firstRefusal(desk, at => `198.51.100.${at}`)).toBe(60)
  })

  test('with one trusted proxy the last entry counts, whatever the caller wrote before it', async () => {
    expect(await firstRefusal(behindProxy, at => `10.0.0.${at}, 203.0.113.9`)).toBe(60)
    // A real other caller, as the proxy saw it.
    expect(await tryToken(behindProxy, '10.0.0.1, 203.0.113.10')).toBe('not_logged_in')
  })
})

/** A guess at a refresh token: counted like a login, and quicker to reject. */
async function tryToken(to: ServedWorld, forwarded: string): Promise<string> {
  const response = await to.fetch('/trpc/auth.refreshTokens', {
    method: 'POST',
    headers: { ...json, 'X-Forwarded-For': forwarded },
    body: JSON.stringify({ refreshToken: 'x'.repeat(43) }),
  })
  const body = (await response.json()) as { error: { data: { desk: { code: string } } } }
  if (response.status === 429) expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0)
  return body.error.data.desk.code
}

async function firstRefusal(to: ServedWorld, forwarded: (at: number) => string): Promise<number> {
  for (let at = 0; at < 70; at += 1) {
    if ((await tryToken(to, forwarded(at))) === 'too_many_requests') return at
  }
  return -1
}

describe('calls of the API', () => {
  const limitSeen = async (headers: Record<string, string>) => {
    const { status, headers: said } = await fetch(`${narrow.url}/api/desk`, { headers })
    return { status, limit: Number(said.get('RateLimit-Limit')), left: Number(said.get('RateLimit-Remaining')) }
  }
  const tokenOf = async () => (await narrow.makeToken('ana', ['tickets:read'])).token

  // Of one address all of them: the order is part of the test.
  test('with new invented tokens and cookies, and a rotating X-Forwarded-For, count for one unknown caller', async () => {
    const good = await tokenOf()
    const cookie = await narrow.cookieOf('omar')
    const madeUp = (at: number): Record<string, string> => {
      const address = { 'X-Forwarded-For': `203.0.113.${at}`, Forwarded: `for=203.0.113.${at}` }
      const kinds: Record<string, string>[] = [
        { Authorization: `Bearer gotrs_${String(at).padStart(43, 'x')}` },
        { Cookie: `gotrs=${String(at).padStart(40, 'a')}` },
        { Authorization: `Bearer a.b.${at}`, Cookie: cookie },
        { Authorization: `Bearer ${good}${at}` },
      ]
      return { ...address, ...kinds[at % kinds.length] }
    }
    const statuses: number[] = []
    for (let at = 0; at < anonymously + 4; at += 1) statuses.push((await limitSeen(madeUp(at))).status)
    expect(statuses.slice(0, anonymously)).not.toContain(429)
    expect(statuses.slice(anonymously)).toEqual(Array(4).fill(429))
    expect((await limitSeen({})).status).toBe(429)
    // It does not limit an authenticated caller.
    expect(await limitSeen({ Authorization: `Bearer ${good}` })).toEqual({ status: 200, limit: 20, left: 19 })
    expect(await limitSeen({ Authorization: `bearer   ${good}` })).toMatchObject({ left: 18 })
    expect(await limitSeen({ Cookie: cookie })).toMatchObject({ status: 200, limit: 20, left: 19 })
  })

  test('with a login that refreshes its access token are counted together', async () => {
    const { world } = narrow
    await world.pool.query('update users set password_hash = $1 where id = $2', [
      await hashPassword(password),
      world.omar.id,
    ])
    const first = await loginForTokens(world, { email: world.omar.email, password }, 'test')
    expect(await limitSeen({ Authorization: `Bearer ${first.accessToken}` })).toMatchObject({ left: 19 })
    const second = await refreshPair(world, first.refreshToken)
    expect(await limitSeen({ Authorization: `Bearer ${second.accessToken}` })).toMatchObject({ left: 18 })
  })

  test('behind one trusted proxy are distinguished by the entry of the proxy, and not by entries before it', async () => {
    const left = async (forwarded: string) => {
      const { headers } = await fetch(`${behindProxy.url}/api/desk`, { headers: { 'X-Forwarded-For': forwarded } })
      return Number(headers.get('RateLimit-Remaining'))
    }
    expect(await left('192.0.2.7')).toBe(199)
    expect(await left('198.51.100.1, 192.0.2.7')).toBe(198)
    expect(await left('198.51.100.2,, 10.0.0.1,192.0.2.7')).toBe(197)
    expect(await left('198.51.100.3, ::ffff:192.0.2.7')).toBe(196)
    // One network of IPv6 is one caller; what is no address is the proxy's own.
    expect(await left('2a00:1:2:3::1')).toBe(199)
    expect(await left('2a00:1:2:3:ffff::9')).toBe(198)
    expect(await left('nonsense')).toBe(199)
    expect(await left('1.2.3.4, nonsense')).toBe(198)
  })
})
