import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { groups, readOptions } from './options.ts'

it('measures 10,000 and a million tickets in every group by default', () => {
  expect(readOptions([])).toMatchObject({ sizes: [10_000, 1_000_000], only: groups, json: null })
  expect(readOptions(['--large']).sizes).toEqual([10_000, 1_000_000, 5_000_000])
  expect(readOptions([]).data).toMatch(/gotrs-bench$/)
})

it('takes fewer samples of one size with --quick', () => {
  const [quick, normal] = [readOptions(['--quick']), readOptions([])]
  expect(quick.sizes).toEqual([10_000])
  expect(quick.samples).toBeLessThan(normal.samples)
  expect(quick.rowMs).toBeLessThan(normal.rowMs)
})

it('takes sizes in any order, smallest first', () => {
  expect(readOptions(['--sizes', '5000,200']).sizes).toEqual([200, 5_000])
})

it('measures only the groups that are named, and writes to the given file', () => {
  const options = readOptions(['--only', 'list,counts', '--json', 'figures.json', '--data', 'sets'])
  expect(options).toMatchObject({ only: ['list', 'counts'], json: resolve('figures.json'), data: resolve('sets') })
})

it.each<[string, string[], RegExp]>([
  ['an unknown group', ['--only', 'list,cuonts'], /--only takes list, views, .* not "cuonts"\./],
  ['a size that is no number', ['--sizes', 'many'], /--sizes takes numbers of tickets .* not "many"\./],
  ['a size of nothing', ['--sizes', '0'], /--sizes takes numbers of tickets/],
  ['an unknown option', ['--fast'], /--fast/],
])('refuses %s', (_fault, args, words) => {
  expect(() => readOptions(args)).toThrow(words)
})
