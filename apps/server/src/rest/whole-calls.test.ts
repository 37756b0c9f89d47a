import type { Scope } from '@gotrs/contract/scopes'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

/** A caller with a token of these scopes. */
async function caller(person: Person, scopes: Scope[]) {
  return callerWith(`Bearer ${(await desk.makeToken(person, scopes)).token}`)
}

function callerWith(Authorization: string) {
  return async (method: string, path: string, body: unknown = undefined, more = {}) => {
    const headers = { Authorization, 'Content-Type': 'application/json', ...more }
    const response = await fetch(`${desk.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as { id: string; queueId: string; error?: { code: string } }
    return { status: response.status, headers: response.headers, body: answer, id: answer.id, code: answer.error?.code }
  }
}

const everyday: Scope[] = ['tickets:read', 'tickets:write']

test('a reply, and taking a ticket, run once when the call is repeated with its key', async () => {
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

test('rejects a token that may write and not read before anything is written', async () => {
  const call = await caller('omar', ['tickets:write'])
  expect(await call('POST', '/api/tickets', { title: 'Half done', message: 'x' })).toMatchObject({
    status: 403,
    code: 'insufficient_scope',
  })
  const { rows } = await desk.world.pool.query("select id from tickets where title = 'Half done'")
  expect(rows).toEqual([])
})

test('a token that may write settings needs no other scope to change them', async () => {
  const admin = await caller('admin', ['settings:write'])
  const saved = await admin('PUT', '/api/settings', { rawMailDays: 77 })
  expect(saved).toMatchObject({ status: 200, body: { rawMailDays: 77 } })
  expect(await admin('GET', '/api/settings')).toMatchObject({ status: 403, code: 'insufficient_scope' })
  const ana = await caller('ana', ['account:write'])
  for (const mailedKinds of [[], ['assigned', 'note']]) {
    expect(await ana('PUT', '/api/auth/notifications', { mailedKinds })).toMatchObject({
      status: 200,
      body: { mailedKinds },
    })
    expect(await ana('GET', '/api/auth/notifications')).toMatchObject({ status: 200, body: { mailedKinds } })
  }
})

test('a new thing is at its Location, and a webhook stays off after a change of other fields', async () => {
  const call = callerWith(await desk.authorizationOf('admin'))
  const [name, url] = ['Orders', 'https://1.1.1.1/desk']
  const body = { name, url, eventTypes: ['ticket.created'], isActive: false }
  const made = await call('POST', '/api/webhooks', body)
  const path = `/api/webhooks/${made.id}`
  expect(made.headers.get('location')).toBe(path)
  const renamed = { name: 'Renamed', url, eventTypes: ['ticket.created'] }
  expect(await call('PUT', path, { name: 'Renamed' })).toMatchObject({ status: 200, body: { url } })
  expect(await call('PUT', path, renamed)).toMatchObject({ status: 200 })
  const list = (await call('GET', '/api/webhooks')).body as unknown as { items: unknown[] }
  expect(list.items).toMatchObject([{ ...body, name: 'Renamed' }])
  const { id, headers } = await call('POST', '/api/tickets', { title: 'Here', message: 'x' })
  expect(headers.get('location')).toBe(`/api/tickets/${id}`)
  const person = await call('POST', '/api/users', { name: 'P', email: 'p@acme.example', role: 'customer' })
  expect(await call('GET', person.headers.get('location') ?? '')).toMatchObject({ status: 200, id: person.id })
  expect(await call('POST', '/api/webhooks', { name })).toMatchObject({ status: 400 })
})

test('a reply to a closed ticket names the ticket that has it', async () => {
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

test('a call with a token neither sets nor deletes a cookie', async () => {
  const call = await caller('omar', everyday)
  const { status, headers } = await call('POST', '/api/auth/logout')
  expect([status, headers.get('set-cookie')]).toEqual([200, null])
})

test('a change after which the caller cannot see the ticket is made as a whole', async () => {
  const [admin, ana, omar] = [
    callerWith(await desk.authorizationOf('admin')),
    await caller('ana', everyday),
    await caller('omar', everyday),
  ]
  const { ben, billingId } = desk.world
  const { id: queueId } = (await admin('POST', '/api/queues', { name: 'Legal', memberIds: [ben.id] })).body
  const ask = async () => `/api/tickets/${(await omar('POST', '/api/tickets', { title: 'Law', message: 'x' })).id}`
  const first = await ask()
  const closed = await ana('PUT', first, { queueId, status: 'closed', tags: ['law'] })
  expect(closed.body).toMatchObject({ status: 'closed', staff: { queue: { id: queueId }, tags: ['law'] } })
  expect((await ana('GET', first)).status).toBe(404)
  const given = await ana('PUT', await ask(), { queueId, assigneeId: ben.id, status: 'resolved', priority: 'high' })
  expect(given.body).toMatchObject({ status: 'resolved', priority: 'high', staff: { assignee: { id: ben.id } } })
  // It gives others no access, and everything happens or nothing.
  const third = await ask()
  const refused = await ana('PUT', third, { queueId: billingId, assigneeId: desk.world.omar.id, title: 'Half' })
  expect(refused).toMatchObject({ status: 409, code: 'assignee_not_in_queue' })
  expect((await ana('GET', third)).body).toMatchObject({ title: 'Law' })
})

test('moving a ticket into a queue reveals nothing about the tickets there', async () => {
  const { pool, ben, lena } = desk.world
  const [admin, ana, omar] = [
    callerWith(await desk.authorizationOf('admin')),
    await caller('ana', everyday),
    await caller('omar', everyday),
  ]
  const { id: queueId } = (await admin('POST', '/api/queues', { name: 'Court', memberIds: [ben.id] })).body
  const secret = { title: 'Merger', message: 'x', queue: 'Court', customerEmail: lena.email }
  const other = (await admin('POST', '/api/tickets', secret)).body as unknown as { id: string; number: number }
  const { id } = await omar('POST', '/api/tickets', { title: 'Contract', message: 'x' })
  await pool.query(`insert into ticket_links (ticket_id, linked_ticket_id, kind) values ($1, $2, 'follows')`, [
    id,
    other.id,
  ])
  await pool.query(
    `update messages set moved_from_ticket_id = $2, suggested_ticket_id = $2, threading_rule = 'none' where ticket_id = $1`,
    [id, other.id],
  )
  const payload = { linkedTicketId: other.id, linkedNumber: other.number, kind: 'follows' }
  await pool.query(
    `insert into events select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'payload', $2::jsonb))).*
      from events e where ticket_id = $1 limit 1`,
    [id, payload],
  )
  const path = `/api/tickets/${id}`
  const moved = (await ana('PUT', path, { queueId })).body
  expect(moved).toMatchObject({ id, staff: { queue: { id: queueId } }, links: [] })
  const countIn = (body: unknown) => JSON.stringify(body).split(other.id).length - 1
  // A caller who may see the other ticket finds it in each of the four places.
  expect([countIn(moved), countIn((await admin('GET', path)).body)]).toEqual([0, 4])
})

test('a call without a version changes the current state, also when many come at once', async () => {
  const [ana, admin] = [await caller('ana', everyday), await caller('admin', everyday)]
  const asked = { title: 'Crowd', message: 'Hello', queue: 'Support', customerEmail: 'crowd@acme.example' }
  const path = `/api/tickets/${(await ana('POST', '/api/tickets', asked)).id}`
  const eight = Array.from({ length: 8 }, (_, at) => at)
  const all = await Promise.all([
    ...eight.map(at => ana('PUT', path, { title: `Crowd ${at}` })),
    ...eight.map(at => ana('POST', `${path}/messages`, { text: `Answer ${at}` })),
    ...eight.map(at => (at % 2 ? ana : admin)('PUT', `${path}/assignee/me`)),
  ])
  expect(all.map(it => [it.status, it.code])).toEqual([
    ...eight.map(() => [200, undefined]),
    ...eight.map(() => [201, undefined]),
    ...eight.map(() => [200, undefined]),
  ])
})

test('an outdated version is rejected, also when there is nothing to change', async () => {
  const ana = await caller('ana', everyday)
  const asked = { title: 'Stale', message: 'Hello', queue: 'Support', customerEmail: 'stale@acme.example' }
  const path = `/api/tickets/${(await ana('POST', '/api/tickets', asked)).id}`
  await ana('PUT', path, { title: 'Staler' })
  const nothing = [{}, { tags: [] }, { status: 'open' }, { title: 'Staler' }, { status: 'open', tags: [] }]
  for (const body of nothing) {
    expect(await ana('PUT', path, body)).toMatchObject({ status: 200 })
    expect(await ana('PUT', path, { ...body, version: 1 })).toMatchObject({ status: 409, code: 'ticket_changed' })
    const said = await ana('PUT', path, body, { 'If-Match': '"1"' })
    expect(said).toMatchObject({ status: 412, code: 'precondition_failed' })
  }
})

test('a change that says who works on a ticket is right about it, also where it resolves the ticket', async () => {
  const ana = await caller('ana', everyday)
  const asked = { title: 'Nobody', message: 'Hello', queue: 'Support', customerEmail: 'nobody@acme.example' }
  const resolved = async (more: object) => {
    const { id } = await ana('POST', '/api/tickets', asked)
    return (await ana('PATCH', `/api/tickets/${id}`, { status: 'resolved', ...more })).body
  }
  expect(await resolved({ assigneeId: null })).toMatchObject({ status: 'resolved', staff: { assignee: null } })
  expect(await resolved({})).toMatchObject({ status: 'resolved', staff: { assignee: { id: desk.world.ana.id } } })
})
