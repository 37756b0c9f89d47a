import { expect, it } from 'vitest'
import { blocksOf, windowBelow } from './blocks.ts'

const covers = (query: string | null, n: number) =>
  query === null || blocksOf(n).some(block => query.includes(`'${block}'`))

it.each([
  [5_000_000, 4_096],
  [5_000_000, 100_000],
  [5_000_000, 2_500_000],
  [4_097, 4_096],
  [70_000, 65_000],
  [1, 4_096],
])('a window below %i of about %i rows covers what is in it, and nothing before it', (before, width) => {
  const { from, query } = windowBelow(before, width)
  const steps = Array.from({ length: 200 }, (_, at) => from + Math.floor(((before - 1 - from) * at) / 199))
  expect(steps.every(n => covers(query, n))).toBe(true)
  expect(from === 0 || !covers(query, from - 1)).toBe(true)
  expect(before - from).toBeLessThanOrEqual(Math.max(width * 2, 8_192))
})

it('windows go on to the first row', () => {
  let before = 10_000_000
  let windows = 0
  for (; before > 0; windows += 1) before = windowBelow(before, 1_000_000).from
  expect(windows).toBeLessThan(25)
})
