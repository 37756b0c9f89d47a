import { createWorld, day, hour, minute, type World } from '@gotrs/core/testing/world'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { preparedSql } from '../../kernel/prepared.ts'
import { countRates, findExcess, longestWait, ratesAt, senderRate } from './arrival-rate.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.remove())

const rates = (name: string, perHour: number) => senderRate('test', `${name}@acme.example`, perHour)
const count = preparedSql<{ ms: string }>(
  'count_rates',
  () => sql`with counted as (${countRates(sql`true`)}) ${longestWait}`,
)
const arrive = async (name: string, perHour: number, at: Date) =>
  Number((await count.run(world.db, ratesAt(rates(name, perHour), at)))[0]?.ms ?? 0)
const start = new Date('2026-11-02T09:00:00.000Z')
const after = (milliseconds: number) => new Date(start.getTime() + milliseconds)

test('lets as many arrive at once as an hour may bring, and then one each time its share of the hour has passed', async () => {
  const waits: number[] = []
  for (let index = 0; index < 8; index += 1) waits.push(await arrive('burst', 6, start))
  expect(waits.map(it => it / minute)).toEqual([0, 0, 0, 0, 0, 0, 10, 20])
  expect((await arrive('burst', 6, after(15 * minute))) / minute).toBe(15)
  expect(await arrive('burst', 6, after(10 * hour))).toBe(0)
})

test('says beforehand what a mail would have to wait, and counts nothing by it', async () => {
  const find = () => findExcess(world.db, rates('asked', 2), start)
  expect([await find(), await find(), await find()]).toEqual([null, null, null])
  for (let index = 0; index < 2; index += 1) await arrive('asked', 2, start)
  expect([await find(), await find()]).toMatchObject([{ waitMs: 30 * minute }, { waitMs: 30 * minute }])
})

test('never delays a mail by more than a day, nor one before another of its sender', async () => {
  let last = 0
  for (let index = 0; index < 60; index += 1) {
    const at = index * minute
    const filedAt = at + (await arrive('flood', 1, after(at)))
    expect(filedAt).toBeGreaterThanOrEqual(last)
    expect(filedAt - at).toBeLessThanOrEqual(day)
    last = filedAt
  }
  expect(last).toBeGreaterThan(23 * hour)
})

test('keeps no address, and nothing of a sender who is below the rate again', async () => {
  await arrive('private', 60, start)
  const { rows } = await world.pool.query('select key from rate_limits where expire > $1', [start.getTime()])
  expect(rows.map(it => it.key).join()).not.toContain('acme')
  await world.pool.query("select graphile_worker.add_job('accounts.expireLogins')")
  world.pass(30 * day)
  await world.settle()
  expect((await world.pool.query('select * from rate_limits')).rows).toEqual([])
})

test('counts mails that arrive at once one by one', async () => {
  const waits = await Promise.all(Array.from({ length: 20 }, () => arrive('at-once', 10, start)))
  expect(waits.filter(it => it === 0)).toHaveLength(10)
})
