import { ask, versionNow } from '@gotrs/core/testing/tickets'
import { countRoundTrips } from '@gotrs/db/testing/count-statements'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let served: ServedWorld
let ticketId: string
beforeAll(async () => {
  served = await serveWorld()
  ticketId = (await ask(served.world, served.world.omar)).ticketId
})
afterAll(() => served.stop())

type Call = { path: string; body: object }
const count = (work: () => Promise<unknown>) => countRoundTrips(served.world.pool, work)

/** Of a request with a session, as the apps send it. */
async function byTrpc({ path, body }: Call): Promise<number> {
  const headers = { Cookie: await served.cookieOf('ana'), 'Content-Type': 'application/json', Origin: served.url }
  const request = { method: 'POST', headers, body: JSON.stringify(body) }
  // The first request of a session looks it up once more, for the rate limit.
  await fetch(`${served.url}/trpc/accounts.me`, { headers })
  return count(async () => expect((await fetch(`${served.url}/trpc/${path}`, request)).status).toBe(200))
}

/** Of a request with an API token and a key, as programs send it; it answers with the thing. */
async function byRest({ path, body }: Call): Promise<number> {
  const { token } = await served.makeToken('ana', ['tickets:read', 'tickets:write'])
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    'Idempotency-Key': crypto.randomUUID(),
  }
  await fetch(`${served.url}/api/tickets/${ticketId}`, { headers })
  const request = { method: 'POST', headers, body: JSON.stringify(body) }
  return count(async () => expect((await fetch(`${served.url}${path}`, request)).status).toBe(201))
}

const text = 'Restart it, please.'
const ticket = { title: 'VPN', message: 'It drops at noon.' }

test('a write by an app waits for Postgres at most six times', async () => {
  const version = await versionNow(served.world, ticketId)
  expect(await byTrpc({ path: 'messages.reply', body: { ticketId, version, text } })).toBeLessThanOrEqual(5)
  expect(await byTrpc({ path: 'messages.addNote', body: { ticketId, text } })).toBeLessThanOrEqual(4)
  expect(await byTrpc({ path: 'tickets.create', body: ticket })).toBeLessThanOrEqual(5)
})

test('the key and the answer of a REST call add no round trip, those of a new ticket two', async () => {
  const messages = `/api/tickets/${ticketId}/messages`
  expect(await byRest({ path: messages, body: { kind: 'public', text } })).toBeLessThanOrEqual(5)
  expect(await byRest({ path: messages, body: { kind: 'note', text } })).toBeLessThanOrEqual(4)
  expect(await byRest({ path: '/api/tickets', body: ticket })).toBeLessThanOrEqual(7)
})
