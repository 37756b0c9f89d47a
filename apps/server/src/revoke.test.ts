import type { TokenPair } from '@gotrs/contract/api-tokens'
import { hashPassword } from '@gotrs/core/accounts/passwords'
import { type Person, type ServedWorld, serveWorld } from '@gotrs/server/testing/served-world'
import { afterAll, beforeAll, expect, test } from 'vitest'

const account = { email: 'ana@gotrs.example', password: 'tall giraffe socks' }

let desk: ServedWorld
beforeAll(async () => {
  desk = await serveWorld()
  const hash = await hashPassword(account.password)
  await desk.world.pool.query('update users set password_hash = $1 where email = $2', [hash, account.email])
})
afterAll(() => desk.stop())

type Shown = { id: string; headers: Record<string, string> }

/** A credential of Ana, and the id that revokes it. */
const kinds: Record<string, () => Promise<Shown>> = {
  async session() {
    const Cookie = await desk.cookieOf('ana')
    return { id: await newest('browser'), headers: { Cookie } }
  },
  async login() {
    const { accessToken } = (await desk.mutate('auth.issueTokens', account)).data as TokenPair
    return { id: await newest('api'), headers: { Authorization: `Bearer ${accessToken}` } }
  },
  async token() {
    const { id, token } = await desk.makeToken('ana', ['tickets:read'])
    return { id, headers: { Authorization: `Bearer ${token}` } }
  },
}

/** As Ana herself sees it in the list. */
async function newest(kind: string): Promise<string> {
  const { items } = (await (await desk.fetch('/api/auth/sessions', { as: 'ana' })).json()) as {
    items: { id: string; kind: string; createdAt: string }[]
  }
  const own = items.filter(it => it.kind === kind)
  // This request itself has created the newest session of a browser.
  return String(own[kind === 'browser' ? 1 : 0]?.id)
}

const isGood = async ({ headers }: Shown) =>
  (await fetch(`${desk.url}/api/tickets?limit=1`, { headers })).status === 200
const remove = async (path: string, as: Person) => (await desk.fetch(path, { method: 'DELETE', as })).status
const mutate = async (path: string, input: object, as: Person) => (await desk.mutate(path, input, as)).status
const anaId = () => desk.world.ana.id

type Way = [kind: string, by: Person, api: string, end: (id: string, as: Person) => Promise<number>]
const ways: Way[] = [
  ...['session', 'login'].flatMap((kind): Way[] => [
    [kind, 'ana', 'tRPC', (sessionId, as) => mutate('auth.revokeSession', { sessionId }, as)],
    [kind, 'ana', 'REST', (id, as) => remove(`/api/auth/sessions/${id}`, as)],
    [kind, 'admin', 'tRPC', (_, as) => mutate('users.revokeSessions', { userId: anaId() }, as)],
    [kind, 'admin', 'REST', (_, as) => remove(`/api/users/${anaId()}/sessions`, as)],
  ]),
  ...(['ana', 'admin'] as const).flatMap((by): Way[] => [
    ['token', by, 'tRPC', (tokenId, as) => mutate('tokens.revoke', { tokenId }, as)],
    ['token', by, 'REST', (id, as) => remove(`/api/tokens/${id}`, as)],
  ]),
]

test.each(ways)('a %s is revoked by %s over %s, and not by a colleague', async (kind, by, _, end) => {
  const shown = await kinds[kind]?.()
  if (!shown) throw new Error(`There is no ${kind}`)
  expect([403, 404]).toContain(await end(shown.id, 'ben'))
  expect(await isGood(shown), 'until it is ended').toBe(true)
  expect(await end(shown.id, by)).toBe(200)
  expect(await isGood(shown), 'since it was ended').toBe(false)
})
