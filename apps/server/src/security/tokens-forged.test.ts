import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { TokenPair } from '@gotrs/contract/api-tokens'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { issueToken } from '@gotrs/core/accounts/tokens'
import { systemActor } from '@gotrs/core/kernel/actor'
import { type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** Attack 18: a token that this desk did not issue for this use is rejected. */

const password = 'tall giraffe socks'

let desk: ServedWorld
let pair: TokenPair
beforeAll(async () => {
  desk = await serveWorld({ callsPerMinute: 0 })
  await desk.world.pool.query('update users set password_hash = $1', [await hashPassword(password)])
  pair = await issue()
})
afterAll(() => desk.stop())

const issue = async () =>
  (await desk.mutate('auth.issueTokens', { email: 'omar@acme.example', password })).data as TokenPair
const refresh = (refreshToken: string) => desk.mutate('auth.refreshTokens', { refreshToken })
const get = (path: string, token: string, headers: Record<string, string> = {}) =>
  fetch(`${desk.url}${path}`, { headers: { Authorization: `Bearer ${token}`, ...headers } })
const me = (token: string) => get('/trpc/auth.me', token)

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
const good = { alg: 'HS256', typ: 'at+jwt' }
type Signing = (text: string) => Buffer | string
const byKey =
  (key: Buffer | string, hash = 'sha256'): Signing =>
  text =>
    createHmac(hash, key).update(text).digest()

function make(head: object, body: object, by: Signing = byKey(desk.world.vault.accessKey)): string {
  const text = `${encode(head)}.${encode(body)}`
  return `${text}.${Buffer.from(by(text)).toString('base64url')}`
}

/** Everything that a forger may try, by what is wrong with it. */
function forged(): Record<string, string> {
  const [header = '', payload = '', signature = ''] = pair.accessToken.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
  const { world } = desk
  const seconds = Math.floor(world.now().getTime() / 1000)
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const edwards = generateKeyPairSync('ed25519')
  const rsaPublic = rsa.publicKey.export({ type: 'spki', format: 'pem' })
  const jwk = { kty: 'oct', k: Buffer.alloc(32).toString('base64url') }
  const nothing = byKey('')
  return {
    'no signature': `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
    'no signature under the right algorithm': `${header}.${payload}.`,
    'algorithm none': make({ ...good, alg: 'none' }, claims),
    'algorithm None': make({ ...good, alg: 'None' }, claims, () => ''),
    'no algorithm': make({ typ: 'at+jwt' }, claims),
    'another algorithm': make({ ...good, alg: 'HS512' }, claims, byKey(world.vault.accessKey, 'sha512')),
    'a public key for a secret': make(good, claims, byKey(String(rsaPublic))),
    'a signature by RSA': make({ ...good, alg: 'RS256' }, claims, text =>
      sign('sha256', Buffer.from(text), rsa.privateKey),
    ),
    'a signature by EdDSA': make({ ...good, alg: 'EdDSA' }, claims, text =>
      sign(null, Buffer.from(text), edwards.privateKey),
    ),
    'a key of its own': make({ ...good, jwk }, claims, byKey(Buffer.alloc(32))),
    'a key by address': make(
      { ...good, jku: 'https://evil.example/keys', x5u: 'https://evil.example/x' },
      claims,
      nothing,
    ),
    'a key by path': make({ ...good, kid: '../../dev/null' }, claims, nothing),
    'a key by query': make({ ...good, kid: "x' union select ''--" }, claims, nothing),
    'a key that is not listed': make({ ...good, kid: '00000000' }, claims),
    'an empty key': make(good, claims, nothing),
    'the key of something else': make(good, claims, byKey(world.vault.replyKey)),
    'an extension that has to be understood': make({ ...good, crit: ['b64'], b64: false }, claims),
    'another type': make({ alg: 'HS256', typ: 'JWT' }, claims),
    'no type': make({ alg: 'HS256' }, claims),
    'another audience': make(good, { ...claims, aud: 'somebody-else' }),
    'no audience': make(good, { ...claims, aud: undefined }),
    'another issuer': make(good, { ...claims, iss: 'https://evil.example' }),
    'no issuer': make(good, { ...claims, iss: undefined }),
    expired: make(good, { ...claims, exp: seconds - 1 }),
    'without an end': make(good, { ...claims, exp: undefined }),
    'an end that is no time': make(good, { ...claims, exp: '9999999999' }),
    'not good yet': make(good, { ...claims, nbf: seconds + 600 }),
    'of another person': make(good, { ...claims, sub: world.admin.id }),
    'of no login': make(good, { ...claims, sid: world.admin.id }),
    'without a login': make(good, { ...claims, sid: undefined }),
    'a list for a login': make(good, { ...claims, sid: [claims.sid] }),
    'changed payload': `${header}.${encode({ ...claims, sub: world.admin.id })}.${signature}`,
    'changed signature': `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
    'five parts': `${header}.${payload}.${signature}.x.y`,
    'no token': 'x',
    empty: '',
    huge: `${'a'.repeat(5_000)}.b.c`,
  }
}

describe('an access token', () => {
  test('that is valid is accepted: the following tests can fail', async () => {
    const [, payload = ''] = pair.accessToken.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    expect((await me(make(good, claims))).status).toBe(200)
  })

  test('of another issuer, incomplete, or for another use is rejected', async () => {
    for (const [what, token] of Object.entries(forged())) {
      const response = await me(token)
      expect([what, response.status, await response.json()]).toMatchObject([
        what,
        401,
        { error: { data: { desk: { code: 'not_logged_in' } } } },
      ])
    }
  })

  test('expires after a quarter of an hour', async () => {
    const { accessToken, expiresIn } = await issue()
    desk.world.pass((expiresIn - 60) * 1000)
    expect((await me(accessToken)).status).toBe(200)
    desk.world.pass(61_000)
    expect((await me(accessToken)).status).toBe(401)
    pair = await issue()
  })

  test('that is invalid is rejected by every interface, even with a valid cookie', async () => {
    const nowhere = crypto.randomUUID()
    const apiPaths = ['/trpc/auth.me', '/trpc/tickets.list?input={}', '/trpc/live.hints?input={}', '/api/auth/me']
    const files = [`/api/attachments/${nowhere}`, `/api/messages/${nowhere}/raw`, `/api/inbound/${nowhere}/raw`]
    const others = ['/api/tickets', '/api/live', `/api/messages/${nowhere}/remote-image?url=http://x.example/`]
    const Cookie = await desk.cookieOf('admin')
    const expired = forged().expired ?? ''
    for (const path of [...apiPaths, ...files, ...others]) {
      const response = await get(path, expired, { Cookie, Accept: '*/*' })
      const text = await response.text()
      // A subscription sends it as an event.
      expect([path, response.status]).toEqual([path, path.includes('live.hints') ? 200 : 401])
      expect(text).toContain('not_logged_in')
      expect(response.headers.get('set-cookie')).toBeNull()
    }
    const upload = { method: 'POST', body: new FormData(), headers: { Cookie, Authorization: 'Bearer x' } }
    expect((await fetch(`${desk.url}/api/attachments`, upload)).status).toBe(401)
  })

  test('is accepted only in the header', async () => {
    const { accessToken } = pair
    for (const name of ['access_token', 'token', 'authorization', 'jwt']) {
      const said = `${name}=${accessToken}`
      expect((await fetch(`${desk.url}/api/tickets?${said}`)).status).toBeGreaterThanOrEqual(400)
      expect((await fetch(`${desk.url}/api/tickets`, { headers: { Cookie: said } })).status).toBe(401)
    }
    expect(
      (await fetch(`${desk.url}/api/tickets`, { headers: { Authorization: `Basic ${accessToken}` } })).status,
    ).toBe(401)
    expect((await get('/api/tickets', accessToken)).status).toBe(200)
  })
})

test('a secret for another purpose is rejected as a bearer token and as a refresh token', async () => {
  const { world } = desk
  const { sessionId } = await world.sessions.open(world.omar.id, { userAgent: 'test' })
  const mailed = await world.run(systemActor('setup'), uow =>
    issueToken(uow, 'reset_password', { userId: world.omar.id }),
  )
  const personal = (await desk.makeToken('omar', ['tickets:read'])).token
  const secrets = [pair.refreshToken, sessionId, world.vault.deriveToken(mailed), `gotrs_${sessionId}`]
  for (const secret of [...secrets, personal.slice('gotrs_'.length), personal.toUpperCase()]) {
    expect([secret, (await me(secret)).status]).toEqual([secret, 401])
  }
  for (const secret of [
    sessionId,
    world.vault.deriveToken(mailed),
    personal,
    'x'.repeat(43),
    `${'A'.repeat(64)}.${'A'.repeat(43)}`,
  ]) {
    expect([secret, (await refresh(secret)).status]).toEqual([secret, 401])
  }
  // The link for a password proves no address, and the other way round.
  const asked = { token: world.vault.deriveToken(mailed), password }
  expect(await desk.mutate('auth.verifyEmail', asked)).toMatchObject({ status: 400, code: 'invalid_token' })
  expect((await me(personal)).status).toBe(200)
})

describe('a refresh token', () => {
  test('that comes twice revokes its whole login, however long ago it was used', async () => {
    const first = await issue()
    const second = (await refresh(first.refreshToken)).data as TokenPair
    const third = (await refresh(second.refreshToken)).data as TokenPair
    const other = await issue()
    expect(await refresh(first.refreshToken)).toMatchObject({ status: 401, code: 'not_logged_in' })
    expect(await refresh(third.refreshToken)).toMatchObject({ status: 401 })
    for (const { accessToken } of [first, second, third]) expect((await me(accessToken)).status).toBe(401)
    // Another login of the same person continues.
    expect((await me(other.accessToken)).status).toBe(200)
    const { rows } = await desk.world.pool.query(`select payload from events where type = 'session.revoked'`)
    expect(JSON.stringify(rows)).toContain('token_reused')
  })

  test('is exchanged by at most one of two calls at the same time', async () => {
    const { refreshToken } = await issue()
    const answers = await Promise.all([refresh(refreshToken), refresh(refreshToken), refresh(refreshToken)])
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1)
    const won = answers.find(({ status }) => status === 200)?.data as TokenPair | undefined
    // It was used more than once: the login of the first user ends as well.
    if (won) expect((await me(won.accessToken)).status).toBe(401)
  })
})
