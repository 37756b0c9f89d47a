import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApiDocument } from './document/openapi.ts'

const run = promisify(execFile)
const password = 'tall giraffe socks'
const [customer, agent, admin] = ['omar@acme.example', 'ana@gotrs.example', 'admin@gotrs.example']

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
  await desk.world.pool.query('update users set password_hash = $1', [await hashPassword(password)])
})
afterAll(() => desk.stop())

type Said = { status: number; type: string; headers: string; text: string; body: never }

/** With curl only. Every answer has a status that the document lists, and every error the one shape. */
async function curl(method: string, path: string, token: string | null, ...more: string[]): Promise<Said> {
  const auth = token === null ? [] : ['-H', `Authorization: Bearer ${token}`]
  const { stdout } = await run('curl', ['-sS', '-i', '-X', method, ...auth, ...more, `${desk.url}${path}`])
  const end = stdout.indexOf('\r\n\r\n')
  const [headers, text] = [stdout.slice(0, end), stdout.slice(end + 4)]
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(headers)?.[1])
  const type = /^content-type: (.*)$/im.exec(headers)?.[1] ?? ''
  const body = (type.startsWith('application/json') && text ? JSON.parse(text) : {}) as never
  const listed = responsesOf(method, path)
  if (listed) expect(listed, `${method} ${path}`).toContain(String(status))
  if (status >= 400) expect(body, `${method} ${path}`).toEqual({ error: errorShape })
  return { status, type, headers, text, body }
}

const errorShape = {
  code: expect.stringMatching(/^[a-z_]+$/),
  message: expect.stringMatching(/\.$/),
  requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
}

type Methods = Record<string, { responses: object } | undefined>
const paths = Object.entries(openApiDocument('http://desk.test').paths ?? {}) as unknown as [string, Methods][]

function responsesOf(method: string, path: string): string[] | null {
  const parts = (path.split('?')[0] ?? '').split('/')
  const isAt = (known: string) =>
    known.split('/').length === parts.length &&
    known.split('/').every((part, at) => part === parts[at] || part.startsWith('{'))
  // A path without a name in it goes before one with a name.
  const at = paths.filter(([known]) => isAt(known)).sort(([a], [b]) => a.split('{').length - b.split('{').length)
  const about = at[0]?.[1][method.toLowerCase()]
  return about ? Object.keys(about.responses) : null
}

const json = (body: unknown) => ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)]
const isTicket = (more: object) => ({
  id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  number: expect.any(Number),
  title: 'Printer',
  priority: 'high',
  customer: { id: expect.any(String), name: expect.any(String), email: customer },
  createdAt: expect.stringMatching(/Z$/),
  updatedAt: expect.stringMatching(/Z$/),
  ...more,
})
const isMessage = (more: object) => ({
  id: expect.any(String),
  author: { name: expect.any(String), email: expect.any(String), role: expect.any(String) },
  attachments: expect.any(Array),
  createdAt: expect.stringMatching(/Z$/),
  ...more,
})

type Pair = { accessToken: string; refreshToken: string }
const login = async (email: string) =>
  (await curl('POST', '/api/auth/login', null, ...json({ email, password }))).body as Pair

