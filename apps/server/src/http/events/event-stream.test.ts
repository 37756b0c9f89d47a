import { setTimeout as wait } from 'node:timers/promises'
import { tracked } from '@trpc/server'
import { afterEach, expect, test, vi } from 'vitest'
import { eventStream } from './event-stream.ts'

afterEach(() => {
  vi.useRealTimers()
})

const showError = (error: unknown) => ({ message: (error as Error).message })
const endless = new Promise<never>(() => {})

/** The same hint in each stream, as the feed gives it; counts how often it is written as JSON. */
function countedHint() {
  const hint = { writes: 0, toJSON: () => ({ type: 'note.added', write: ++hint.writes }) }
  return hint
}

async function* items(...list: unknown[]) {
  yield* list
  await endless
}

/** Reads until the text contains `word`. */
async function hear(stream: ReadableStream<Uint8Array>, word: string): Promise<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (!text.includes(word)) {
    const { value, done } = await reader.read()
    if (done) break
    text += decoder.decode(value, { stream: true })
  }
  reader.releaseLock()
  return text
}

test('writes an item once, however many streams send it', async () => {
  const hint = countedHint()
  const streams = Array.from({ length: 100 }, () =>
    eventStream({ open: async () => items(tracked('event-1', hint)), showError }),
  )
  const texts = await Promise.all(streams.map(stream => hear(stream, 'id: event-1\n\n')))
  for (const text of texts) expect(text).toContain('data: {"type":"note.added","write":1}\nid: event-1\n\n')
  expect(hint.writes).toBe(1)
  await Promise.all(streams.map(stream => stream.cancel()))
})

test('makes clients that lose their connection reconnect at different times', async () => {
  const greetings = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const stream = eventStream({ open: async () => items(), showError })
      const text = await hear(stream, 'connected')
      await stream.cancel()
      return /^retry: (\d+)\n/.exec(text)?.[1]
    }),
  )
  expect(new Set(greetings).size).toBeGreaterThan(5)
})

test('stops reading when 64 kB wait for a slow client', async () => {
  let read = 0
  async function* many() {
    for (; read < 1_000; read += 1) yield { text: 'x'.repeat(1_000) }
  }
  const stream = eventStream({ open: async () => many(), showError })
  await wait(50)
  expect(read).toBeGreaterThan(60)
  expect(read).toBeLessThan(70)
  await hear(stream, 'event: return')
  expect(read).toBe(1_000)
})

test('sends an error in the stream, after the greeting, and closes it', async () => {
  const stream = eventStream({ open: () => Promise.reject(new Error('no seat')), showError })
  expect(await hear(stream, 'nothing of the sort')).toMatch(
    /^retry: \d+\nevent: connected\n.*\n\nevent: serialized-error\ndata: \{"message":"no seat"\}\n\n$/,
  )
})

test('stops the procedure when the client leaves', async () => {
  let signal: AbortSignal | undefined
  const stream = eventStream({
    open: async leaving => {
      signal = leaving
      return items()
    },
    showError,
  })
  await hear(stream, 'connected')
  await stream.cancel()
  expect(signal?.aborted).toBe(true)
})

test('sends a ping every 15 seconds, with one timer for all streams, and none when all have left', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const streams = Array.from({ length: 30 }, () => eventStream({ open: async () => items(), showError }))
  expect(vi.getTimerCount()).toBe(1)
  await Promise.all(streams.map(stream => hear(stream, 'connected')))
  for (let round = 0; round < 2; round += 1) {
    vi.advanceTimersByTime(15_000)
    for (const text of await Promise.all(streams.map(stream => hear(stream, 'ping')))) {
      expect(text).toBe('event: ping\ndata: \n\n')
    }
  }
  await Promise.all(streams.map(stream => stream.cancel()))
  expect(vi.getTimerCount()).toBe(0)
})
