import { afterEach, expect, it, vi } from 'vitest'
import { retrying } from './lazy-part.ts'

afterEach(() => vi.unstubAllGlobals())
const failing = (times: number) => {
  let left = times
  return async () => {
    left -= 1
    if (left >= 0) throw new TypeError('Failed to fetch dynamically imported module')
    return 'loaded'
  }
}
const soon = async () => {}

it('waits without a connection for as long as it takes', async () => {
  vi.stubGlobal('navigator', { onLine: false })
  expect(await retrying(failing(20), soon)).toBe('loaded')
})

it('fails where the code is gone although there is a connection', async () => {
  vi.stubGlobal('navigator', { onLine: true })
  expect(await retrying(failing(2), soon)).toBe('loaded')
  await expect(retrying(failing(3), soon)).rejects.toThrow('Failed to fetch')
})
