import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ServedWorld, serveWorld } from './testing/served-world.ts'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const id = '01938c5e-0000-7000-8000-000000000000'

test.each([
  [{ q: '__proto__:x' }, 'invalid_filter'],
  [{ q: '-constructor:x' }, 'invalid_filter'],
  [{ q: 'a\u0000b' }, 'invalid_input'],
  [{ q: '\ud800' }, 'invalid_input'],
  [{ sort: 'newest', cursor: cursor('2026-13-01T00:00:00.000Z', id) }, 'invalid_cursor'],
  [{ sort: 'newest', cursor: cursor('2026-02-31T00:00:00.000Z', id) }, 'invalid_cursor'],
  [{ sort: 'priority', cursor: cursor('sleepy', id) }, 'invalid_cursor'],
  [{ sort: 'newest', cursor: cursor("'; drop table tickets", id) }, 'invalid_cursor'],
  [{ sort: 'waiting; select 1' }, 'invalid_input'],
  [{ limit: 1_000_000 }, 'invalid_input'],
  [{ role: 'admin' }, 'invalid_input'],
])('a list by %j is refused with %s, not with a fault', async (input, code) => {
  expect(await desk.query('tickets.list', input, 'ana')).toMatchObject({ status: 400, code })
})

test('a message with NUL, or half a character, is refused and nothing is written', async () => {
  for (const text of ['a\u0000b', 'half \udc00']) {
    const answer = await desk.mutate('tickets.create', { title: 'Hello', text }, 'omar')
    expect(answer).toMatchObject({ status: 400, code: 'invalid_input' })
  }
  expect(await desk.query('tickets.list', {}, 'omar')).toMatchObject({ data: { items: [] } })
})

test('the cursor of a customer tells nothing of who waits', async () => {
  for (const title of ['One', 'Two']) await desk.mutate('tickets.create', { title, text: 'Please.' }, 'lena')
  const page = (await desk.query('tickets.list', { limit: 1 }, 'lena')).data as {
    items: { updatedAt: string }[]
    nextCursor: string
  }
  const [value] = JSON.parse(Buffer.from(page.nextCursor, 'base64url').toString())
  expect(value).toBe(page.items[0]?.updatedAt)
})
