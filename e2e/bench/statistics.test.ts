import { describe, expect, it } from 'vitest'
import { percentile, ratioOf, rounded } from './statistics.ts'

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)

  it('is the value that so many lie at or below', () => {
    expect([0.5, 0.95, 0.99, 1].map(share => percentile(hundred, share))).toEqual([50, 95, 99, 100])
  })

  it('of few values is one of them, of none is 0', () => {
    expect(percentile([7], 0.95)).toBe(7)
    expect(percentile([3, 9], 0.95)).toBe(9)
    expect(percentile([], 0.5)).toBe(0)
  })

  it('leaves the values in their order', () => {
    const values = [2, 1]
    percentile(values, 0.5)
    expect(values).toEqual([2, 1])
  })
})

it('keeps three significant digits', () => {
  expect([0, 0.012_345, 1.2345, 123.45, 12_345].map(rounded)).toEqual([0, 0.0123, 1.23, 123, 12_300])
})

it('compares with nothing by null', () => {
  expect([ratioOf(6, 3), ratioOf(6, 0), ratioOf(6, null), ratioOf(6, undefined)]).toEqual([2, null, null, null])
})
