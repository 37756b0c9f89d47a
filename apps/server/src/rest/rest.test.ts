import { scopes } from '@gotrs/contract/scopes'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appRouter } from '../router.ts'
import { restRoutes } from './routes.ts'
import { streamRows } from './stream-rows.ts'

const procedures = Object.keys(appRouter._def.procedures)

/** Served in another form, or for browsers alone. */
const elsewhere = ['auth.login', 'developmentInbox.list']

test('every procedure has a place in the REST interface, and every row a procedure', () => {
  const named = new Set([...restRoutes, ...streamRows].flatMap(row => row.procedures))
  expect(procedures.filter(name => !named.has(name) && !elsewhere.includes(name))).toEqual([])
  expect([...named].filter(name => !procedures.includes(name))).toEqual([])
})

describe('over HTTP', () => {
  let desk: ServedWorld
  beforeAll(async () => {
    desk = await serveWorld()
  })
  afterAll(() => desk.stop())

  /** As curl sends it: a bearer token, no cookie and no Origin. */
  async function call(method: string, path: string, person: Person | null, body?: unknown, headers = {}) {
    const authorization: Record<string, string> =
      person === null ? {} : { Authorization: `Bearer ${await tokenOf(person)}` }
    const response = await fetch(`${desk.url}${path}`, {
      method,
      headers: { ...authorization, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as never }
  }

  const tokens = new Map<Person, string>()
  async function tokenOf(person: Person): Promise<string> {
    const known = tokens.get(person)
    if (known) return known
    const { token } = await desk.makeToken(person, scopes)
    tokens.set(person, token)
    return token
  }

  type Ticket = { id: string; number: number; status: string; staff: { tags: string[]; version: number } | null }

  test('a customer asks, an agent answers and resolves, and the customer reads it', async () => {
    const asked = await call('POST', '/api/tickets', 'omar', {
      title: 'Scanner',
      message: 'It hums.',
      priority: 'high',
    })
    const ticket: Ticket = asked.body
    expect(asked).toMatchObject({ status: 201, body: { title: 'Scanner', priority: 'high', staff: null } })
    const found = await call('GET', `/api/tickets?status=new,open&q=scanner&limit=5`, 'ana')
    expect(found).toMatchObject({ status: 200, body: { items: [{ number: ticket.number }], nextCursor: null } })

    const note = await call('POST', `/api/tickets/${ticket.number}/messages`, 'ana', {
      kind: 'note',
      text: 'Same as last week',
    })
    expect(note).toMatchObject({ status: 201, body: { kind: 'note', channel: 'api', author: { name: 'Ana Agent' } } })
    const answer = await call('POST', `/api/tickets/${ticket.id}/messages`, 'ana', { text: 'Turn it off.', cc: [] })
    expect(answer).toMatchObject({ status: 201, body: { kind: 'public', text: 'Turn it off.' } })

    const seen = await call('GET', `/api/tickets/${ticket.number}/messages`, 'omar')
    expect((seen.body as { items: { text: string }[] }).items.map(it => it.text)).toEqual(['It hums.', 'Turn it off.'])

    const change = {
      status: 'resolved',
      priority: 'low',
      tags: ['scanner'],
      assigneeId: desk.world.ana.id,
      title: 'The scanner hums',
    }
    const changed = await call('PUT', `/api/tickets/${ticket.number}`, 'ana', change)
    expect(changed).toMatchObject({
      status: 200,
      body: {
        status: 'resolved',
        priority: 'low',
        title: 'The scanner hums',
        staff: { tags: ['scanner'], assignee: { name: 'Ana Agent' } },
      },
    })
    const events = await desk.world.pool.query('select type from events where ticket_id = $1 order by created_at, id', [
      ticket.id,
    ])
    expect(events.rows.map(row => row.type)).toEqual(
      expect.arrayContaining([
        'ticket.renamed',
        'ticket.prioritySet',
        'ticket.assigned',
        'ticket.tagged',
        'ticket.resolved',
      ]),
    )
    expect(await call('PUT', `/api/tickets/${ticket.id}`, 'omar', { status: 'open' })).toMatchObject({
      body: { status: 'open' },
    })
    expect(await call('PUT', `/api/tickets/${ticket.id}`, 'omar', { priority: 'urgent' })).toMatchObject({
      status: 403,
      body: { error: { code: 'forbidden' } },
    })
  })

  test('runs all verbs of a change, or rolls all of them back', async () => {
    const { body } = await call('POST', '/api/tickets', 'ana', {
      title: 'Half',
      message: 'Done?',
      customerEmail: 'new@other.example',
    })
    const ticket: Ticket = body
    const bad = await call('PUT', `/api/tickets/${ticket.id}`, 'ana', {
      title: 'Whole',
      assigneeId: desk.world.omar.id,
    })
    expect(bad).toMatchObject({ status: 409, body: { error: { code: 'assignee_not_in_queue' } } })
    expect(await call('GET', `/api/tickets/${ticket.id}`, 'ana')).toMatchObject({ body: { title: 'Half' } })
  })

  test('changes only the version that was read, and only once with its key', async () => {
    const made = await call(
      'POST',
      '/api/tickets',
      'ana',
      { title: 'Race', message: 'On your marks', queue: 'Support' },
      { 'Idempotency-Key': 'race' },
    )
    const again = await call(
      'POST',
      '/api/tickets',
      'ana',
      { title: 'Race', message: 'On your marks', queue: 'Support' },
      { 'Idempotency-Key': 'race' },
    )
    const ticket: Ticket = made.body
    expect((again.body as Ticket).id).toBe(ticket.id)
    const etag = made.headers.get('etag') ?? ''
    const first = await call(
      'PUT',
      `/api/tickets/${ticket.id}`,
      'ana',
      { priority: 'high' },
      { 'If-Match': etag, 'Idempotency-Key': 'up' },
    )
    expect(first.status).toBe(200)
    expect(
      await call(
        'PUT',
        `/api/tickets/${ticket.id}`,
        'ana',
        { priority: 'high' },
        { 'If-Match': etag, 'Idempotency-Key': 'up' },
      ),
    ).toMatchObject({ status: 200 })
    expect(
      await call('PUT', `/api/tickets/${ticket.id}`, 'ana', { priority: 'low' }, { 'If-Match': etag }),
    ).toMatchObject({
      status: 412,
      body: { error: { code: 'precondition_failed' } },
    })
  })

  test('a new ticket can be opened, taken, closed and deleted', async () => {
    const ticket: Ticket = (
      await call('POST', '/api/tickets', 'lena', { title: 'Gone soon', message: 'Please delete' })
    ).body
    expect(await call('PUT', `/api/tickets/${ticket.id}`, 'ana', { status: 'open' })).toMatchObject({
      body: { status: 'open' },
    })
    expect(await call('PUT', `/api/tickets/${ticket.id}`, 'ana', { status: 'new' })).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('only to resolved or closed.') } },
    })
    expect(await call('PUT', `/api/tickets/${ticket.id}/assignee/me`, 'ana')).toMatchObject({ status: 200 })
    expect(await call('PUT', `/api/tickets/${ticket.id}`, 'ana', { status: 'closed' })).toMatchObject({
      body: { status: 'closed' },
    })
    expect(await call('PUT', `/api/tickets/${ticket.id}`, 'ana', { title: 'Gone later' })).toMatchObject({
      status: 409,
      body: {
        error: { code: 'ticket_closed', message: expect.stringContaining('reopen it by setting status to open') },
      },
    })
    const path = `/api/tickets/${ticket.number}?reason=asked%20for`
    expect(await call('DELETE', path, 'ana')).toMatchObject({ status: 403 })
    expect(await call('DELETE', path, 'admin')).toMatchObject({ status: 200, body: { done: true } })
    expect(await call('GET', `/api/tickets/${ticket.id}`, 'admin')).toMatchObject({ status: 404 })
  })

  test('people are read and changed', async () => {
    const people = await call('GET', '/api/users?text=lena', 'ana')
    const [lena] = (people.body as { items: { id: string }[] }).items
    expect(await call('PUT', `/api/users/${lena?.id}`, 'lena', { name: 'Lena Ö' })).toMatchObject({
      body: { name: 'Lena Ö' },
    })
    expect(await call('PUT', `/api/users/${lena?.id}`, 'lena', { role: 'admin' })).toMatchObject({ status: 403 })
    expect(await call('GET', `/api/users/${desk.world.omar.id}`, 'lena')).toMatchObject({ status: 404 })
    const byLogin = { Authorization: await desk.authorizationOf('admin') }
    const lastAdmin = `/api/users/${desk.world.admin.id}`
    expect(await call('PUT', lastAdmin, 'admin', { role: 'agent' })).toMatchObject({ status: 403 })
    expect(await call('PUT', lastAdmin, null, { role: 'agent' }, byLogin)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid_input' } },
    })
  })

  test('answers errors in one shape, which says what is wrong', async () => {
    const shape = (code: string, message: unknown = expect.any(String)) => ({
      error: { code, message, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
    expect(await call('GET', '/api/tickets', null)).toMatchObject({ status: 401, body: shape('not_logged_in') })
    expect(await call('GET', '/api/tickets/999999', 'ana')).toMatchObject({ status: 404, body: shape('not_found') })
    expect(await call('GET', '/api/nothing', 'ana')).toMatchObject({ status: 404, body: shape('not_found') })
    expect(await call('GET', '/api/tickets?colour=red', 'ana')).toMatchObject({
      status: 400,
      body: shape('invalid_input'),
    })
    expect(await call('GET', '/api/tickets?q=status:sleepy', 'ana')).toMatchObject({
      status: 400,
      body: shape('invalid_filter'),
    })
    const bad = await call('POST', '/api/tickets', 'omar', { title: '', message: 'x', role: 'admin' })
    expect(bad).toMatchObject({ status: 400, body: shape('invalid_input', expect.stringContaining('title')) })
    const text = await fetch(`${desk.url}/api/tickets`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${await tokenOf('omar')}`, 'Content-Type': 'text/plain' },
      body: '{"title":"x"}',
    })
    expect([text.status, text.headers.get('accept')]).toEqual([415, 'application/json'])
    expect(await text.json()).toMatchObject(
      shape('unsupported_media_type', expect.stringContaining('application/json')),
    )
  })

  test('sends live hints as server-sent events, from the last event of the reader', async () => {
    const ticket: Ticket = (await call('POST', '/api/tickets', 'omar', { title: 'Live', message: 'Is it on?' })).body
    const last = await desk.world.pool.query('select id from events where ticket_id = $1', [ticket.id])
    await call('POST', `/api/tickets/${ticket.id}/messages`, 'omar', { text: 'Hello?' })
    const leaving = new AbortController()
    const response = await fetch(`${desk.url}/api/live`, {
      headers: { Authorization: `Bearer ${await tokenOf('omar')}`, 'Last-Event-ID': last.rows[0].id },
      signal: leaving.signal,
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    let heard = ''
    while (!heard.includes('message.received')) heard += (await reader?.read())?.value ?? ''
    leaving.abort()
    expect(heard).toMatch(/^data: \{"type":"message.received".*\}\nid: [0-9a-f-]{36}$/m)
  })

  test('ignores a parameter without a value, and rejects an unknown one', async () => {
    await call('POST', '/api/tickets', 'omar', { title: 'Narrowed by nothing', message: 'Hello' })
    const names = 'status=&assignee=&customer=&queue=&q=&sort=&limit=&cursor='
    const all = await call('GET', '/api/tickets', 'ana')
    expect(all).toMatchObject({ status: 200, body: { items: expect.arrayContaining([expect.anything()]) } })
    expect((await call('GET', `/api/tickets?${names}`, 'ana')).body).toEqual(all.body)
    expect((await call('GET', '/api/tickets?colour=', 'ana')).status).toBe(400)
  })
})
