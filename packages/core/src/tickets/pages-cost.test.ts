import { ticketSorts } from '@gotrs/contract/tickets'
import { fillDesk } from '@gotrs/core/testing/fill-desk'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { type Cost, explainStatements } from '@gotrs/db/testing/explain-statements'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countViews } from '../views/counts.ts'
import { listTickets } from './list.ts'

// Ben is in one of the two queues, and has tickets in both.
const people = ['admin', 'ben'] as const
const sorts = ticketSorts.filter(sort => sort !== 'match')
// What the sidebar and its menus link to. A queue is named by its id.
const filters = (world: World) => [
  '',
  'is:open',
  'is:open assignee:me',
  'is:open assignee:none',
  `is:open queue:${world.billingId}`,
  `queue:${world.supportId}`,
  'is:snoozed',
  'is:held',
  'is:done',
  'status:resolved',
  'status:new',
]
// No index of an order has the priority: a page reads past the others, here three of four.
const narrowed = ['is:open priority:urgent', 'is:open -tag:vpn']
// Fifty conditions, of which each alone would be counted.
const long = [
  Array.from({ length: 50 }, (_, at) => `created:<${at + 900}d`).join(' '),
  `is:open ${Array.from({ length: 49 }, (_, at) => `updated:<${at + 900}d`).join(' ')}`,
]
const rare = ['from:lena', 'organisation:acm -from:omar', 'number:1042', 'tag:unknown', 'from:nobody']

/** What a page costs in rows and buffers, at 5,000 tickets and at ten times as many. */
describe('a page of a list', () => {
  let world: World
  const costs: Record<string, { small: Cost; large: Cost }> = {}

  beforeAll(async () => {
    world = await createWorld()
    await fillDesk(world, 5_000)
    const small = await measure()
    await fillDesk(world, 50_000)
    const large = await measure()
    for (const [name, cost] of small) costs[name] = { small: cost, large: large.get(name) ?? cost }
  }, 60_000)
  afterAll(() => world.remove())

  async function measure(): Promise<Map<string, Cost>> {
    const found = new Map<string, Cost>()
    for (const who of people) {
      for (const q of [...filters(world), ...narrowed, ...rare, ...long]) {
        for (const sort of filters(world).includes(q) ? sorts : (['waiting'] as const)) {
          const list = () => world.list(world[who], reader => listTickets(reader, { q, sort }))
          found.set(`${who}: ${q} by ${sort}`, await explainStatements(world.pool, list))
        }
      }
      const count = () => world.list(world[who], countViews)
      found.set(`${who}: counts`, await explainStatements(world.pool, count))
    }
    return found
  }

  const named = (part: (name: string) => boolean) => Object.entries(costs).filter(([name]) => part(name))
  const summary = ([name, { small, large }]: [string, { small: Cost; large: Cost }]) =>
    `${name}: ${large.rows} rows instead of ${small.rows}, ${large.buffers} buffers instead of ${small.buffers}`
  const isPage = (name: string) => filters(world).some(q => name.includes(`: ${q} by `))
  const isRare = (name: string) => rare.some(q => name.includes(`: ${q} by `))
  const isCount = (name: string) => name.endsWith(': counts')

  it('never reads a whole table of tickets, messages or people', () => {
    const whole = named(() => true).filter(([, { large }]) => large.wholeTables.length > 0)
    expect(whole.map(([name]) => name)).toEqual([])
  })

  it('reads no more of ten times as many tickets, in every order and for every link of the sidebar', () => {
    const pages = named(isPage)
    expect(pages).toHaveLength(people.length * filters(world).length * sorts.length)
    const costlier = pages.filter(([, { small, large }]) => large.rows > small.rows * 1.1 + 20)
    expect(costlier.map(summary)).toEqual([])
    // At most a page of the table for each row, and of the indexes on the way to it.
    const moreBuffers = pages.filter(([, { large }]) => large.buffers > large.rows * 1.5 + 200)
    expect(moreBuffers.map(summary)).toEqual([])
  })

  it('reads at most a page for each queue and status, and what is shown', () => {
    // 51 for each of 2 queues and 4 statuses, and 50 with three people each.
    const costly = named(isPage).filter(([, { large }]) => large.rows > 51 * 8 + 50 * 4)
    expect(costly.map(summary)).toEqual([])
  })

  it('reads past what a filter leaves out, and not the whole queue', () => {
    for (const q of narrowed) {
      for (const [name, { large }] of named(name => name.includes(q))) expect(large.rows, name).toBeLessThan(1_000)
    }
  })

  it('reads of a rare name, number or tag what there is of it', () => {
    for (const [name, { large }] of named(isRare)) expect(large.rows, name).toBeLessThan(800)
    for (const [name, { large }] of named(name => /: (tag:unknown|from:nobody) by /.test(name))) {
      expect(large, name).toMatchObject({ statements: 1, rows: 0 })
    }
  })

  it('counts once for all conditions of one time, however many there are', () => {
    const found = named(name => long.some(q => name.includes(`: ${q} by `)))
    expect(found).toHaveLength(2 * long.length)
    for (const [name, { large }] of found) expect(large.rows, name.slice(0, 40)).toBeLessThan(10_000 + 1_000)
  })

  it('counts the sidebar up to its cap by index', () => {
    for (const [name, { large }] of named(isCount)) {
      expect(large.statements, name).toBe(2)
      // 1,000 entries each for the views and the two queues.
      expect(large.rows, name).toBeLessThan(6 * 1_000 + 100)
    }
  })
})
