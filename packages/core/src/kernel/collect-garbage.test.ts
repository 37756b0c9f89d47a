import { expect, it } from 'vitest'
import { collectGarbage } from './collect-garbage.ts'

const MB = 1024 * 1024
/** As the function counts: where the heap shrinks, as much more of buffers is no growth. */
const taken = () => {
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}

it('keeps many buffers of 64 KB within a few times the growth that starts a collection', () => {
  const before = taken()
  let most = 0
  for (let at = 0; at < 2_000; at += 1) {
    Buffer.alloc(64 * 1024)
    collectGarbage()
    most = Math.max(most, taken() - before)
  }
  expect(most).toBeLessThan(24 * MB)
})

it('collects buffers that have survived several collections', () => {
  const before = taken()
  let most = 0
  const inUse: Buffer[] = []
  for (let at = 0; at < 8_000; at += 1) {
    inUse.push(Buffer.alloc(64 * 1024))
    // Each is in use for as long as it takes to count as old.
    if (inUse.length > 300) inUse.shift()
    collectGarbage()
    most = Math.max(most, taken() - before)
  }
  expect(most).toBeLessThan(56 * MB)
})
