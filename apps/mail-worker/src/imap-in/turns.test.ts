import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const never = new AbortController().signal

test('no more at a time than there are turns, in the order in which they came', async () => {
  const turns = createTurns(2)
  const begun: number[] = []
  const take = async (name: number) => {
    const end = await turns.take(never)
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

test('who is stopped while waiting takes no turn away from the next', async () => {
  const turns = createTurns(1)
  const end = await turns.take(never)
  const stopping = new AbortController()
  const stopped = turns.take(stopping.signal)
  const next = turns.take(never)
  stopping.abort(new Error('stopped'))
  await expect(stopped).rejects.toThrow('stopped')
  end()
  const endNext = await next
  endNext()
  await expect(turns.take(AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
  ;(await turns.take(never))()
})
