import { scopes as allScopes, type Scope } from '@gotrs/contract/scopes'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

type Said = { status: number; headers: Headers; code: string; message: string; body: never }

/** As curl sends it; `of`: the scopes of the token, all if left out. */
async function call(method: string, path: string, as: Person | null, more: RequestInit & { of?: Scope[] } = {}) {
  const { of = [...allScopes], body, headers } = more
  const token = as && (await tokenOf(as, of))
  const response = await fetch(`${desk.url}${path}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
  })
  const text = await response.text()
  const parsed = text === '' ? {} : JSON.parse(text)
  return { status: response.status, headers: response.headers, body: parsed, ...parsed.error } as Said
}

const tokens = new Map<string, string>()
async function tokenOf(person: Person, scopes: Scope[]): Promise<string> {
  const key = `${person} ${scopes}`
  const made = tokens.get(key) ?? (await makeToken(person, scopes))
  tokens.set(key, made)
  return made
}
const makeToken = async (person: Person, scopes: readonly Scope[]) => (await desk.makeToken(person, scopes)).token

const send = (body: object, headers: Record<string, string> = {}) => ({ body: JSON.stringify(body), headers })
type Ticket = { id: string; number: number; status: string; staff: { version: number } | null }
const ask = async (as: Person = 'omar') =>
  (await call('POST', '/api/tickets', as, send({ title: 'Scanner', message: 'It hums.' }))).body as Ticket

describe('methods', () => {
  test('answers another method of a known path with 405 and the allowed methods, an unknown path with 404', async () => {
    const patch = await call('PATCH', '/api/tickets/1001/read', null, send({}))
    expect(patch).toMatchObject({ status: 405, code: 'method_not_allowed', message: expect.stringContaining('PUT') })
    expect(patch.headers.get('allow')).toBe('PUT, OPTIONS')
    for (const [method, path, allow] of [
      ['DELETE', '/api/tickets', 'GET, HEAD, POST, OPTIONS'],
      ['POST', '/api/tickets/1001', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
      ['GET', '/api/auth/login', 'POST, OPTIONS'],
      ['POST', '/api/openapi.json', 'GET, HEAD, OPTIONS'],
      ['PUT', '/api/attachments', 'POST, OPTIONS'],
      ['DELETE', '/trpc/tickets.list', 'GET, HEAD, POST, OPTIONS'],
    ] as const) {
      const { status, headers } = await call(method, path, 'ana')
      expect([path, status, headers.get('allow')]).toEqual([path, 405, allow])
    }
    for (const path of ['/api/nothing', '/api/tickets/1/2/3', '/api', '/api/']) {
      expect(await call('GET', path, 'ana'), path).toMatchObject({ status: 404, code: 'not_found' })
      expect(await call('PATCH', path, 'ana'), path).toMatchObject({ status: 404, code: 'not_found' })
    }
  })

  test('HEAD is GET without a body, and OPTIONS lists the methods', async () => {
    const head = await call('HEAD', '/api/tickets', 'ana')
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'application/json'])
    expect((await call('HEAD', '/api/tickets', null)).status).toBe(401)
    const options = await call('OPTIONS', '/api/tickets', null)
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS'])
    expect(await call('OPTIONS', '/api/nothing', null)).toMatchObject({ status: 404 })
  })
})

describe('versions', () => {
  test('rejects an outdated one in If-Match with 412, and in the body with 409', async () => {
    const { id } = await ask()
    const read = await call('GET', `/api/tickets/${id}`, 'ana')
    const etag = read.headers.get('etag') ?? ''
    const version = Number.parseInt(JSON.parse(etag), 10)
    const change = (body: object, headers = {}) => call('PUT', `/api/tickets/${id}`, 'ana', send(body, headers))
    expect(await change({ priority: 'high' }, { 'If-Match': etag })).toMatchObject({ status: 200 })
    const stale = { status: 412, code: 'precondition_failed' }
    expect(await change({ priority: 'low' }, { 'If-Match': etag })).toMatchObject(stale)
    expect(await change({ priority: 'low', version }, { 'If-Match': etag })).toMatchObject(stale)
    expect(await change({ priority: 'low', version })).toMatchObject({ status: 409, code: 'ticket_changed' })
    expect(await change({ priority: 'low', version }, { 'If-Match': '"99"' })).toMatchObject({
      status: 400,
      message: expect.stringContaining('version: differs from If-Match'),
    })
    const path = `/api/tickets/${id}`
    const old = { 'If-Match': etag }
    expect(await call('POST', `${path}/messages`, 'ana', send({ text: 'Hi' }, old))).toMatchObject(stale)
    expect(await call('PUT', `${path}/assignee/me`, 'ana', { headers: old })).toMatchObject(stale)
    expect(await change({ priority: 'low' }, { 'If-Match': '*' })).toMatchObject({ status: 200 })
  })

  test('rejects If-Match where it has no effect', async () => {
    const { id } = await ask()
    const refused = { status: 400, code: 'invalid_input', message: expect.stringContaining('If-Match: ') }
    const headers = { 'If-Match': '"1"' }
    expect(await call('DELETE', `/api/tickets/${id}?reason=x`, 'admin', { headers })).toMatchObject(refused)
    expect(await call('GET', `/api/tickets/${id}`, 'ana', { headers })).toMatchObject(refused)
    expect(await call('PUT', `/api/users/${desk.world.omar.id}`, 'admin', send({ name: 'O' }, headers))).toMatchObject(
      refused,
    )
    expect(await call('PUT', `/api/tickets/${id}`, 'omar', send({ status: 'resolved' }, headers))).toMatchObject(
      refused,
    )
    expect(
      await call('POST', `/api/tickets/${id}/messages`, 'ana', send({ kind: 'note', text: 'Hi' }, headers)),
    ).toMatchObject({ status: 400, message: expect.stringContaining('If-Match') })
    expect(await call('GET', `/api/tickets/${id}`, 'admin')).toMatchObject({ status: 200, body: { status: 'new' } })
  })
})

describe('an error says where and what to do', () => {
  const id = '01938c5e-0000-7000-8000-000000000000'
  const said = async (method: string, path: string, as: Person, body?: object, headers = {}) => {
    const { status, code, message } = await call(method, path, as, body ? send(body, headers) : {})
    return `${status} ${code} ${message}`
  }

  test('names the word of a filter, its place, and the allowed values', async () => {
    const answer = await said('GET', '/api/tickets?q=tag:vpn%20status:sleepy', 'ana')
    expect(answer).toMatch(/^400 invalid_filter .*"status:sleepy" at character 9: .*new, open, resolved, closed\.$/)
    expect(await said('GET', '/api/tickets?q=created:7d', 'ana')).toContain('write created:<7d for within 7d')
    expect(await said('GET', '/api/tickets?q=created:yesterday', 'ana')).toContain('takes a day (2026-11-05)')
    expect(await said('GET', '/api/tickets?tag=vpn', 'omar')).toContain('"tag": only staff can search by tag')
    const trpc = await desk.query('tickets.list', { q: 'tag:x status:sleepy' }, 'ana')
    expect(trpc.body.error?.data.desk).toMatchObject({
      code: 'invalid_filter',
      params: { at: 6, word: 'status:sleepy', reason: expect.stringContaining('takes new, open') },
    })
  })

  test('names the parameter of a list and its allowed values', async () => {
    expect(await said('GET', '/api/tickets?sort=best', 'ana')).toContain('sort: must be one of waiting, newest')
    expect(await said('GET', '/api/tickets?limit=1000', 'ana')).toContain('limit: must be at most 100')
    expect(await said('GET', '/api/tickets?limit=ten', 'ana')).toContain('limit: must be a number, not a text')
    expect(await said('GET', '/api/tickets?colour=red', 'ana')).toContain('has no field colour')
  })

  test('names the field of a body, in plain words', async () => {
    expect(await said('POST', '/api/tickets', 'omar', {})).toMatch(
      /^400 invalid_input .* title: is missing: send a text\.$/,
    )
    const wrong = { title: 7, message: 'x', priority: 'most', customerEmail: 'nobody', attachmentIds: 'x' }
    const answer = await said('POST', '/api/tickets', 'ana', wrong)
    expect(answer).toContain('title: must be a text, not a number.')
    expect(answer).toContain('priority: must be one of low, normal, high, urgent.')
    expect(answer).toContain('customerEmail: must be an e-mail address')
    expect(answer).toContain('attachmentIds: must be a list, not a text.')
    expect(answer).not.toMatch(/Invalid|received|undefined/)
    expect(await said('GET', '/api/tickets/abc', 'ana')).toContain(
      'ticketId: must be the UUID of a ticket or its number',
    )
  })

  test('names the right field for a wrong name, also when other fields are missing', async () => {
    const answer = await said('POST', '/api/tickets', 'ana', { queueId: id })
    expect(answer).toContain('title: is missing')
    expect(answer).toContain('has no field queueId: did you mean queue by queueId?')
    const { id: ticketId } = await ask()
    const path = `/api/tickets/${ticketId}`
    expect(await said('PUT', path, 'ana', { queue: 'Support' })).toContain('did you mean queueId by queue?')
    expect(await said('POST', `${path}/messages`, 'ana', { message: 'x' })).toContain('did you mean text by message?')
  })

  test('rejects parameters without an effect', async () => {
    const named = { title: 'x', message: 'x', customerName: 'Omar' }
    expect(await said('POST', '/api/tickets', 'ana', named)).toMatch(/^400 .*customerEmail: is missing/)
    expect(await said('GET', '/api/tickets?status=,open', 'ana')).toMatch(/^400 .*status\.0: must be one of/)
    expect(await said('POST', '/api/attachments', 'ana', {})).toMatch(/^415 .*send multipart\/form-data/)
    const [body, headers] = [
      '--x\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nhi\r\n--x--\r\n',
      { 'Content-Type': 'multipart/form-data; boundary=x' },
    ]
    const other = await call('POST', '/api/attachments', 'ana', { body, headers })
    expect(`${other.status} ${other.message}`).toMatch(/^400 .*in another field\. Send it in the field file/)
  })

  test('rejects text together with html, because one of them would be lost', async () => {
    const { id: ticketId } = await ask()
    const both = { text: 'One', html: '<p>Two</p>' }
    const path = `/api/tickets/${ticketId}/messages`
    expect(await said('POST', path, 'ana', both)).toMatch(/^400 .*text: send text or html, not both/)
    expect(await said('POST', path, 'ana', { ...both, kind: 'note' })).toMatch(/^400 .*not both/)
    const ticket = { title: 'Two', message: 'One', html: '<p>Two</p>' }
    expect(await said('POST', '/api/tickets', 'omar', ticket)).toMatch(/^400 .*message: send message or html, not both/)
    expect((await call('POST', path, 'ana', send({ html: '<p>Two</p>' }))).status).toBe(201)
  })

  test('names the field that refers to something missing', async () => {
    const ticket = await ask()
    const path = `/api/tickets/${ticket.id}`
    expect(await said('PUT', path, 'ana', { queueId: id })).toMatch(/^404 .*queueId: this queue does not exist\. GET/)
    expect(await said('PUT', path, 'ana', { assigneeId: id })).toMatch(/^409 .*assigneeId: must be a member/)
    const asked = { title: 'x', message: 'x' }
    for (const queue of [id, 'Nowhere']) {
      expect(await said('POST', '/api/tickets', 'admin', { ...asked, queue })).toMatch(
        /^404 .*queue: this queue does not/,
      )
    }
    const attached = { ...asked, attachmentIds: [id] }
    expect(await said('POST', '/api/tickets', 'omar', attached)).toMatch(
      /^409 attachment_.*attachmentIds: upload these files again/,
    )
    expect(await said('POST', '/api/tickets', 'omar', { ...asked, customerEmail: 'a@b.example' })).toMatch(
      /^403 .*may not set customerEmail/,
    )
    const byLogin = { Authorization: await desk.authorizationOf('admin') }
    expect(await said('POST', '/api/mailboxes/test', 'admin', { mailboxId: id }, byLogin)).toMatch(
      /^404 .*mailboxId: this mailbox does not exist/,
    )
  })

  test('rejects queues of a customer, instead of ignoring them', async () => {
    const queueId = desk.world.supportId
    const omar = `/api/users/${desk.world.omar.id}`
    const byLogin = { Authorization: await desk.authorizationOf('admin') }
    const given = await said('PUT', omar, 'admin', { queueIds: [queueId] }, byLogin)
    expect(given).toMatch(/^400 .*queueIds: a customer cannot be/)
    expect(await said('PUT', omar, 'admin', { queueIds: [] })).toMatch(/^200/)
    const made = { name: 'New', email: 'new@acme.example', role: 'customer', queueIds: [queueId] }
    expect(await said('POST', '/api/users', 'admin', made, byLogin)).toMatch(/^400 .*queueIds/)
    const agent = { ...made, role: 'agent', queueIds: [id] }
    expect(await said('POST', '/api/users', 'admin', agent, byLogin)).toMatch(
      /^404 .*queueIds: this queue does not exist/,
    )
  })
})

describe('a token without the scopes', () => {
  test('the scopes are named, in the message and as RFC 6750 has it', async () => {
    const lacking = await call('POST', '/api/tickets', 'ana', { of: ['users:read'], ...send({ title: '' }) })
    expect(lacking).toMatchObject({
      status: 403,
      code: 'insufficient_scope',
      message: expect.stringContaining('tickets:write tickets:read'),
    })
    expect(lacking.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_scope", scope="tickets:write tickets:read"',
    )
    expect((await call('GET', '/api/tickets', null)).headers.get('www-authenticate')).toBe('Bearer')
    const made = await call('GET', '/api/tickets', null, { headers: { Authorization: 'Bearer nonsense' } })
    expect([made.status, made.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringMatching(
        /^Bearer error="invalid_token", error_description="Invalid token: not issued by this server. [^"\\]+"$/,
      ),
    ])
  })

  test('says why a token is no longer valid, and that a token is missing', async () => {
    const none = await call('GET', '/api/tickets', null)
    expect(none.message).toMatch(/^Missing token\. Send Authorization/)
    const gone = await call('GET', '/api/tickets', null, { headers: { Authorization: 'Bearer gotrs_gone' } })
    expect(gone.message).toMatch(/^Unknown, revoked or expired API token/)
    const made = await call('POST', '/api/tokens', 'ana', send({ name: 'More', scopes: ['tickets:read'] }))
    expect(made).toMatchObject({ status: 403, message: expect.stringContaining('An API token cannot do this') })
  })

  test('rejects a caller without a login before it reads the input, also at /me', async () => {
    expect(await call('POST', '/api/tickets', null, send({ nonsense: 1 }))).toMatchObject({ status: 401 })
    expect(await call('GET', '/api/auth/me', null)).toMatchObject({ status: 401, code: 'not_logged_in' })
  })

  test('accepts an expired access token with a refresh, and for a logout', async () => {
    const [email, password] = ['nora@acme.example', 'tall giraffe socks']
    const { pool } = desk.world
    await pool.query('update users set password_hash = $1 where email = $2', [await hashPassword(password), email])
    const login = () => call('POST', '/api/auth/login', null, send({ email, password }))
    const first = (await login()).body as { accessToken: string; refreshToken: string }
    desk.world.pass(60 * 60_000)
    const old = { Authorization: `Bearer ${first.accessToken}` }
    const expired = {
      status: 401,
      message: expect.stringContaining('has expired. Get a new one with POST /api/auth/refresh'),
    }
    expect(await call('GET', '/api/auth/me', null, { headers: old })).toMatchObject(expired)
    const next = await call('POST', '/api/auth/refresh', null, send({ refreshToken: first.refreshToken }, old))
    expect(next).toMatchObject({ status: 200, body: { user: { email } } })
    // The expired token is accepted for these two calls alone, and no other.
    for (const [path, body] of [
      ['/api/auth/login', { email, password }],
      ['/api/auth/password-reset', { email }],
    ] as const) {
      expect(await call('POST', path, null, send(body, old))).toMatchObject({ status: 401, code: 'not_logged_in' })
    }
    const forged = { Authorization: `Bearer ${first.accessToken.slice(0, -6)}AAAAAA` }
    expect(await call('POST', '/api/auth/logout', null, { headers: forged })).toMatchObject({ status: 401 })
    expect(await call('POST', '/api/auth/logout', null, { headers: old })).toMatchObject({ status: 200 })
    const { refreshToken } = next.body as { refreshToken: string }
    expect(await call('POST', '/api/auth/refresh', null, send({ refreshToken }, old))).toMatchObject({ status: 401 })
  })
})
