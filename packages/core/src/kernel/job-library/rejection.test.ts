import { parseCronItems } from 'graphile-worker'
import { expect, test } from 'vitest'
import { isOfJobLibrary } from './rejection.ts'

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('it did not throw')
}

test('tells an error that the library throws from one of our own', () => {
  const theirs = thrownBy(() => parseCronItems([{ task: 'a', match: 'no pattern' }]))
  expect([isOfJobLibrary(theirs), isOfJobLibrary(new Error('ours')), isOfJobLibrary('no error')]).toEqual([
    true,
    false,
    false,
  ])
})
