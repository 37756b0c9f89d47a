import { expect, test } from 'vitest'
import { lastUsed } from './last-used.ts'

test('keeps what was used last, and makes again what had to give way', () => {
  const left: string[] = []
  const made: string[] = []
  const of = lastUsed<string>(2, key => left.push(key))
  const use = (key: string) =>
    of(key, () => {
      made.push(key)
      return `${key}!`
    })
  expect(['a', 'b', 'a', 'c', 'a', 'b'].map(use)).toEqual(['a!', 'b!', 'a!', 'c!', 'a!', 'b!'])
  expect(made).toEqual(['a', 'b', 'c', 'b'])
  expect(left).toEqual(['b', 'c'])
})
