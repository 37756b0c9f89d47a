import type { TokenPair } from '@gotrs/contract/api-tokens'
import type { LoginSession } from '@gotrs/contract/auth'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { issueToken } from '@gotrs/core/accounts/tokens'
import { systemActor } from '@gotrs/core/kernel/actor'
import { ask } from '@gotrs/core/testing/tickets'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'

/** Attack 16: cookies that nobody else can set or read, and logins whose end also ends everything that uses them. */

const password = 'tall giraffe socks'
const json = { 'Content-Type': 'application/json' }

const publicUrl = 'https://desk.example.org'
/** As a proxy passes requests on. */
const passedOn = { Via: '1.1 proxy' }

let desk: ServedWorld
let underTls: ServedWorld
let hash: string
beforeAll(async () => {
  hash = await hashPassword(password)
  desk = await serveWorld({ callsPerMinute: 0 })
  underTls = await serveWorld({ baseUrl: publicUrl })
  await underTls.world.pool.query('update users set password_hash = $1', [hash])
})
beforeEach(async () => {
  await desk.world.pool.query(`update users set password_hash = $1, is_active = true, role = 'agent' where id = $2`, [
    hash,
    desk.world.ana.id,
  ])
  await desk.world.pool.query('insert into queue_members (queue_id, user_id) values ($1, $2) on conflict do nothing', [
    desk.world.supportId,
    desk.world.ana.id,
  ])
  await desk.world.pool.query('delete from rate_limits')
})
afterAll(async () => {
  await desk.stop()
  await underTls.stop()
})

