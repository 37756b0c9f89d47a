import { ask } from '@gotrs/core/testing/tickets'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let desk: ServedWorld
let ticketId: string
beforeAll(async () => {
  desk = await serveWorld()
  ticketId = (await ask(desk.world, desk.world.omar)).ticketId
})
afterAll(() => desk.stop())

type Asked = { path: string; body?: string; cookie?: string }

async function answerTo({ path, body, cookie }: Asked, more: Record<string, string>) {
  const headers = {
    Cookie: cookie ?? (await desk.cookieOf('ana')),
    Origin: desk.url,
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...more,
  }
  const response = await fetch(`${desk.url}/trpc/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers,
    body,
  })
  const text = (await response.text()).replaceAll(/"requestId":"[^"]+"/g, '"requestId":"…"')
  const sent = ['content-type', 'cache-control'].map(name => response.headers.get(name))
  return { status: response.status, text, sent }
}

const q = (input: unknown) => encodeURIComponent(JSON.stringify(input))
const note = () => JSON.stringify({ ticketId, text: '' })
const requests: [string, () => Asked][] = [
  ['a query', () => ({ path: `tickets.get?input=${q({ ticketId })}` })],
  ['a query without an input', () => ({ path: 'auth.me' })],
  ['a batch', () => ({ path: `auth.me,tickets.get?batch=1&input=${q({ 1: { ticketId } })}` })],
  ['a batch with an encoded comma', () => ({ path: `auth.me%2Cauth.desk?batch=1&input=${q({})}` })],
  ['a batch of which one fails', () => ({ path: `auth.me,tickets.get?batch=1&input=${q({ 1: { ticketId: 99 } })}` })],
  ['an input that is missing', () => ({ path: 'tickets.get' })],
  ['an input with a field too many', () => ({ path: `tickets.get?input=${q({ ticketId, more: 1 })}` })],
  ['an input that is no JSON', () => ({ path: 'tickets.get?input=%7B' })],
  ['a batch whose inputs are a list', () => ({ path: `tickets.get?batch=1&input=${q([{ ticketId }])}` })],
  ['a batch without braces', () => ({ path: 'tickets.get?batch=1&input=null' })],
  ['an unknown procedure', () => ({ path: 'tickets.forget?input={}' })],
  ['a name of every object', () => ({ path: 'constructor?batch=1&input={}' })],
  ['a mutation by GET', () => ({ path: `messages.addNote?input=${q({ ticketId, text: 'x' })}` })],
  ['a query by POST', () => ({ path: 'auth.me', body: '{}' })],
  ['a mutation that fails', () => ({ path: 'messages.addNote', body: note() })],
  ['a mutation in a batch', () => ({ path: 'messages.addNote?batch=1', body: `{"0":${note()}}` })],
  ['a mutation without a body', () => ({ path: 'messages.addNote', body: '' })],
  ['a body that is no JSON', () => ({ path: 'messages.addNote', body: '{' })],
  ['a body that is null', () => ({ path: 'messages.addNote', body: 'null' })],
  ['a query of nobody', () => ({ path: `tickets.get?input=${q({ ticketId })}`, cookie: '' })],
  ['more calls than a batch may have', () => ({ path: `${Array(21).fill('auth.me').join(',')}?batch=1&input={}` })],
]

test.each(requests)('answers %s as tRPC itself does', async (_, request) => {
  // With this header tRPC answers by itself, in the same format.
  const byTrpc = await answerTo(request(), { 'trpc-accept': 'application/json' })
  expect(await answerTo(request(), {})).toEqual(byTrpc)
})
