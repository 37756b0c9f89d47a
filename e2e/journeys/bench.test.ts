import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { groups, readOptions } from '../bench/options.ts'
import type { Result } from '../bench/result.ts'
import { runBench } from '../bench/run.ts'

let folder: string
let result: Result

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gotrs-bench-'))
  result = await runBench(readOptions(['--short', '--data', folder]), () => {})
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('measures something of every group', () => {
  expect(result.faults).toEqual([])
  const measured = new Set([...result.rows, ...result.figures].map(it => it.group))
  expect([...measured].sort()).toEqual([...groups].sort())
})

it('gets an answer to every request; only a hostile search may be refused', () => {
  const refused = result.rows.filter(it => it.status >= 300)
  expect(refused.filter(it => it.status >= 500 || !it.name.includes('hostile'))).toEqual([])
})

it('finds CPU, times and statements of each row, and of the floor where there is one', () => {
  for (const { ours, floor } of result.rows) {
    for (const value of [ours.cpuMs, ours.p50, ours.p95, ours.statements]) expect(value).toBeGreaterThan(0)
    if (floor) expect(Math.min(floor.cpuMs, floor.p50)).toBeGreaterThan(0)
  }
  expect(result.rows.filter(it => it.floor).length).toBeGreaterThan(20)
})

it('receives every event on every stream', () => {
  const heard = result.figures.filter(it => it.name.endsWith('hints that came'))
  expect(heard.map(it => it.value)).toEqual([100, 100])
})

it('finds the memory of all processes and the size of both apps', () => {
  const value = (name: string) => result.figures.find(it => it.name === name)?.value ?? 0
  expect(value('all processes, after the start')).toBeGreaterThan(100)
  expect(value('portal, one request')).toBeGreaterThan(value('portal, the first page'))
  expect(value('agent, one ticket')).toBeGreaterThan(value('agent, the first page'))
})
