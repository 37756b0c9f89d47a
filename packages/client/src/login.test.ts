import { type FaultyProxy, openFaultyProxy } from '@gotrs/client/testing/faulty-proxy'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createClient } from './client.ts'
import { login, resumeSession } from './login.ts'

const credentials = { email: 'rita@acme.example', password: 'tall giraffe socks' }

let desk: ServedWorld
let proxy: FaultyProxy
beforeAll(async () => {
  desk = await serveWorld()
  await desk.mutate('users.create', { name: 'Rita', role: 'agent', ...credentials }, 'admin')
})
beforeEach(async () => {
  proxy = await openFaultyProxy(desk.url)
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  proxy.stop()
})
afterAll(() => desk.stop())

const minutes = (count: number) => vi.setSystemTime(Date.now() + count * 60_000)
const refreshes = () => proxy.seen.filter(({ path }) => path.startsWith('/trpc/auth.refreshTokens')).length
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'succeeded',
    error => error.code,
  )

test('renews the access token before it expires, once for concurrent calls, and reports each refresh token', async () => {
  const kept: string[] = []
  const session = await login({ url: proxy.url, ...credentials, onRefresh: token => void kept.push(token) })
  expect(session.user).toMatchObject({ name: 'Rita' })
  const client = createClient({ url: proxy.url, token: session.token })
  expect(await client.auth.me.query()).toMatchObject({ email: credentials.email })
  const first = await session.token()
  minutes(13)
  expect(await session.token()).toBe(first)
  minutes(1.5)
  const renewed = await Promise.all([session.token(), session.token(), session.token()])
  expect(new Set(renewed).size).toBe(1)
  expect(refreshes()).toBe(1)
  expect(kept).toHaveLength(2)
  expect(kept[1]).toBe(session.refreshToken)
})

test('resumes a login by its refresh token; a second use of that token ends the login', async () => {
  const session = await login({ url: proxy.url, ...credentials })
  const { refreshToken } = session
  const resumed = await resumeSession({ url: proxy.url, refreshToken })
  expect(await createClient({ url: proxy.url, token: resumed.token }).auth.me.query()).toMatchObject({ name: 'Rita' })
  minutes(20)
  expect(await codeOf(session.token())).toBe('not_logged_in')
  expect(await codeOf(session.token())).toBe('not_logged_in')
  expect(refreshes()).toBe(2)
  expect(await codeOf(resumed.token())).toBe('not_logged_in')
  expect(await codeOf(createClient({ url: proxy.url, token: resumed.token }).auth.me.query())).toBe('not_logged_in')
})

test('uses the current token until it expires while the server is unavailable', async () => {
  const session = await login({ url: proxy.url, ...credentials })
  const first = await session.token()
  proxy.fail('/trpc/auth.refreshTokens', { status: 503 }, { status: 503 })
  minutes(14.5)
  expect(await session.token()).toBe(first)
  minutes(1)
  expect(await codeOf(session.token())).toBe('unavailable')
  expect(await session.token()).not.toBe('')
})

test('ends the login here and on the server by a logout', async () => {
  const session = await login({ url: proxy.url, ...credentials })
  const client = createClient({ url: proxy.url, token: await session.token() })
  await session.logout()
  expect(await codeOf(session.token())).toBe('not_logged_in')
  expect(await codeOf(client.auth.me.query())).toBe('not_logged_in')
})

test('throws wrong_credentials for a wrong password', async () => {
  expect(await codeOf(login({ url: proxy.url, ...credentials, password: 'something else' }))).toBe('wrong_credentials')
})
