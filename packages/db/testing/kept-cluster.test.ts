import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { asOwner } from './as-owner.ts'
import { leaseKeptCluster } from './kept-cluster.ts'

const home = mkdtempSync(join(tmpdir(), 'gotrs-kept-'))
const socket = join(home, 'keeper.sock')
const lease = () => leaseKeptCluster({ socket, idleMs: 1_500 })

afterAll(() => rmSync(home, { recursive: true, force: true }))

it('is one for all runs, held by one at a time, cleaned between them, and stops when nobody uses it', async () => {
  const first = await lease()
  if (!first) throw new Error('There is no cluster.')
  expect(await lease()).toBe(null)
  await asOwner(first.adminUrl, 'create database left_behind template gotrs owner gotrs')
  await first.stop()

  const second = await lease()
  expect(second?.adminUrl).toBe(first.adminUrl)
  const names = await asOwner(first.adminUrl, 'select datname from pg_database order by datname')
  expect(names.map(it => it.datname)).toEqual(['gotrs', 'postgres', 'template0', 'template1'])
  await second?.stop()

  await expect.poll(() => existsSync(socket), { timeout: 20_000, interval: 100 }).toBe(false)
  await expect
    .poll(
      () =>
        asOwner(first.adminUrl, 'select').then(
          () => 'up',
          () => 'gone',
        ),
      { timeout: 20_000 },
    )
    .toBe('gone')
})

it('lets two runs that start at once agree on one cluster', async () => {
  const both = await Promise.all([lease(), lease()])
  expect(both.filter(it => it !== null)).toHaveLength(1)
  for (const cluster of both) await cluster?.stop()
})