describe('the cookie', () => {
  const logIn = (to: ServedWorld, headers: Record<string, string> = {}) =>
    fetch(`${to.url}/trpc/auth.login`, {
      method: 'POST',
      headers: { ...json, Origin: to === underTls ? publicUrl : to.url, ...headers },
      body: JSON.stringify({ email: 'ana@gotrs.example', password }),
    })
  const cookieOf = (response: Response) => response.headers.get('Set-Cookie') ?? ''

  test('under TLS is bound to this host, sent only over TLS, and out of reach of scripts and other sites', async () => {
    expect(cookieOf(await logIn(underTls, passedOn))).toMatch(
      /^__Host-gotrs=[a-z0-9]{40}; Path=\/; Expires=[^;]+ GMT; HttpOnly; Secure; SameSite=Lax$/,
    )
    const response = await underTls.fetch('/trpc/auth.logout', { method: 'POST', headers: json })
    expect(cookieOf(response)).toBe('__Host-gotrs=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax')
    expect(response.headers.get('Strict-Transport-Security')).toContain('max-age=31536000')
    expect((await underTls.query('auth.me', undefined, 'omar')).data).toMatchObject({ name: 'Omar Aziz' })
  })

  test('is not accepted under TLS with the plain name, which another host or an unencrypted page can set', async () => {
    const { sessionId } = await underTls.world.sessions.open(underTls.world.ana.id, { userAgent: 'test' })
    for (const name of ['gotrs', '__Secure-gotrs', '__host-gotrs']) {
      const me = await fetch(`${underTls.url}/trpc/auth.me`, {
        headers: { Cookie: `${name}=${sessionId}`, ...passedOn },
      })
      expect(await me.json()).toMatchObject({ result: { data: null } })
    }
  })

  test('without TLS cannot be read by scripts and other sites either', async () => {
    expect(cookieOf(await logIn(desk))).toMatch(
      /^gotrs=[a-z0-9]{40}; Path=\/; Expires=[^;]+ GMT; HttpOnly; SameSite=Lax$/,
    )
    const { headers } = await desk.mutate('auth.logout')
    expect(headers.get('Set-Cookie')).toBe('gotrs=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
  })

  test('is a new one at each login, and the previous one ends, even if somebody planted it', async () => {
    const planted = (await desk.world.sessions.open(desk.world.omar.id, { userAgent: 'attacker' })).sessionId
    const made = 'a'.repeat(40)
    for (const before of [planted, made]) {
      const set = cookieOf(await logIn(desk, { Cookie: `gotrs=${before}` }))
      expect(set).toMatch(/^gotrs=[a-z0-9]{40};/)
      expect(set).not.toContain(before)
      const me = await fetch(`${desk.url}/trpc/auth.me`, { headers: { Cookie: `gotrs=${before}` } })
      expect(await me.json()).toMatchObject({ result: { data: null } })
    }
  })

  test('and every token is stored only as a hash', async () => {
    const secrets = [
      /gotrs=([^;]+)/.exec(cookieOf(await logIn(desk)))?.[1],
      (await desk.mutate('auth.issueTokens', { email: 'ana@gotrs.example', password })).data as TokenPair,
      (await desk.mutate('tokens.create', { name: 'x', scopes: ['tickets:read'], password }, 'ana')).data,
    ].flatMap(it => (typeof it === 'object' && it ? Object.values(it) : [it]).filter(isSecret))
    expect(secrets).toHaveLength(4)
    await desk.mutate('auth.requestPasswordReset', { email: 'ana@gotrs.example' })
    const { rows } = await desk.world.pool.query<{ id: string }>('select id from tokens')
    secrets.push(...rows.map(row => desk.world.vault.deriveToken(row.id)))
    const tables = [
      'sessions',
      'token_families',
      'refresh_tokens',
      'api_tokens',
      'tokens',
      'events',
      'graphile_worker.jobs',
    ]
    for (const table of tables) {
      const stored = await desk.world.pool.query<{ row: string }>(`select t::text as row from ${table} t`)
      for (const { row } of stored.rows) for (const secret of secrets) expect(row, table).not.toContain(secret)
    }
  })
  const isSecret = (value: unknown): value is string => typeof value === 'string' && /^[\w.-]{40,}$/.test(value)
})

/** A login that opens a stream, and that is revoked over HTTP. */
type Login = { headers: Record<string, string>; session?: LoginSession; tokenId?: string; refreshToken?: string }

const logins: Record<string, () => Promise<Login>> = {
  async 'a browser'() {
    const Cookie = await desk.cookieOf('ana')
    const sessions = (await call('auth.sessions', { Cookie })) as LoginSession[]
    const session = sessions.find(it => it.isCurrent)
    return { headers: { Cookie }, ...(session ? { session } : {}) }
  },
  async 'a program that logged in'() {
    const { data } = await desk.mutate('auth.issueTokens', { email: 'ana@gotrs.example', password })
    const { accessToken, refreshToken } = data as TokenPair
    const headers = { Authorization: `Bearer ${accessToken}` }
    const session = ((await call('auth.sessions', headers)) as LoginSession[]).find(it => it.isCurrent)
    return { headers, refreshToken, ...(session ? { session } : {}) }
  },
  async 'a personal token'() {
    const { token, id } = await desk.makeToken('ana', ['tickets:read', 'account:write'])
    return { headers: { Authorization: `Bearer ${token}` }, tokenId: id }
  },
}

async function call(path: string, headers: Record<string, string>, input?: unknown): Promise<unknown> {
  const post = { method: 'POST', body: JSON.stringify(input ?? {}) }
  const response = await fetch(`${desk.url}/trpc/${path}`, {
    headers: { ...json, Origin: desk.url, ...headers },
    ...(path === 'auth.sessions' ? {} : post),
  })
  const answer = (await response.json()) as { result?: { data: unknown } }
  expect([path, response.status, answer]).toMatchObject([path, 200, {}])
  return answer.result?.data
}

const asAdmin = async (path: string, input: unknown) => call(path, { Cookie: await desk.cookieOf('admin') }, input)
const asAna = async (path: string, input?: unknown) => call(path, { Cookie: await desk.cookieOf('ana') }, input)
const ana = () => ({ userId: desk.world.ana.id })

const browser = 'a browser'
const program = 'a program that logged in'
const token = 'a personal token'

/** Each way to end a login, and the logins that it ends. */
const ends: [string, string[], (login: Login) => Promise<unknown>][] = [
  ['logging out', [browser, program], login => call('auth.logout', login.headers)],
  ['logging out everywhere', [browser, program, token], () => asAna('auth.logoutEverywhere')],
  [
    'ending it from another browser',
    [browser, program],
    login => asAna('auth.revokeSession', { sessionId: login.session?.id }),
  ],
  ['an admin who ends all logins', [browser, program, token], () => asAdmin('users.revokeSessions', ana())],
  ['another role', [browser, program, token], () => asAdmin('users.update', { ...ana(), role: 'customer' })],
  [
    'an account that is switched off',
    [browser, program, token],
    () => asAdmin('users.update', { ...ana(), isActive: false }),
  ],
  [
    'another password',
    [browser, program, token],
    () => asAna('auth.changePassword', { currentPassword: password, password: 'other canoe lentil' }),
  ],
  [
    'a password by mail',
    [browser, program, token],
    async () => {
      const { world } = desk
      const id = await world.run(systemActor('setup'), uow => issueToken(uow, 'reset_password', ana()))
      await call('auth.resetPassword', {}, { token: world.vault.deriveToken(id), password: 'third canoe lentil' })
    },
  ],
  ['revoking the token', [token], login => asAna('tokens.revoke', { tokenId: login.tokenId })],
  ['an admin who revokes the token', [token], login => asAdmin('tokens.revoke', { tokenId: login.tokenId })],
  [
    'a refresh token that comes twice',
    [program],
    async ({ refreshToken }) => {
      await call('auth.refreshTokens', {}, { refreshToken })
      expect(await desk.mutate('auth.refreshTokens', { refreshToken })).toMatchObject({ status: 401 })
    },
  ],
]

const open: { leave(): void }[] = []
afterEach(() => {
  for (const stream of open.splice(0)) stream.leave()
})

const streams = ['/trpc/live.hints?input={}', '/api/live']

/** A stream over real HTTP, with all that it has received. */
async function watch(path: string, headers: Record<string, string>) {
  const leaving = new AbortController()
  const response = await fetch(`${desk.url}${path}`, {
    headers: { Accept: 'text/event-stream', ...headers },
    signal: leaving.signal,
  })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
  const stream = { path, text: '', isOver: false, leave: () => leaving.abort() }
  open.push(stream)
  void (async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) stream.text += chunk
    stream.isOver = true
  })().catch(() => {})
  return stream
}
const watchAs = async (person: Person) => watch('/api/live', { Cookie: await desk.cookieOf(person) })

describe.each(ends)('%s', (_how, kinds, end) => {
  test.each(kinds)('ends the streams of %s within five seconds, and invalidates its credential', async kind => {
    const login = await (logins[kind] as () => Promise<Login>)()
    const other = await watchAs('lena')
    const own = [...(await Promise.all(streams.map(path => watch(path, login.headers)))), other]
    // Each of them listens.
    await expect
      .poll(
        async () => {
          await ask(desk.world, desk.world.lena)
          return own.filter(it => !it.text.includes('"ticketId"')).length
        },
        { timeout: 10_000 },
      )
      .toBe(0)
    await end(login)
    await expect.poll(() => own.filter(it => it.isOver).length, { timeout: 5_000 }).toBe(streams.length)
    expect(other.isOver).toBe(false)
    for (const stream of own.slice(0, -1)) expect(stream.text).toContain('not_logged_in')
    const again = await fetch(`${desk.url}/api/tickets`, { headers: login.headers })
    expect(again.status).toBe(401)
  })
})
