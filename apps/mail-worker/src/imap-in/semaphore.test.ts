import { expect, test } from 'vitest'
import { createSemaphore } from './semaphore.ts'

const never = new AbortController().signal

test('lets only its number run at a time, in the order of arrival', async () => {
  const semaphore = createSemaphore(2)
  const begun: number[] = []
  const take = async (name: number) => {
    const end = await semaphore.acquire(never)
    begun.push(name)
    return end
  }
  const all = [1, 2, 3, 4].map(take)
  const endFirst = await all[0]
  await all[1]
  expect(begun).toEqual([1, 2])
  endFirst?.()
  const endThird = await all[2]
  expect(begun).toEqual([1, 2, 3])
  endThird?.()
  await all[3]
  expect(begun).toEqual([1, 2, 3, 4])
})

test('a caller that stops while waiting does not delay the next one', async () => {
  const semaphore = createSemaphore(1)
  const end = await semaphore.acquire(never)
  const stopping = new AbortController()
  const stopped = semaphore.acquire(stopping.signal)
  const next = semaphore.acquire(never)
  stopping.abort(new Error('stopped'))
  await expect(stopped).rejects.toThrow('stopped')
  end()
  const endNext = await next
  endNext()
  await expect(semaphore.acquire(AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
  ;(await semaphore.acquire(never))()
})
