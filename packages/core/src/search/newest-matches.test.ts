import { fillWithSearchRows } from '@gotrs/core/testing/search/fill-with-search-rows'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { tickets } from '@gotrs/db/tables/tickets'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newestMatches, rarestOf } from './newest-matches.ts'
import { type Question, questionOf } from './question.ts'

const ask = (contains: string, isExact = false): Question => questionOf({ field: 'text', contains, isExact })
const rows = 24_000

describe(`the newest matches among ${rows} rows`, () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld()
    const place = { customerId: world.lena.id, queueId: world.supportId }
    await fillWithSearchRows(world.pool, place, { tickets: rows / 3, rowsEach: 3 })
  })
  afterAll(() => world.remove())

  /** Each ticket once, at its newest row: what a search that reads everything finds. */
  async function all(question: Question, isAny = true): Promise<number[]> {
    const { rows: found } = await world.pool.query<{ n: string }>(
      `select max(n) as n from search_rows r join tickets t on t.id = r.ticket_id
        where vector @@ $1::tsquery and (t.number % 7 = 0 or $2) group by r.ticket_id order by 1 desc`,
      [question.match, isAny],
    )
    return found.map(({ n }) => Number(n))
  }

  async function pages(question: Question, { where = sql`true`, wanted = 51, calls: most = 20 } = {}) {
    const found: number[] = []
    let before: number | undefined
    let calls = 0
    do {
      const matches = await newestMatches(world.db, { question, where, wanted, before })
      found.push(...matches.found.map(({ n }) => n))
      before = matches.reached
      calls += 1
    } while (before > 0 && calls < most)
    return { found, isAll: before === 0 }
  }

  it.each([
    ['in every row', 'message', false],
    ['in one row of three', 'third', false],
    ['in one of a hundred', 'word7', false],
    ['in one of two thousand', 'rare1234', true],
    ['in one', 'single', true],
    ['in none', 'absent', true],
    ['that begin so', 'rar', false],
    ['only long ago', 'ancient', true],
  ])('pages through the tickets with a word %s', async (_, word, isAll) => {
    const every = await all(ask(word))
    const read = await pages(ask(word))
    expect(read.isAll).toBe(isAll)
    expect(read.found).toEqual(isAll ? every : every.slice(0, read.found.length))
  })

  it('pages through the tickets of a narrow scope as well, and through a phrase of common words', async () => {
    const where = sql`${tickets.number} % 7 = 0`
    const narrow = await pages(ask('third'), { where })
    expect(narrow.found).toEqual((await all(ask('third'), false)).slice(0, narrow.found.length))
    const phrase = await pages(ask('message third', true))
    expect(phrase.found).toEqual((await all(ask('message third', true))).slice(0, phrase.found.length))
  })

  it('ends after a bounded cost where two common words are never together, and says how far it came', async () => {
    const { found, reached } = await newestMatches(world.db, {
      question: ask('third message', true),
      where: sql`true`,
      wanted: 51,
    })
    expect(found).toEqual([])
    expect(reached).toBeGreaterThan(0)
    expect(reached).toBeLessThan(rows)
  })

  it('narrows a window that has too many rows, and reads no longer for it', async () => {
    const { found } = await pages(ask('crowd'), { wanted: 2_000, calls: 12 })
    expect(found).toEqual(await all(ask('crowd')))
  })

  it('asks for the rarest of several words', async () => {
    const questions = [ask('message'), ask('word7'), ask('third')]
    expect(await rarestOf(world.db, questions)).toEqual(ask('word7'))
  })
})
