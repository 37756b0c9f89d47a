import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createReporter } from './reporter.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function reporter() {
  const reported: string[] = []
  return { reported, ...createReporter(state => reported.push(state)) }
}

it('reports a change at once, and the same again every 20 seconds', () => {
  const { reported, shown } = reporter()
  shown()
  shown()
  expect(reported).toEqual(['viewing'])
  vi.advanceTimersByTime(45_000)
  expect(reported).toEqual(['viewing', 'viewing', 'viewing'])
})

it('reports writing once for many keys, until 15 seconds after the last one', () => {
  const { reported, shown, typed } = reporter()
  shown()
  for (let key = 0; key < 5; key += 1) {
    typed()
    vi.advanceTimersByTime(1_000)
  }
  expect(reported).toEqual(['viewing', 'writing'])
  vi.advanceTimersByTime(13_900)
  expect(reported).toEqual(['viewing', 'writing'])
  vi.advanceTimersByTime(200)
  expect(reported).toEqual(['viewing', 'writing', 'viewing'])
})

it('reports nothing more after it has reported gone', () => {
  const { reported, shown, typed, gone } = reporter()
  shown()
  typed()
  gone()
  gone()
  typed()
  vi.advanceTimersByTime(60_000)
  expect(reported).toEqual(['viewing', 'writing', 'gone'])
})
