import { type FaultyProxy, openFaultyProxy } from '@gotrs/client/testing/faulty-proxy'
import type { LiveHint } from '@gotrs/contract/live'
import type { Scope } from '@gotrs/contract/scopes'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createClient } from './client.ts'
import type { Token } from './connection.ts'
import type { GotrsError } from './errors.ts'

let desk: ServedWorld
let proxy: FaultyProxy
let stops: (() => void)[] = []
beforeAll(async () => {
  desk = await serveWorld()
})
beforeEach(async () => {
  proxy = await openFaultyProxy(desk.url)
})
afterEach(() => {
  for (const stop of stops) stop()
  stops = []
  proxy.stop()
})
afterAll(() => desk.stop())

const makeToken = (scopes: Scope[] = ['tickets:read', 'tickets:write']) => desk.makeToken('omar', scopes)

/** Subscribes, and returns when the stream is open. */
async function listen(token: Token) {
  const hints: LiveHint[] = []
  let wake = () => {}
  let starts = 0
  const ended = Promise.withResolvers<GotrsError>()
  const until = (isSo: () => boolean) =>
    new Promise<void>(resolve => {
      wake = () => isSo() && resolve()
      wake()
    })
  const stream = createClient({ url: proxy.url, token }).live.hints.subscribe(
    {},
    {
      onStarted() {
        starts += 1
        wake()
      },
      onData({ data }) {
        hints.push(data)
        wake()
      },
      onError: ended.resolve,
    },
  )
  stops.push(() => stream.unsubscribe())
  await Promise.race([until(() => starts === 1), ended.promise])
  return {
    receives: (ticketId: string) => until(() => hints.some(hint => hint.ticketId === ticketId)),
    startsAgain: () => until(() => starts > 1),
    ended: ended.promise,
    count: (ticketId: string) =>
      hints.filter(hint => hint.ticketId === ticketId && hint.type === 'ticket.created').length,
  }
}

const ask = async (title: string) =>
  ((await desk.mutate('tickets.create', { title, message: 'Hello.' }, 'omar')).data as { ticketId: string }).ticketId

/** The stream may be open a moment before the server watches for changes. */
async function askUntilHeard(listener: Awaited<ReturnType<typeof listen>>, title: string): Promise<string> {
  for (let round = 0; round < 20; round += 1) {
    const ticketId = await ask(title)
    const patience = new Promise(resolve => setTimeout(resolve, 500))
    if (await Promise.race([listener.receives(ticketId).then(() => true), patience])) return ticketId
  }
  throw new Error('No hint arrived')
}

test('reopens a broken stream with its token, and delivers what happened meanwhile once', async () => {
  const { token } = await makeToken()
  const listener = await listen(token)
  const before = await askUntilHeard(listener, 'Before the break')
  proxy.fail('/trpc/live.hints', { status: 502 }, { status: 503, headers: { 'Retry-After': '0' } })
  proxy.breakAll()
  const meanwhile = await ask('While it was broken')
  await listener.receives(meanwhile)
  const after = await ask('After the break')
  await listener.receives(after)
  expect([before, meanwhile, after].map(listener.count)).toEqual([1, 1, 1])
  const streams = proxy.seen.filter(({ path }) => path.startsWith('/trpc/live.hints'))
  expect(streams.every(({ headers }) => headers.authorization === `Bearer ${token}`)).toBe(true)
  expect(streams.at(-1)?.headers['last-event-id']).toBeTruthy()
})

test('reconnects no earlier than the server says when it ends the stream', async () => {
  const desk = { code: 'unavailable', params: { retryAfter: 2 } }
  const error = { code: -32603, message: 'Later.', data: { httpStatus: 503, desk } }
  proxy.fail('/trpc/live.hints', {
    status: 200,
    headers: { 'Content-Type': 'text/event-stream' },
    body: `retry: 50\nevent: connected\ndata: {}\n\nevent: serialized-error\ndata: ${JSON.stringify(error)}\n\n`,
  })
  const listener = await listen((await makeToken()).token)
  await listener.startsAgain()
  const [first, second] = proxy.seen.map(({ at }) => at)
  expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(2_000)
  await askUntilHeard(listener, 'After the pause')
})

test('waits longer after each new token that the server rejects, and then gives up', async () => {
  const listener = await listen(() => `gotrs_wrong_${crypto.randomUUID()}`)
  expect(await listener.ended).toMatchObject({ code: 'not_logged_in', status: 401 })
  const times = proxy.seen.map(({ at }) => at)
  expect(times).toHaveLength(5)
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0))
  for (const [index, least] of [100, 200, 400, 800].entries()) expect(pauses[index]).toBeGreaterThan(least)
})

test('waits where the server allows no further stream of this person', async () => {
  const { token } = await makeToken()
  await Promise.all(Array.from({ length: 30 }, () => listen(token)))
  const another = await listen(token)
  const patience = new Promise(resolve => setTimeout(resolve, 1_500, 'waits'))
  expect(await Promise.race([another.ended, patience])).toBe('waits')
  expect(proxy.seen).toHaveLength(31)
})

test('ends the stream with an error when its token is revoked', async () => {
  const { id, token } = await makeToken()
  const listener = await listen(token)
  await desk.mutate('tokens.revoke', { tokenId: id }, 'omar')
  expect(await listener.ended).toMatchObject({ name: 'GotrsError', code: 'not_logged_in' })
  expect(proxy.seen).toHaveLength(1)
})

test('continues with the new token of the caller, after the last hint', async () => {
  const [first, second] = [await makeToken(), await makeToken()]
  let current = first.token
  const listener = await listen(() => current)
  const before = await askUntilHeard(listener, 'Under the first')
  current = second.token
  await desk.mutate('tokens.revoke', { tokenId: first.id }, 'omar')
  await listener.startsAgain()
  const after = await ask('Under the second')
  await listener.receives(after)
  expect([before, after].map(listener.count)).toEqual([1, 1])
})

test('reports why the server rejects a subscription', async () => {
  expect(await (await listen('gotrs_wrong')).ended).toMatchObject({ code: 'not_logged_in', status: 401 })
  const { token } = await makeToken(['account:write'])
  expect(await (await listen(token)).ended).toMatchObject({
    code: 'insufficient_scope',
    params: { scope: 'tickets:read' },
  })
  const broken = await listen(() => Promise.reject(new Error('the safe is locked')))
  expect(await broken.ended).toMatchObject({ code: 'not_logged_in', params: { reason: 'no_token' } })
})
