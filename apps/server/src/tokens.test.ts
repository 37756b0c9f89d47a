import { createHash } from 'node:crypto'
import type { TokenPair } from '@gotrs/contract/api-tokens'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { requirePerson } from '@gotrs/core/kernel/require-grant'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCall } from './trpc.ts'

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

const issue = async () =>
  (await desk.mutate('auth.issueTokens', { email: 'omar@acme.example', password })).data as TokenPair
const refresh = (refreshToken: string) => desk.mutate('auth.refreshTokens', { refreshToken })

describe('the login of an API client', () => {
  test('returns an access token that acts as its owner, and a refresh token for the next one', async () => {
    const first = await issue()
    expect(first).toMatchObject({ expiresIn: 900, user: { email: 'omar@acme.example' } })
    expect(await call('auth.me', first.accessToken)).toMatchObject({ data: { email: 'omar@acme.example' } })
    const second = (await refresh(first.refreshToken)).data as TokenPair
    expect(second.refreshToken).not.toBe(first.refreshToken)
    expect(await call('auth.me', second.accessToken)).toMatchObject({ status: 200 })
  })

  test('ends with a logout, when it is revoked from another login, and with a new password', async () => {
    const [one, two, three] = [await issue(), await issue(), await issue()]
    await call('auth.logout', one.accessToken)
    expect(await call('auth.me', one.accessToken)).toMatchObject({ status: 401 })

    const sessions = (await call('auth.sessions', two.accessToken)).data as unknown as {
      id: string
      kind: string
      isCurrent: boolean
    }[]
    const mine = sessions.find(it => it.isCurrent)
    expect(mine?.kind).toBe('api')
    await call('auth.revokeSession', three.accessToken, { sessionId: mine?.id })
    expect(await call('auth.me', two.accessToken)).toMatchObject({ status: 401 })

    await call('auth.changePassword', three.accessToken, { currentPassword: password, password: 'other canoe lentil' })
    expect(await call('auth.me', three.accessToken)).toMatchObject({ status: 401 })
    expect(await refresh(three.refreshToken)).toMatchObject({ status: 401 })
    await setPassword()
  })

  test('is revoked by a new password, by revoking all logins and by a new role, although a clock that is ahead dated it later', async () => {
    const { omar, pool } = desk.world
    const end = {
      password: (token: string) =>
        call('auth.changePassword', token, { currentPassword: password, password: 'other canoe lentil' }),
      all: (token: string) => call('auth.logoutEverywhere', token),
      'by an admin': () => desk.mutate('users.revokeSessions', { userId: omar.id }, 'admin'),
      role: () => desk.mutate('users.update', { userId: omar.id, role: 'agent' }, 'admin'),
    }
    for (const [how, work] of Object.entries(end)) {
      await setPassword()
      const { accessToken } = await issue()
      await pool.query("update token_families set created_at = created_at + interval '5 seconds'")
      expect(await work(accessToken), how).toMatchObject({ status: 200 })
      expect(await call('auth.me', accessToken), how).toMatchObject({ status: 401 })
    }
    await desk.mutate('users.update', { userId: omar.id, role: 'customer' }, 'admin')
    await setPassword()
  })

  test('changes the password once with a key, and leaves no session of a browser', async () => {
    const headers = { 'Idempotency-Key': 'new-password' }
    const change = (token: string, input: object) => call('auth.changePassword', token, input, headers)
    const input = { currentPassword: password, password: 'other canoe lentil' }
    const first = await change((await issue()).accessToken, input)
    expect(first).toMatchObject({ status: 200 })
    const since = { email: 'omar@acme.example', password: input.password }
    const { accessToken } = (await desk.mutate('auth.issueTokens', since)).data as TokenPair
    expect(await change(accessToken, input)).toEqual(first)
    expect(await call('auth.me', accessToken), 'what was opened since stays').toMatchObject({ status: 200 })
    const other = { ...input, password: 'third canoe lentil' }
    expect(await change(accessToken, other)).toMatchObject({ code: 'idempotency_key_reused' })
    const again = await call('auth.changePassword', accessToken, input)
    expect(again).toMatchObject({ status: 401, code: 'wrong_credentials' })
    expect((await desk.world.sessions.list(desk.world.omar.id, null)).filter(it => it.userAgent !== 'test')).toEqual([])
    await setPassword()
  })
})

describe('an Idempotency-Key', () => {
  test('runs a repeated call once, with the same answer', async () => {
    const { accessToken } = await issue()
    const headers = { 'Idempotency-Key': 'a-key' }
    const input = { title: 'Once', message: 'Only once.' }
    const first = await call('tickets.create', accessToken, input, headers)
    expect(first).toMatchObject({ status: 200 })
    expect(await call('tickets.create', accessToken, input, headers)).toEqual(first)
    const other = await call('tickets.create', accessToken, { ...input, title: 'Twice' }, headers)
    expect(other).toMatchObject({ status: 409, code: 'idempotency_key_reused' })
    const bad = await call('tickets.create', accessToken, input, { 'Idempotency-Key': 'has a space' })
    expect(bad).toMatchObject({ status: 400, code: 'invalid_input' })
    const { rows } = await desk.world.pool.query("select count(*)::int from tickets where title = 'Once'")
    expect(rows).toEqual([{ count: 1 }])
  })

  test('also covers a procedure that makes its change in several steps', async () => {
    const { lena } = desk.world
    const authorization = await desk.authorizationOf('admin')
    const end = (key: string) =>
      call(
        'users.revokeSessions',
        authorization.slice('Bearer '.length),
        { userId: lena.id },
        { 'Idempotency-Key': key },
      )
    const statuses = [(await end('end-all')).status, (await end('end-all')).status, (await end('end-again')).status]
    expect(statuses).toEqual([200, 200, 200])
    const { rows } = await desk.world.pool.query(
      "select count(*)::int from events where type = 'session.revoked' and payload->>'userId' = $1",
      [lena.id],
    )
    expect(rows).toEqual([{ count: 2 }])
  })

  test('covers one unit of work: a procedure that runs a second one fails', async () => {
    const run = runCall(desk.world, desk.world.ana, { idempotency: { key: 'two', callHash: 'two' } })
    expect(await run(async uow => requirePerson(uow, 'account.manage').name)).toBe('Ana Agent')
    expect(() => run(async () => 'second')).toThrow('one unit of work')
  })

  test('stores no secret of the answer in plain text, and nothing that helps to guess a password', async () => {
    const { rows: before } = await desk.world.pool.query('select key from idempotency_keys')
    const post = async (path: string, input: object) => {
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': path }
      const init = { method: 'POST', headers, body: JSON.stringify(input), as: 'admin' } as const
      return (await (await desk.fetch(`/trpc/${path}`, init)).json()) as { result: { data: { token: string } } }
    }
    const asked = { name: 'Once', scopes: ['tickets:read'], password }
    const made = await post('tokens.create', asked)
    expect(await post('tokens.create', asked)).toEqual(made)
    const person = { name: 'Eve', email: 'eve@new.example', role: 'agent', password: 'trapeze canoe lentil' }
    await post('users.create', person)
    const { rows } = await desk.world.pool.query('select k::text as text, call_hash from idempotency_keys k')
    expect(rows).toHaveLength(before.length + 2)
    expect(JSON.stringify(rows)).not.toContain(made.result.data.token.slice(6))
    const guess = createHash('sha256')
      .update(JSON.stringify(['users.create', person]))
      .digest('hex')
    expect(rows.map(row => row.call_hash)).not.toContain(guess)
  })
})
