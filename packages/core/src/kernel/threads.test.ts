import { describe, expect, it } from 'vitest'
import { createThreads, ThreadError, threadProgram } from './threads.ts'

const program = () => threadProgram('../../testing/odd-worker', import.meta.url)
const threads = createThreads<string, string>(program, { milliseconds: 1_500, heapMegabytes: 48 })

describe('threads', () => {
  it('answer one job after the other, and several at once', async () => {
    expect(await threads.run('this')).toBe('did this')
    expect(await Promise.all([threads.run('a'), threads.run('b')])).toEqual(['did a', 'did b'])
  })

  it.each([
    ['fail', 'it failed'],
    ['hang', 'longer than 1500 ms'],
    ['end', 'The thread ended'],
  ])('terminate a job that does not end, and run the next one: %s', async (job, words) => {
    await expect(threads.run(job)).rejects.toMatchObject({
      name: 'ThreadError',
      message: expect.stringContaining(words),
    })
    expect(await threads.run('more')).toBe('did more')
  })

  it('start another thread for the next job when an idle one has ended', async () => {
    const few = createThreads<string, string>(program, { milliseconds: 1_500, heapMegabytes: 48 })
    expect(await few.run('leave')).toBe('did leave')
    await new Promise(passed => setTimeout(passed, 300))
    expect(await few.run('more')).toBe('did more')
  })

  it('end after their idle time, and another one does the next job', async () => {
    const brief = createThreads<string, string>(program, {
      milliseconds: 1_500,
      heapMegabytes: 48,
      idleMilliseconds: 20,
    })
    const first = await brief.run('thread')
    await new Promise(passed => setTimeout(passed, 300))
    expect(await brief.run('thread')).not.toBe(first)
    expect(await threads.run('thread')).toBe(await threads.run('thread'))
  })

  it('terminate a job that uses too much memory', async () => {
    const patient = createThreads<string, string>(program, { milliseconds: 30_000, heapMegabytes: 16 })
    await expect(patient.run('hoard')).rejects.toMatchObject({ message: expect.stringContaining('memory') })
    expect(await patient.run('more')).toBe('did more')
  })

  it('do not blame the job where no thread could start', async () => {
    const broken = createThreads(() => new URL('data:text/javascript,throw new Error("no memory")'), {
      milliseconds: 1_500,
      heapMegabytes: 48,
    })
    const error = await broken.run('x').catch(it => it)
    expect(error).not.toBeInstanceOf(ThreadError)
    expect(error).toMatchObject({ message: 'A thread did not start.', cause: { message: 'no memory' } })
  })

  it('name the program that is missing', async () => {
    const missing = createThreads(() => threadProgram('nothing', import.meta.url), {
      milliseconds: 1,
      heapMegabytes: 8,
    })
    await expect(missing.run('x')).rejects.toThrow('nothing is missing')
  })
})
