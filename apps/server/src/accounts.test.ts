import { type Answer, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
})
afterAll(() => desk.stop())

const good = 'tall giraffe socks'
const other = 'trapeze canoe lentil'

/** The link in the latest mail to this address. */
async function mailedToken(address: string): Promise<string> {
  await desk.world.settle()
  const { rows } = await desk.world.pool.query<{ text: string }>(
    `select text from outbound_mails m join outbound_recipients r on r.mail_id = m.id
      where r.address = $1 order by m.id desc limit 1`,
    [address],
  )
  return /token=([\w-]{43})/.exec(rows[0]?.text ?? '')?.[1] ?? ''
}

const cookieIn = ({ headers }: Answer) => /^gotrs=([^;]+); /.exec(headers.get('Set-Cookie') ?? '')?.[1]
const callWith = (sessionId: string | undefined, path: string, method: 'GET' | 'POST' = 'GET') =>
  fetch(`${desk.url}/trpc/${path}`, {
    method,
    headers: { Cookie: `gotrs=${sessionId}`, Origin: desk.url, 'Content-Type': 'application/json' },
  })
const meWith = async (sessionId: string | undefined) =>
  ((await (await callWith(sessionId, 'auth.me')).json()) as { result: { data: { email: string } | null } }).result.data

test('registers by mail, sets a new password by mail, and logs out', async () => {
  const email = 'rita@new.example'
  expect(await desk.mutate('auth.register', { name: 'Rita', email, password: good })).toMatchObject({
    data: { done: true },
  })
  expect(await desk.mutate('auth.login', { email, password: good })).toMatchObject({
    status: 401,
    code: 'wrong_credentials',
  })

  const verified = await desk.mutate('auth.verifyEmail', { token: await mailedToken(email), password: good })
  expect(verified.data).toMatchObject({ email, role: 'customer' })
  const first = cookieIn(verified)
  expect(verified.headers.get('Set-Cookie')).toMatch(
    /^gotrs=[a-z0-9]{40}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
  )
  expect(await meWith(first)).toMatchObject({ email })

  await desk.mutate('auth.requestPasswordReset', { email })
  const token = await mailedToken(email)
  expect(await desk.mutate('auth.resetPassword', { token, password: 'password2026' })).toMatchObject({
    code: 'password_too_common',
  })
  const second = cookieIn(await desk.mutate('auth.resetPassword', { token, password: other }))
  expect(await meWith(first)).toBeNull()
  expect(await meWith(second)).toMatchObject({ email })
  expect(await desk.mutate('auth.resetPassword', { token, password: good })).toMatchObject({
    status: 400,
    code: 'invalid_token',
  })

  const third = cookieIn(await desk.mutate('auth.login', { email: 'RITA@new.example', password: other }))
  expect((await callWith(third, 'auth.logout', 'POST')).headers.get('Set-Cookie')).toMatch(/^gotrs=; Max-Age=0/)
  expect(await meWith(third)).toBeNull()
  expect((await callWith(second, 'auth.logoutEverywhere', 'POST')).status).toBe(200)
  expect(await meWith(second)).toBeNull()
})

test('extends a session in the second half of its lifetime, and its cookie', async () => {
  const { sessionId } = await desk.world.sessions.open(desk.world.omar.id, { userAgent: 'test' })
  expect((await callWith(sessionId, 'auth.me')).headers.get('Set-Cookie')).toBeNull()
  await desk.world.pool.query(`update sessions set expires_at = now() + interval '6 days' where user_id = $1`, [
    desk.world.omar.id,
  ])
  const response = await callWith(sessionId, 'auth.me')
  expect(response.headers.get('Set-Cookie')).toMatch(new RegExp(`^gotrs=${sessionId}; Path=/; Expires=`))
})
