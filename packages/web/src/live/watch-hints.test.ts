import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchHints } from './watch-hints.ts'

/** A browser's stream, as far as the page can see one: the tests play the server. */
class Source extends EventTarget {
  static readonly CLOSED = 2
  static opened: Source[] = []
  readyState = 1
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    Source.opened.push(this)
  }
  close() {
    this.readyState = Source.CLOSED
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('EventSource', Source)
  Source.opened = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const endedFor = (retryAfter: number) =>
  new MessageEvent('serialized-error', { data: JSON.stringify({ data: { desk: { params: { retryAfter } } } }) })

it('comes back after the pause that the server asks for, and not before', () => {
  const stop = watchHints({ onHint: () => {}, onOpen: () => {} })
  Source.opened[0]?.dispatchEvent(endedFor(30))
  vi.advanceTimersByTime(29_000)
  expect(Source.opened.length).toBe(1)
  vi.advanceTimersByTime(1_000)
  expect(Source.opened.map(it => it.url)).toEqual(['/api/live', '/api/live'])
  stop()
})

it('comes back within two seconds where the server asks for no pause, and later each time', () => {
  const stop = watchHints({ onHint: () => {}, onOpen: () => {} })
  Source.opened[0]?.dispatchEvent(new MessageEvent('serialized-error', { data: 'null' }))
  vi.advanceTimersByTime(2_000)
  expect(Source.opened.length).toBe(2)
  Source.opened[1]?.dispatchEvent(new MessageEvent('serialized-error', { data: '{}' }))
  vi.advanceTimersByTime(1_900)
  expect(Source.opened.length).toBe(2)
  stop()
})
