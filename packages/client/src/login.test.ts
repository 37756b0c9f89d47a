import { openShakyLine, type ShakyLine } from '@gotrs/client/testing/shaky-line'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createClient } from './client.ts'
import { login, resumeSession } from './login.ts'

const credentials = { email: 'rita@acme.example', password: 'tall giraffe socks' }

let desk: ServedWorld
let line: ShakyLine
beforeAll(async () => {
  desk = await serveWorld()
  await desk.mutate('users.create', { name: 'Rita', role: 'agent', ...credentials }, 'admin')
})
beforeEach(async () => {
  line = await openShakyLine(desk.url)
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  line.stop()
})
afterAll(() => desk.stop())

const minutes = (count: number) => vi.setSystemTime(Date.now() + count * 60_000)
const refreshes = () => line.seen.filter(({ path }) => path.startsWith('/trpc/auth.refreshTokens')).length
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'went well',
    error => error.code,
  )

test('a login gives tokens that are renewed in time, once for all who ask, and hands on each refresh token', async () => {
  const kept: string[] = []
  const session = await login({ url: line.url, ...credentials, onRefresh: token => void kept.push(token) })
  expect(session.user).toMatchObject({ name: 'Rita' })
  const client = createClient({ url: line.url, token: session.token })
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

test('a kept refresh token goes on; where it is used a second time the login is over, for good', async () => {
  const session = await login({ url: line.url, ...credentials })
  const { refreshToken } = session
  const resumed = await resumeSession({ url: line.url, refreshToken })
  expect(await createClient({ url: line.url, token: resumed.token }).auth.me.query()).toMatchObject({ name: 'Rita' })
  minutes(20)
  expect(await codeOf(session.token())).toBe('not_logged_in')
  expect(await codeOf(session.token())).toBe('not_logged_in')
  expect(refreshes()).toBe(2)
  expect(await codeOf(resumed.token())).toBe('not_logged_in')
  expect(await codeOf(createClient({ url: line.url, token: resumed.token }).auth.me.query())).toBe('not_logged_in')
})

test('a server that is away for a moment ends no login: the token at hand serves as long as it lasts', async () => {
  const session = await login({ url: line.url, ...credentials })
  const first = await session.token()
  line.fail('/trpc/auth.refreshTokens', { status: 503 }, { status: 503 })
  minutes(14.5)
  expect(await session.token()).toBe(first)
  minutes(1)
  expect(await codeOf(session.token())).toBe('unavailable')
  expect(await session.token()).not.toBe('')
})

test('a logout ends it here and on the server', async () => {
  const session = await login({ url: line.url, ...credentials })
  const client = createClient({ url: line.url, token: await session.token() })
  await session.logout()
  expect(await codeOf(session.token())).toBe('not_logged_in')
  expect(await codeOf(client.auth.me.query())).toBe('not_logged_in')
})

test('a wrong password is told as such', async () => {
  expect(await codeOf(login({ url: line.url, ...credentials, password: 'something else' }))).toBe('wrong_credentials')
})
