import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Person, type ServedWorld, serveWorld } from '../testing/served-world.ts'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

/** A caller with a token of these scopes. */
async function caller(person: Person, scopes: string[]) {
  const { token } = (await desk.mutate('tokens.create', { name: 'x', scopes }, person)).data as { token: string }
  return async (method: string, path: string, body: unknown = undefined, more = {}) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...more }
    const response = await fetch(`${desk.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as { id: string; error?: { code: string } }
    return { status: response.status, headers: response.headers, id: answer.id, code: answer.error?.code }
  }
}

const everyday = ['tickets:read', 'tickets:write']

test('an answer, or taking a ticket, that is sent again under its key is done once', async () => {
  const call = await caller('ana', everyday)
  const asked = { title: 'Again', message: 'Hello', queue: 'Support', customerEmail: 'again@acme.example' }
  const { id } = await call('POST', '/api/tickets', asked)
  const answer = (text: string) =>
    call('POST', `/api/tickets/${id}/messages`, { text }, { 'Idempotency-Key': 'answer' })
  const first = await answer('Hello')
  expect(first.status).toBe(201)
  expect(await answer('Hello')).toMatchObject({ status: 201, id: first.id })
  expect(await answer('Bye')).toMatchObject({ code: 'idempotency_key_reused' })
  const take = () => call('PUT', `/api/tickets/${id}/assignee/me`, undefined, { 'Idempotency-Key': 'take' })
  expect([(await take()).status, (await take()).status]).toEqual([200, 200])
})

test('a token that may write and not read is told so before anything is written', async () => {
  const call = await caller('omar', ['tickets:write'])
  expect(await call('POST', '/api/tickets', { title: 'Half done', message: 'x' })).toMatchObject({
    status: 403,
    code: 'insufficient_scope',
  })
  const { rows } = await desk.world.pool.query("select id from tickets where title = 'Half done'")
  expect(rows).toEqual([])
})
