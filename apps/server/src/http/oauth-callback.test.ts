import { updateMailbox } from '@gotrs/core/mailboxes/update'
import { startTokenServer, type TokenServer } from '@gotrs/core/testing/mailboxes/token-server'
import { minute } from '@gotrs/core/testing/world'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

let desk: ServedWorld
let provider: TokenServer
let page: string
beforeAll(async () => {
  desk = await serveWorld({ privateHosts: '127.0.0.1' })
  provider = await startTokenServer()
})
beforeEach(async () => {
  const { world } = desk
  page = `http://desk.test/agent/settings/mailboxes/${world.mailboxId}`
  provider.mood = 'well'
  await save({ ...provider.app, clientId: 'another' })
  await save(provider.app)
})
afterAll(async () => {
  await provider.stop()
  await desk.stop()
})

function save(oauth: TokenServer['app']) {
  const { world } = desk
  const { clientSecret } = provider
  return world.run(world.admin, uow =>
    updateMailbox(uow, {
      mailboxId: world.mailboxId,
      name: 'support',
      address: 'support@gotrs.example',
      displayName: 'Support',
      queueId: world.supportId,
      oauth: { ...oauth, clientSecret },
    }),
  )
}

/** From the button to the address that the provider redirects to. */
async function wayBack(change: Record<string, string> = {}): Promise<string> {
  const started = await desk.mutate('mailboxes.startOAuth', { mailboxId: desk.world.mailboxId }, 'admin')
  const toProvider = await fetch((started.data as { url: string }).url, { redirect: 'manual' })
  const back = new URL(toProvider.headers.get('location') ?? '')
  expect(back.origin).toBe('http://desk.test')
  for (const [name, value] of Object.entries(change)) back.searchParams.set(name, value)
  return `${back.pathname}${back.search}`
}

async function goBack(path: string, as?: Person, headers: Record<string, string> = {}) {
  const response = await desk.fetch(path, { as, headers })
  expect(response.status).toBe(303)
  return new URL(response.headers.get('location') ?? '')
}

const isConnected = async () => {
  const { data } = await desk.query('mailboxes.list', undefined, 'admin')
  return (data as { oauth: { isConnected: boolean } }[])[0]?.oauth.isConnected
}

test('redirects the admin who authorizes the desk to the page of the mailbox', async () => {
  const url = await goBack(await wayBack(), 'admin', { Host: 'evil.example' })
  expect(url.href).toBe(`${page}?connected=1`)
  expect(await isConnected()).toBe(true)
  const { rows } = await desk.world.pool.query("select payload from events where type = 'mailbox.connected'")
  expect(rows).toEqual([{ payload: { mailboxId: desk.world.mailboxId } }])
})

test('redirects to the address of the settings', async () => {
  const shown = await desk.query('mailboxes.oauthRedirect', undefined, 'admin')
  expect(shown.data).toEqual({ url: 'http://desk.test/api/mailboxes/oauth/callback' })
})

test.each<[string, Person | undefined]>([
  ['nobody who is logged in', undefined],
  ['an agent', 'ana'],
  ['a customer', 'omar'],
])('redirects %s only to the login', async (_who, as) => {
  expect((await goBack(await wayBack(), as)).href).toBe('http://desk.test/agent/settings/mailboxes')
  expect(await isConnected()).toBe(false)
})

test('rejects the sign-in that another admin began', async () => {
  const { pool, ana } = desk.world
  const path = await wayBack()
  await pool.query("update users set role = 'admin' where id = $1", [ana.id])
  const url = await goBack(path, 'ana')
  await pool.query("update users set role = 'agent' where id = $1", [ana.id])
  expect(url.searchParams.get('oauthError')).toContain('somebody else began it')
  expect(await isConnected()).toBe(false)
})

test('rejects the code of another sign-in, which has another PKCE verifier', async () => {
  const other = new URL(await wayBack(), 'http://desk.test')
  const url = await goBack(await wayBack({ code: other.searchParams.get('code') ?? '' }), 'admin')
  expect(url.searchParams.get('oauthError')).toContain('invalid_grant')
  expect(await isConnected()).toBe(false)
})

test('starts a sign-in again that took longer than ten minutes, or has an unknown state', async () => {
  const path = await wayBack()
  desk.world.pass(10 * minute)
  expect((await goBack(path, 'admin')).searchParams.get('oauthError')).toContain('Press Connect again')
  const forged = await goBack('/api/mailboxes/oauth/callback?code=x&state=abc', 'admin')
  expect(forged.href).toContain('http://desk.test/agent/settings/mailboxes?oauthError=')
})

test.each([
  [
    'access_denied',
    { error: 'access_denied', error_description: 'The user\r\nsaid no' },
    'access_denied: The user said no',
  ],
])('the reason of the provider is shown: %s', async (_what, change, words) => {
  const url = await goBack(await wayBack(change), 'admin')
  expect(url.searchParams.get('oauthError')).toBe(words)
})

test('a provider that returns no refresh token is reported', async () => {
  const path = await wayBack()
  provider.mood = 'no refresh token'
  expect((await goBack(path, 'admin')).searchParams.get('oauthError')).toContain('offline access')
})
