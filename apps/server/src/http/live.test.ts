import { once } from 'node:events'
import { connect } from 'node:net'
import { getActiveResourcesInfo } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { ask } from '@gotrs/core/testing/tickets'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

/** An open stream, once it has sent that it is connected. */
async function openStream(path: string, greeting: string, leaving: AbortController) {
  const headers = { Cookie: await desk.cookieOf('omar'), Accept: 'text/event-stream' }
  const response = await fetch(`${desk.url}${path}`, { headers, signal: leaving.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let heard = ''
  const hear = async (word: string) => {
    while (!heard.includes(word)) heard += (await reader?.read())?.value ?? expect.unreachable(`ended: ${heard}`)
  }
  await hear(greeting)
  return hear
}

// The first test: the one subscription behind all streams of the process does not exist yet, and is slow.
test('sends what is committed right after a stream is connected', { timeout: 10_000 }, async () => {
  const { bus } = desk.world
  const subscribe = bus.subscribe.bind(bus)
  const { promise: asked, resolve: askedNow } = Promise.withResolvers<void>()
  bus.subscribe = async (...heard) => {
    await Promise.race([asked, wait(600)])
    return subscribe(...heard)
  }
  const leaving = new AbortController()
  const streams = await Promise.all([
    openStream('/trpc/live.hints?input={}', 'event: connected', leaving),
    openStream('/api/live', 'event: connected', leaving),
  ])
  const { ticketId } = await ask(desk.world, desk.world.omar)
  askedNow()
  await Promise.all(streams.map(hear => hear(ticketId)))
  leaving.abort()
})

/** A stream as it comes from the socket: each piece is one write of the server. */
async function openSocket(cookie: string, leaving: AbortSignal): Promise<{ headers: string; pieces: string[] }> {
  const { hostname, port } = new URL(desk.url)
  const socket = connect({ host: hostname, port: Number(port) }).setEncoding('utf8')
  leaving.addEventListener('abort', () => socket.destroy())
  socket.write(`GET /api/live HTTP/1.1\r\nHost: ${hostname}\r\nCookie: ${cookie}\r\n\r\n`)
  const pieces: string[] = []
  socket.on('data', piece => pieces.push(String(piece)))
  while (!pieces.join('').includes('event: connected')) await once(socket, 'data')
  const headers = pieces.join('').split('\r\n\r\n')[0] ?? ''
  pieces.length = 0
  return { headers, pieces }
}

test('each of 120 streams gets a hint in one write of the same bytes', async () => {
  const leaving = new AbortController()
  const people = ['admin', 'ana', 'omar', 'nora'] as const
  const cookies = await Promise.all(people.map(person => desk.cookieOf(person)))
  const streams = await Promise.all(
    Array.from({ length: 120 }, (_, at) => openSocket(cookies[at % 4] ?? '', leaving.signal)),
  )
  const { ticketId } = await ask(desk.world, desk.world.omar)
  await expect.poll(() => streams.every(({ pieces }) => pieces.join('').includes('message.received'))).toBe(true)
  const hints = /^data: \{"type":"ticket.created","ticketId":"[0-9a-f-]+","eventId":"([0-9a-f-]+)"\}\nid: \1\n\n/
  for (const { headers, pieces } of streams) {
    expect(headers).not.toMatch(/transfer-encoding/i)
    expect(pieces.join('')).toBe(streams[0]?.pieces.join(''))
    expect(pieces.join('')).toMatch(hints)
    expect(pieces.join('')).toContain(ticketId)
    expect(pieces.length).toBeLessThanOrEqual(2)
  }
  leaving.abort()
})

test('a HEAD request for the live stream keeps nothing open', async () => {
  const timers = () => getActiveResourcesInfo().filter(it => it === 'Timeout').length
  const head = async () => {
    const response = await desk.fetch('/api/live', { method: 'HEAD', as: 'ana' })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
  }
  await head()
  const before = timers()
  for (let count = 0; count < 30; count += 1) await head()
  expect(timers() - before).toBeLessThan(15)
})

test.each([
  ['GET', '/api/live'],
  ['HEAD', '/api/live'],
  ['GET', '/trpc/live.hints?input={}'],
])('opening the live stream by %s %s extends no session', async (method, path) => {
  const { pool, omar } = desk.world
  const Cookie = await desk.cookieOf('omar')
  await pool.query(`update sessions set expires_at = now() + interval '6 days' where user_id = $1`, [omar.id])
  const expiries = async () =>
    (await pool.query(`select expires_at from sessions where user_id = $1`, [omar.id])).rows.map(it => it.expires_at)
  const before = await expiries()
  const leaving = new AbortController()
  const { status, headers } = await fetch(`${desk.url}${path}`, {
    method,
    headers: { Cookie },
    signal: leaving.signal,
  })
  leaving.abort()
  expect([status, headers.get('Set-Cookie')]).toEqual([200, null])
  expect(await expiries()).toEqual(before)
})
