import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    error => error.code,
  )

test('runs no more than its number at once, and the others in order', async () => {
  const turn = createTurns({ atOnce: 2, maxWaiting: 10, patienceMs: 5_000 })
  const begun: number[] = []
  let running = 0
  let most = 0
  const work = (at: number) =>
    turn(async () => {
      begun.push(at)
      running += 1
      most = Math.max(most, running)
      await new Promise(resolve => setImmediate(resolve))
      running -= 1
    })
  await Promise.all(Array.from({ length: 10 }, (_, at) => work(at)))
  expect(begun).toEqual(Array.from({ length: 10 }, (_, at) => at))
  expect(most).toBe(2)
})

test('refuses what the queue cannot hold, and what waits too long, and goes on after a failure', async () => {
  const turn = createTurns({ atOnce: 1, maxWaiting: 1, patienceMs: 20 })
  const { promise, reject } = Promise.withResolvers<void>()
  const first = codeOf(turn(() => promise))
  const second = codeOf(turn(async () => {}))
  expect(await codeOf(turn(async () => {}))).toBe('unavailable')
  expect(await second).toBe('unavailable')
  reject(new Error('failed'))
  await first
  expect(await codeOf(turn(async () => {}))).toBe('done')
})
