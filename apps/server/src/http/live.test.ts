import { getActiveResourcesInfo } from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedWorld, serveWorld } from '../testing/served-world.ts'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

test('asking for the head of the live stream leaves nothing behind', async () => {
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
