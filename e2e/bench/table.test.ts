import { expect, it } from 'vitest'
import type { Row } from './result.ts'
import { figuresOf, tableOf } from './table.ts'

const cost = { cpuMs: 12.5, web: 4.5, db: 8, worker: 0, p50: 20, p95: 31.2, rps16: 90, statements: 9 }
const row: Row = {
  ...{ group: 'list', name: 'all open', tickets: 1_000_000, status: 200, ours: cost, ratio: 2.5, growth: 1.1 },
  floor: { cpuMs: 5, p50: 6, rps16: 200 },
}

it('aligns the figures of a row with the heads', () => {
  const [heads = '', line = ''] = tableOf([row]).split('\n')
  expect(line).toMatch(/^list: all open +12\.5 +4\.5 +8 +20 +31\.2 +9 +5 +2\.5 +90 of 200 +1\.1$/)
  for (const [head, figure] of [
    ['CPU-ms', '12.5'],
    ['statements', ' 9'],
    ['× small', '1.1'],
  ] as const) {
    expect(line.indexOf(figure) + figure.length).toBe(heads.indexOf(head) + head.length)
  }
})

it('leaves out what was not measured, and says which requests failed', () => {
  const bare: Row = {
    ...row,
    status: 500,
    floor: null,
    ratio: null,
    growth: null,
    ours: { ...cost, rps16: null, statements: null },
  }
  expect(tableOf([bare]).split('\n')[1]).toMatch(/^list: all open \(status 500\) +12\.5 +4\.5 +8 +20 +31\.2$/)
})

it('shows figures with their units', () => {
  const figure = { group: 'memory', name: 'server', tickets: 10, value: 98.4, unit: 'MB' }
  expect(figuresOf([figure, { ...figure, name: 'all processes', value: 234 }])).toBe(
    'memory: server         98.4  MB\nmemory: all processes   234  MB',
  )
  expect(figuresOf([])).toBe('')
})
