import { type FaultyProxy, openFaultyProxy } from '@gotrs/client/testing/faulty-proxy'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createClient, type GotrsClient } from './client.ts'

let desk: ServedWorld
let proxy: FaultyProxy
let client: GotrsClient
const titles = Array.from({ length: 7 }, (_, at) => `Ticket ${at + 1}`)
beforeAll(async () => {
  desk = await serveWorld()
  proxy = await openFaultyProxy(desk.url)
  const { token } = await desk.makeToken('omar', ['tickets:read', 'tickets:write'])
  client = createClient({ url: proxy.url, token })
  for (const title of titles) await client.tickets.create.mutate({ title, message: 'Hello.' })
})
beforeEach(() => void proxy.seen.splice(0))
afterAll(async () => {
  proxy.stop()
  await desk.stop()
})

/** The titles that a loop gets, and how many pages it reads. */
async function read(input: { limit?: number; q?: string }, options?: { signal?: AbortSignal; stopAfter?: number }) {
  const found: string[] = []
  for await (const ticket of client.paginate(client.tickets.list, { sort: 'oldest', ...input }, options)) {
    found.push(ticket.title)
    if (found.length === options?.stopAfter) break
  }
  return { found, pages: proxy.seen.length }
}

test('yields every item once, in the order of the list, over as many pages as it takes', async () => {
  expect(await read({ limit: 3 })).toEqual({ found: titles, pages: 3 })
  expect(await read({})).toMatchObject({ found: titles })
})

test('reads pages of 100 unless the caller says otherwise, and keeps the filters on each page', async () => {
  await read({ q: '"Ticket 3"', limit: 1 })
  await read({})
  const inputs = proxy.seen.map(({ path }) => {
    const input = new URL(path, proxy.url).searchParams.get('input')
    return JSON.parse(input ?? '{}')[0]
  })
  expect(inputs).toMatchObject([{ q: '"Ticket 3"', limit: 1 }, { limit: 100 }])
  expect((await read({ q: 'nothing-like-this' })).found).toEqual([])
})

test('reads no page that the loop does not need', async () => {
  expect(await read({ limit: 2 }, { stopAfter: 2 })).toEqual({ found: titles.slice(0, 2), pages: 1 })
})

test('waits and goes on with the same page when the server throttles it', async () => {
  const loop = client.paginate(client.tickets.list, { sort: 'oldest', limit: 3 })
  await loop.next()
  proxy.fail('/trpc/tickets.list', { status: 429, headers: { 'Retry-After': '1' } })
  const found: string[] = []
  for await (const ticket of loop) found.push(ticket.title)
  expect(found).toEqual(titles.slice(1))
  expect(proxy.seen).toHaveLength(4)
})

test('ends with `aborted` when the signal aborts, in the middle of a page too', async () => {
  const controller = new AbortController()
  const loop = client.paginate(client.tickets.list, {}, { signal: controller.signal })
  await loop.next()
  controller.abort()
  await expect(loop.next()).rejects.toMatchObject({ name: 'GotrsError', code: 'aborted' })
})

test('throws the error of a page that the server rejects', async () => {
  await expect(read({ limit: 101 })).rejects.toMatchObject({ code: 'invalid_input', requestId: expect.any(String) })
})
