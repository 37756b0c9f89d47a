import { randomUUID } from 'node:crypto'
import type { TokenPair } from '@gotrs/contract/api-tokens'
import { type Scope, scopes } from '@gotrs/contract/scopes'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { ask } from '@gotrs/core/testing/tickets'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const password = 'tall giraffe socks'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
  await setPassword()
})
afterAll(() => desk.stop())

const setPassword = async () =>
  desk.world.pool.query('update users set password_hash = $1', [await hashPassword(password)])

/** A call with a bearer token, as a program makes it: no cookie, no Origin. */
async function call(path: string, token: string, input?: unknown, headers: Record<string, string> = {}) {
  const isQuery = ['me', 'list', 'get', 'sessions'].includes(path.split('.')[1] ?? '')
  const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  const response = await fetch(`${desk.url}/trpc/${path}${isQuery ? query : ''}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    ...(isQuery ? {} : { body: JSON.stringify(input ?? {}) }),
  })
  const body = (await response.json()) as { result?: { data: never }; error?: { data: { desk: { code: string } } } }
  return { status: response.status, data: body.result?.data, code: body.error?.data.desk.code }
}

const refresh = (refreshToken: string) => desk.mutate('auth.refreshTokens', { refreshToken })

describe('a personal API token', () => {
  type Made = { id: string; token: string; hint: string; expiresAt: string | null }
  const make = async (scopes: string[], more: object = {}, person: Person = 'ana') =>
    (await desk.mutate('tokens.create', { name: 'Reports', scopes, password, ...more }, person)).data as Made

  test('acts as its owner within its scopes, and only its hash is stored', async () => {
    const { token, hint } = await make(['tickets:read'])
    expect(token).toMatch(/^gotrs_[\w-]{43}$/)
    expect(token.endsWith(hint)).toBe(true)
    expect(await call('tickets.list', token, {})).toMatchObject({ status: 200 })
    expect(await call('tickets.create', token, { title: 'A', message: 'B' })).toMatchObject({
      status: 403,
      code: 'insufficient_scope',
    })
    const { rows } = await desk.world.pool.query('select t::text as text from api_tokens t')
    expect(JSON.stringify(rows)).not.toContain(token.slice(6))
  })

  test('expires after 90 days unless its creator says otherwise, at most a year ahead', async () => {
    const daysOf = ({ expiresAt }: Made) => (Date.parse(String(expiresAt)) - desk.world.now().getTime()) / 86_400_000
    expect(daysOf(await make(['tickets:read']))).toBeCloseTo(90, 1)
    expect(await make(['tickets:read'], { expiresAt: null })).toMatchObject({ expiresAt: null })
    for (const days of [-1, 367]) {
      const expiresAt = new Date(desk.world.now().getTime() + days * 86_400_000).toISOString()
      const refused = { name: 'x', scopes: ['tickets:read'], expiresAt, password }
      expect(await desk.mutate('tokens.create', refused, 'ana')).toMatchObject({ code: 'invalid_input' })
    }
  })

  test('is created only with the password of its owner, and wrong ones count as failed logins, by tRPC and REST', async () => {
    const { pool, admin } = desk.world
    const asked = { name: 'x', scopes: ['tickets:read'], password: 'not the password' }
    const Cookie = await desk.cookieOf('admin')
    const headers = { 'Content-Type': 'application/json', Origin: desk.url, Cookie }
    const byRest = () => fetch(`${desk.url}/api/tokens`, { method: 'POST', headers, body: JSON.stringify(asked) })
    expect(await desk.mutate('tokens.create', asked, 'admin')).toMatchObject({ code: 'wrong_credentials' })
    expect((await byRest()).status).toBe(401)
    expect(await desk.mutate('tokens.create', { ...asked, password: undefined }, 'admin')).toMatchObject({
      code: 'invalid_input',
    })
    for (let at = 0; at < 28; at += 1) await desk.mutate('tokens.create', asked, 'admin')
    expect((await byRest()).status).toBe(429)
    const login = { email: admin.email, password }
    expect(await desk.mutate('auth.login', login), 'it is one limit').toMatchObject({ code: 'too_many_requests' })
    await pool.query('delete from rate_limits')
    expect(await desk.mutate('auth.login', login)).toMatchObject({ status: 200 })
  })

  test('is reported to its owner by a mail that does not show it', async () => {
    const { token, hint } = await make(['tickets:read', 'users:read'], {}, 'ben')
    await desk.world.settle()
    const { rows } = await desk.world.pool.query(
      `select m.text, m.subject from outbound_mails m join outbound_recipients r on r.mail_id = m.id
        where m.purpose = 'account_notice' and r.address = 'ben@gotrs.example'`,
    )
    expect(rows).toHaveLength(1)
    const parts = ['tickets:read, users:read', 'Expires: 20', '/forgot-password']
    for (const part of parts) expect(rows[0].text).toContain(part)
    for (const secret of [token, token.slice(6), hint]) expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('allows no more than its owner may do, also after the owner loses rights, and is revoked by a new role', async () => {
    const { world } = desk
    const { token } = await make(['settings:read', 'settings:write'])
    expect(await call('mailboxes.list', token)).toMatchObject({ status: 403, code: 'forbidden' })
    const { pool, ben } = world
    await pool.query(`update users set role = 'admin' where id = $1`, [ben.id])
    const ofAdmin = await make(['settings:read', 'tickets:read'], {}, 'ben')
    expect(await call('mailboxes.list', ofAdmin.token)).toMatchObject({ status: 200 })
    // A change outside of the desk, such as a restored backup, also applies from the next call on.
    await pool.query(`update users set role = 'agent' where id = $1`, [ben.id])
    expect(await call('mailboxes.list', ofAdmin.token)).toMatchObject({ status: 403, code: 'forbidden' })
    await desk.mutate('users.update', { userId: ben.id, role: 'customer' }, 'admin')
    expect(await call('tickets.list', ofAdmin.token, {})).toMatchObject({ status: 401 })
    await desk.mutate('users.update', { userId: ben.id, role: 'agent' }, 'admin')
    expect(await call('tickets.list', ofAdmin.token, {})).toMatchObject({ status: 401 })
  })

  test('sees no ticket of a queue that its owner has left', async () => {
    const { world } = desk
    const { ticketId } = await ask(world, world.omar)
    const { token } = await make(['tickets:read', 'tickets:write'])
    expect(await call('tickets.get', token, { ticketId })).toMatchObject({ status: 200 })
    await desk.mutate('users.update', { userId: world.ana.id, queueIds: [world.billingId] }, 'admin')
    expect(await call('tickets.get', token, { ticketId })).toMatchObject({ status: 404 })
    expect(JSON.stringify((await call('tickets.list', token, {})).data)).not.toContain(ticketId)
    await desk.mutate('users.update', { userId: world.ana.id, queueIds: [world.billingId, world.supportId] }, 'admin')
  })

  test("to manage its owner's account does not allow reading and changing other people", async () => {
    const { ben, ana } = desk.world
    const { token } = await make(['account:write'], {}, 'admin')
    const refused = { status: 403, code: 'insufficient_scope' }
    expect(await call('users.update', token, { userId: ben.id, name: 'X' })).toMatchObject(refused)
    expect(await call('users.get', token, { userId: ben.id })).toMatchObject(refused)
    const reading = (await make(['users:read'])).token
    expect(await call('users.get', reading, { userId: ben.id })).toMatchObject({ status: 200 })
    expect(await call('users.update', reading, { userId: ana.id, name: 'X' })).toMatchObject(refused)
  })

  test("reads and revokes other people's tokens only with the scopes to read and change people", async () => {
    const other = { tokenId: (await make(['tickets:read'])).id }
    const read = async (...scopes: Scope[]) => {
      const { token } = await make(['account:write', ...scopes], {}, 'admin')
      const list = await call('tokens.list', token, { userId: desk.world.ana.id })
      return { token, statuses: [(await call('tokens.get', token, other)).status, list.status] }
    }
    const reading = await read('users:read')
    expect(reading.statuses).toEqual([404, 404])
    expect(await call('tokens.revoke', reading.token, other)).toMatchObject({ status: 404 })
    expect((await read('users:read', 'users:write')).statuses).toEqual([200, 200])
    const writing = await read('users:write')
    expect(writing.statuses).toEqual([404, 404])
    expect(await call('tokens.revoke', writing.token, other)).toMatchObject({ status: 200 })
  })

  test('creates no tokens and no staff, changes no role, password, webhook or mail account', async () => {
    const { token } = await make([...scopes], {}, 'admin')
    const { ben, omar, mailboxId } = desk.world
    const refused = { status: 403, code: 'forbidden' }
    const tries: [string, object][] = [
      ['tokens.create', { name: 'More', scopes: ['tickets:write'], password }],
      ['users.create', { name: 'Eve', email: 'eve@evil.example', role: 'agent' }],
      ['users.create', { name: 'Eve', email: 'eve@evil.example', role: 'admin' }],
      ['users.update', { userId: ben.id, role: 'admin' }],
      ['users.update', { userId: omar.id, isActive: true }],
      ['auth.changePassword', { currentPassword: password, password: 'third canoe lentil' }],
      ['webhooks.create', { name: 'x', url: 'https://1.1.1.1/x', eventTypes: ['ticket.created'] }],
      ['mailboxes.update', { mailboxId, name: 'x', address: 'x@evil.example', displayName: 'x' }],
      ['developmentInbox.list', {}],
    ]
    for (const [path, input] of tries) expect([path, await call(path, token, input)]).toMatchObject([path, refused])
    const customer = { name: 'Customer', email: 'customer@new.example', role: 'customer' }
    expect(await call('users.create', token, customer)).toMatchObject({ status: 200 })
    expect(await call('users.update', token, { userId: omar.id, name: 'Omar A.' })).toMatchObject({ status: 200 })
  })

  test('changes no role after a refresh: a stolen refresh token is not enough', async () => {
    const { admin, ben } = desk.world
    const first = (await desk.mutate('auth.issueTokens', { email: admin.email, password })).data as TokenPair
    const appoint = (token: string) => call('users.update', token, { userId: ben.id, role: 'agent' })
    expect(await appoint(first.accessToken)).toMatchObject({ status: 200 })
    desk.world.pass(16 * 60_000)
    const second = (await refresh(first.refreshToken)).data as TokenPair
    expect(await call('users.get', second.accessToken, { userId: ben.id })).toMatchObject({ status: 200 })
    expect(await appoint(second.accessToken)).toMatchObject({ status: 403, code: 'forbidden' })
  })

  test('reads mail only with the scope for mail', async () => {
    const settings = await make(['settings:read', 'settings:write', 'tickets:read'], {}, 'admin')
    const refused = { status: 403, code: 'insufficient_scope' }
    for (const path of ['outbox.list', 'inbound.list'])
      expect(await call(path, settings.token, {})).toMatchObject(refused)
    const id = randomUUID()
    expect(await call('outbox.get', settings.token, { mailId: id })).toMatchObject(refused)
    for (const path of [`messages/${id}/raw`, `inbound/${id}/raw`]) {
      const response = await fetch(`${desk.url}/api/${path}`, {
        headers: { Authorization: `Bearer ${settings.token}` },
      })
      expect([path, response.status]).toEqual([path, 403])
    }
    const reader = await make(['mail:read'], {}, 'admin')
    expect(await call('outbox.list', reader.token, {})).toMatchObject({ status: 200 })
    expect(await call('mailboxes.list', reader.token)).toMatchObject(refused)
  })

  test('stays valid after a new password if its owner wants so, and is revoked by default', async () => {
    const change = (currentPassword: string, next: string, more: object) =>
      desk.mutate('auth.changePassword', { currentPassword, password: next, ...more }, 'ana')
    const { token } = await make(['tickets:read'])
    expect(await change(password, 'other canoe lentil', { endTokens: false })).toMatchObject({ status: 200 })
    expect(await call('tickets.list', token, {})).toMatchObject({ status: 200 })
    expect(await change('other canoe lentil', 'third canoe lentil', {})).toMatchObject({ status: 200 })
    expect(await call('tickets.list', token, {})).toMatchObject({ status: 401 })
    await setPassword()
  })

  test('stops working when it is revoked or expires, and only its owner and admins see and revoke it', async () => {
    const expiresAt = new Date(desk.world.now().getTime() + 3_600_000).toISOString()
    const { id, token } = await make(['tickets:read'], { expiresAt })
    expect(await desk.mutate('tokens.revoke', { tokenId: id }, 'ben')).toMatchObject({ code: 'not_found' })
    expect(await desk.query('tokens.list', { userId: desk.world.ana.id }, 'ben')).toMatchObject({ code: 'not_found' })
    const seen = (await desk.query('tokens.list', { userId: desk.world.ana.id }, 'admin')).data
    expect(seen).toContainEqual(expect.objectContaining({ id, name: 'Reports', scopes: ['tickets:read'] }))
    expect(JSON.stringify(seen)).not.toContain(token.slice(6))
    desk.world.pass(3_700_000)
    expect(await call('tickets.list', token, {})).toMatchObject({ status: 401 })
    const other = await make(['tickets:read'])
    await desk.mutate('tokens.revoke', { tokenId: other.id }, 'admin')
    expect(await call('tickets.list', other.token, {})).toMatchObject({ status: 401 })
  })
})