test('accounts: register, login, refresh, logout and password reset', async () => {
  const always = { status: 200, body: { done: true } }
  const who = { name: 'New', email: 'new@other.example', password }
  expect(await curl('POST', '/api/auth/register', null, ...json(who))).toMatchObject(always)
  await desk.world.settle()
  const { rows } = await desk.world.pool.query(`select text from outbound_mails where purpose = 'verify_email'`)
  const proof = json({ token: /token=([\w-]{43})/.exec(rows[0].text)?.[1], password })
  const verified = await curl('POST', '/api/auth/verify-email', null, ...proof)
  expect(verified).toMatchObject({ ...always, headers: expect.not.stringMatching(/set-cookie/i) })
  expect(await desk.world.pool.query('select from sessions')).toMatchObject({ rowCount: 0 })
  expect(await login(who.email)).toMatchObject({ user: { email: who.email } })
  expect(await curl('POST', '/api/auth/verify-email', null, ...proof)).toMatchObject({ status: 400 })
  const pair = await curl('POST', '/api/auth/login', null, ...json({ email: customer, password }))
  const shape = {
    accessToken: expect.any(String),
    refreshToken: expect.any(String),
    expiresIn: 900,
    user: { email: customer },
  }
  expect(pair).toMatchObject({ status: 200, body: shape })
  const { refreshToken } = pair.body as Pair
  const next = await curl('POST', '/api/auth/refresh', null, ...json({ refreshToken }))
  expect(next).toMatchObject({ status: 200, body: shape })
  const { accessToken } = next.body as Pair
  expect(await curl('POST', '/api/auth/logout', accessToken)).toMatchObject(always)
  expect(await curl('GET', '/api/auth/me', accessToken)).toMatchObject({ status: 401 })
  for (const email of [customer, 'nobody@nowhere.example']) {
    expect(await curl('POST', '/api/auth/password-reset', null, ...json({ email }))).toMatchObject(always)
  }
  const confirm = json({ token: 'x'.repeat(43), password })
  expect(await curl('POST', '/api/auth/password-reset/confirm', null, ...confirm)).toMatchObject({
    status: 400,
    body: { error: { code: 'invalid_token' } },
  })
  const wrong = json({ email: customer, password: 'something else' })
  expect(await curl('POST', '/api/auth/login', null, ...wrong)).toMatchObject({ status: 401 })
})

test('tickets, messages and files, from the question to the deletion', async () => {
  const [omar, ana, boss] = await Promise.all([customer, agent, admin].map(async it => (await login(it)).accessToken))
  if (!omar || !ana || !boss) return expect.unreachable('nobody is logged in')
  const asked = json({ title: 'Printer', message: 'It smokes.', priority: 'high' })
  const made = await curl('POST', '/api/tickets', omar, ...asked)
  expect(made).toMatchObject({ status: 201, body: isTicket({ status: 'new', staff: null }) })
  const { id, number } = made.body as { id: string; number: number }
  const query = 'status=new,open&assignee=none&customer=omar&queue=Support&q=smokes&sort=newest&limit=1'
  const listed = await curl('GET', `/api/tickets?${query}`, ana)
  expect(listed).toMatchObject({ status: 200, body: { items: [isTicket({ id })], nextCursor: null } })

  const file = join(desk.world.blobsDir, 'note.txt')
  await writeFile(file, '0123456789')
  const kept = await curl('POST', '/api/attachments', ana, '-F', `file=@${file};type=text/plain`)
  const uploaded = { id: expect.any(String), filename: 'note.txt', size: 10, contentType: 'text/plain' }
  expect(kept).toMatchObject({ status: 201, body: uploaded })
  const attachmentId = (kept.body as { id: string }).id
  const path = `/api/tickets/${number}/messages`
  const answer = {
    html: '<p>Turn it off.</p>',
    kind: 'public',
    cc: ['lena@other.example'],
    attachmentIds: [attachmentId],
  }
  const answered = await curl('POST', path, ana, ...json(answer))
  expect(answered).toMatchObject({
    status: 201,
    body: isMessage({ kind: 'public', channel: 'api', text: 'Turn it off.' }),
  })
  const note = await curl('POST', path, ana, ...json({ text: 'Again!', kind: 'note' }))
  expect(note).toMatchObject({ status: 201, body: isMessage({ kind: 'note', text: 'Again!' }) })
  const seen = (await curl('GET', path, omar)).body as { items: { kind: string }[]; nextCursor: null }
  expect([seen.items.map(it => it.kind), seen.nextCursor]).toEqual([['public', 'public'], null])
  expect(((await curl('GET', path, ana)).body as typeof seen).items).toHaveLength(3)

  const whole = await curl('GET', `/api/attachments/${attachmentId}`, omar)
  expect([whole.status, whole.text]).toEqual([200, '0123456789'])
  const part = await curl('GET', `/api/attachments/${attachmentId}`, omar, '-H', 'Range: bytes=2-4')
  expect([part.status, part.text]).toEqual([206, '234'])
  expect((await curl('GET', `/api/attachments/${attachmentId}`, omar, '-H', 'Range: bytes=10-')).status).toBe(416)
  const etag = /^etag: (.*)$/im.exec(whole.headers)?.[1]
  expect((await curl('GET', `/api/attachments/${attachmentId}`, omar, '-H', `If-None-Match: ${etag}`)).status).toBe(304)

  const read = await curl('GET', `/api/tickets/${id}`, ana)
  const version = /^etag: (.*)$/im.exec(read.headers)?.[1]
  const { supportId, ana: me } = desk.world
  const change = {
    status: 'resolved',
    priority: 'high',
    assigneeId: me.id,
    queueId: supportId,
    title: 'Printer',
    tags: ['smoke'],
  }
  const changed = await curl('PUT', `/api/tickets/${number}`, ana, '-H', `If-Match: ${version}`, ...json(change))
  const staff = { assignee: { id: me.id }, queue: { id: supportId }, tags: ['smoke'] }
  expect(changed).toMatchObject({ status: 200, body: isTicket({ status: 'resolved', staff }) })
  const stale = await curl('PUT', `/api/tickets/${number}`, ana, '-H', `If-Match: ${version}`, ...json(change))
  expect(stale).toMatchObject({ status: 412, body: { error: { code: 'precondition_failed' } } })
  expect(await curl('DELETE', `/api/tickets/${number}`, ana)).toMatchObject({ status: 403 })
  expect(await curl('DELETE', `/api/tickets/${number}`, boss)).toMatchObject({ status: 200 })
  expect(await curl('GET', `/api/tickets/${id}`, boss)).toMatchObject({ status: 404 })
})

