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
    const answer = (await response.json()) as { id: string; queueId: string; error?: { code: string } }
    return { status: response.status, headers: response.headers, body: answer, id: answer.id, code: answer.error?.code }
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

test('an answer to a closed ticket says which ticket it stands in', async () => {
  const [omar, ana] = [await caller('omar', everyday), await caller('ana', everyday)]
  const { id } = await omar('POST', '/api/tickets', { title: 'Over', message: 'x' })
  const here = await omar('POST', `/api/tickets/${id}/messages`, { text: 'And?' })
  expect(here.headers.get('location')).toBe(`/api/tickets/${id}`)
  expect(await ana('PUT', `/api/tickets/${id}`, { status: 'closed' })).toMatchObject({ status: 200 })
  const after = await omar('POST', `/api/tickets/${id}/messages`, { text: 'Once more' })
  const location = after.headers.get('location') ?? ''
  expect(location).toMatch(/^\/api\/tickets\/[0-9a-f-]{36}$/)
  expect(location).not.toContain(id)
  expect(await omar('GET', location)).toMatchObject({ status: 200 })
})

test('a call by token neither sets a cookie nor takes one away', async () => {
  const call = await caller('omar', everyday)
  const { status, headers } = await call('POST', '/api/auth/logout')
  expect([status, headers.get('set-cookie')]).toEqual([200, null])
})

test('a change that takes a ticket out of its maker’s sight is made as a whole', async () => {
  const [admin, ana, omar] = [
    await caller('admin', [...everyday, 'settings:write']),
    await caller('ana', everyday),
    await caller('omar', everyday),
  ]
  const { ben, billingId } = desk.world
  const { queueId } = (await admin('POST', '/api/queues', { name: 'Legal', memberIds: [ben.id] })).body
  const ask = async () => `/api/tickets/${(await omar('POST', '/api/tickets', { title: 'Law', message: 'x' })).id}`
  const first = await ask()
  const closed = await ana('PUT', first, { queueId, status: 'closed', tags: ['law'] })
  expect(closed.body).toMatchObject({ status: 'closed', staff: { queue: { id: queueId }, tags: ['law'] } })
  expect((await ana('GET', first)).status).toBe(404)
  const given = await ana('PUT', await ask(), { queueId, assigneeId: ben.id, status: 'resolved', priority: 'high' })
  expect(given.body).toMatchObject({ status: 'resolved', priority: 'high', staff: { assignee: { id: ben.id } } })
  // Nobody else gets further by it, and all happens or nothing.
  const third = await ask()
  const refused = await ana('PUT', third, { queueId: billingId, assigneeId: desk.world.omar.id, title: 'Half' })
  expect(refused).toMatchObject({ status: 409, code: 'assignee_not_in_queue' })
  expect((await ana('GET', third)).body).toMatchObject({ title: 'Law' })
})
