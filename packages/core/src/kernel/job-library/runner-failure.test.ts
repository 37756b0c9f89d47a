import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { WorkerEvents } from 'graphile-worker'
import { expect, test } from 'vitest'
import { runnerFailure } from './runner-failure.ts'

const worker = { workerId: 'one' }
/** Emits these events of the library in order. @returns whether the runner counts as failed `withinMs` after them */
async function isFailedAfter(said: string[], withinMs: number): Promise<boolean> {
  const events = new EventEmitter()
  const failed = runnerFailure(events as WorkerEvents, 20).then(() => true)
  for (const event of said) events.emit(event, { worker })
  return Promise.race([failed, pause(withinMs, false)])
}

test.each([
  ['the library shuts itself down', ['pool:gracefulShutdown']],
  ['the library reports an error without a way back', ['pool:fatalError']],
  ['asking for a job failed', ['worker:getJob:start', 'worker:getJob:error']],
  ['asking for a job gets no answer in time', ['worker:getJob:start']],
  ['asking for a second job gets no answer in time', ['worker:getJob:start', 'job:start', 'worker:getJob:start']],
])('a runner has failed when %s', async (_, said) => {
  expect(await isFailedAfter(said, 10_000)).toBe(true)
})

test.each([
  ['there was no job', ['worker:getJob:start', 'worker:getJob:empty']],
  ['a job was taken, however long it takes', ['worker:getJob:start', 'job:start']],
])('a runner has not failed when %s', async (_, said) => {
  expect(await isFailedAfter(said, 60)).toBe(false)
})