test('people', async () => {
  const boss = (await login(admin)).accessToken
  const found = await curl('GET', '/api/users?text=lena&limit=5', boss)
  expect(found).toMatchObject({ status: 200, body: { items: [{ email: 'lena@other.example' }], nextCursor: null } })
  const path = `/api/users/${(found.body as { items: { id: string }[] }).items[0]?.id}`
  expect(await curl('GET', path, boss)).toMatchObject({ status: 200, body: { role: 'customer' } })
  expect(await curl('PUT', path, boss, ...json({ name: 'Lena Ö' }))).toMatchObject({ body: { name: 'Lena Ö' } })
})

test('errors of each kind have the documented shape', async () => {
  const ana = (await login(agent)).accessToken
  const tries: [number, string, ...Parameters<typeof curl>][] = [
    [400, 'invalid_input', 'POST', '/api/tickets', ana, ...json({ title: 5 })],
    [400, 'invalid_input', 'POST', '/api/tickets', ana, '-H', 'Content-Type: application/json', '-d', '{"title":'],
    [415, 'unsupported_media_type', 'POST', '/api/tickets', ana, '-H', 'Content-Type: text/plain', '-d', 'x'],
    [400, 'invalid_filter', 'GET', '/api/tickets?q=status:sleepy', ana],
    [400, 'invalid_cursor', 'GET', '/api/tickets?cursor=x', ana],
    [401, 'not_logged_in', 'GET', '/api/tickets', null],
    [401, 'not_logged_in', 'GET', '/api/tickets', 'made-up'],
    [403, 'forbidden', 'GET', '/api/settings', ana],
    [404, 'not_found', 'GET', '/api/tickets/999999', ana],
    [404, 'not_found', 'GET', '/api/nothing', ana],
    [405, 'method_not_allowed', 'PATCH', '/api/tickets', ana],
    [413, 'too_large', 'POST', '/api/tickets', ana, '-H', 'Content-Length: 9999999', ...json({})],
  ]
  for (const [status, code, ...call] of tries) {
    expect(await curl(...call), `${call[0]} ${call[1]}`).toMatchObject({ status, body: { error: { code } } })
  }
  expect((await curl('GET', '/api/docs', null)).headers).toMatch(/content-security-policy: default-src 'none'/i)
  expect(await curl('GET', '/api/openapi.json', null)).toMatchObject({ status: 200, body: { openapi: '3.1.0' } })
})
