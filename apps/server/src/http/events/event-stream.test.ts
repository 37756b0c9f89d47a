import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { createAdaptorServer } from '@hono/node-server'
import { afterEach, expect, test, vi } from 'vitest'
import { eventStream, type Items } from './event-stream.ts'

type Source = Parameters<typeof eventStream>[0]

let server: Server | undefined
afterEach(async () => {
  const closed = server && once(server, 'close')
  server?.close()
  server?.closeAllConnections()
  await closed
  // The streams learn in the next turn that their clients have left.
  await wait(10)
  vi.useRealTimers()
})

/** Serves the source over HTTP. @returns a function that opens a stream */
async function serve(open: Source['open']): Promise<() => Promise<IncomingMessage>> {
  const showError = (error: unknown) => ({ message: (error as Error).message })
  const fetch = (_: Request, { outgoing }: { outgoing: ServerResponse }) =>
    new Response(eventStream({ open, showError }, outgoing), { headers: { 'Content-Type': 'text/event-stream' } })
  server = createAdaptorServer({ fetch: fetch as never, createServer }) as Server
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return async () => {
    const [response] = await once(get({ port, agent: false }), 'response')
    return response
  }
}

const items = (...list: { eventId: string }[]): Items => ({
  connect({ take }) {
    for (const item of list) take(item)
    return { resume() {} }
  },
})

/** Reads until the text contains `word`, or the stream ends. */
async function hear(stream: IncomingMessage, word: string): Promise<string> {
  let text = ''
  while (!text.includes(word)) {
    const chunk = stream.read()
    if (chunk !== null) text += chunk
    else if (stream.readableEnded) break
    else await Promise.race([once(stream, 'readable'), once(stream, 'end')])
  }
  return text
}

test('writes an item once, however many streams send it', async () => {
  const hint = { eventId: 'event-1', writes: 0, toJSON: () => ({ type: 'note.added', write: ++hint.writes }) }
  const open = await serve(async () => items(hint))
  const streams = await Promise.all(Array.from({ length: 100 }, open))
  const texts = await Promise.all(streams.map(stream => hear(stream, 'id: event-1\n\n')))
  for (const text of texts) expect(text).toContain('data: {"type":"note.added","write":1}\nid: event-1\n\n')
  expect(hint.writes).toBe(1)
})

test('makes clients that lose their connection reconnect at different times', async () => {
  const open = await serve(async () => items())
  const streams = await Promise.all(Array.from({ length: 20 }, open))
  const greetings = await Promise.all(streams.map(stream => hear(stream, 'connected')))
  expect(new Set(greetings.map(text => /^retry: (\d+)\n/.exec(text)?.[1])).size).toBeGreaterThan(5)
})

test('takes no more while a client does not read, and the rest once it does', async () => {
  const [total, text] = [40_000, 'x'.repeat(1_000)]
  let taken = 0
  const open = await serve(async () => ({
    connect({ take }) {
      const resume = () => {
        while (taken < total) if (!take({ eventId: String(taken++), text } as { eventId: string })) return
      }
      resume()
      return { resume }
    },
  }))
  const stream = await open()
  await expect.poll(() => taken).toBeGreaterThan(64)
  let before = 0
  while (before !== taken) {
    before = taken
    await wait(100)
  }
  // What the system holds for both ends, and 64 kB.
  expect(taken).toBeLessThan(total / 2)
  stream.setEncoding('latin1')
  for await (const chunk of stream) if (String(chunk).includes(`id: ${total - 1}\n`)) break
  expect(taken).toBe(total)
})

test('sends an error in the stream, after the greeting, and closes it', async () => {
  const open = await serve(() => Promise.reject(new Error('no seat')))
  expect(await hear(await open(), 'nothing of the sort')).toMatch(
    /^retry: \d+\nevent: connected\n.*\n\nevent: serialized-error\ndata: \{"message":"no seat"\}\n\n$/,
  )
})

test('sends what ends the items as an error, after the items', async () => {
  const open = await serve(async () => ({
    connect({ take, end }) {
      take({ eventId: '1' })
      end(new Error('over'))
      return { resume() {} }
    },
  }))
  expect(await hear(await open(), 'nothing of the sort')).toMatch(
    /data: \{"eventId":"1"\}\nid: 1\n\nevent: serialized-error\ndata: \{"message":"over"\}\n\n$/,
  )
})

test('stops the procedure when the client leaves, and writes to it no more', async () => {
  let signal: AbortSignal | undefined
  let take = (_: { eventId: string }) => true
  const open = await serve(async leaving => {
    signal = leaving
    return {
      connect(receiver) {
        take = receiver.take
        return { resume() {} }
      },
    }
  })
  const stream = await open()
  await hear(stream, 'connected')
  stream.destroy()
  await expect.poll(() => signal?.aborted).toBe(true)
  take({ eventId: 'late' })
})

test('sends a ping every 15 seconds, with one timer for all streams, and none when all have left', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const open = await serve(async () => items())
  const streams = await Promise.all(Array.from({ length: 30 }, open))
  await Promise.all(streams.map(stream => hear(stream, 'connected')))
  expect(vi.getTimerCount()).toBe(1)
  for (let round = 0; round < 2; round += 1) {
    vi.advanceTimersByTime(15_000)
    for (const text of await Promise.all(streams.map(stream => hear(stream, 'ping')))) {
      expect(text).toMatch(/(?:^|\n)event: ping\ndata: /)
    }
  }
  for (const stream of streams) stream.destroy()
  for (let round = 0; vi.getTimerCount() > 0 && round < 200; round += 1) await wait(10)
  expect(vi.getTimerCount()).toBe(0)
})
