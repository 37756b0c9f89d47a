import { randomUUID } from 'node:crypto'
import type { Scope } from '@gotrs/contract/scopes'
import { signAccessToken } from '@gotrs/core/accounts/access-token'
import { createApiToken } from '@gotrs/core/accounts/api-tokens'
import { silentLog } from '@gotrs/core/kernel/log'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { readSettings, type Settings } from '../src/env.ts'
import { createApp } from '../src/http/app.ts'
import { listen } from '../src/http/listen.ts'
import { createMetrics } from '../src/http/metrics.ts'

export type Person = 'admin' | 'ana' | 'ben' | 'omar' | 'nora' | 'lena'

/** The named world behind a real HTTP server on a free port. */
export type ServedWorld = {
  world: World
  url: string
  /** The Cookie header of a new session of this person. */
  cookieOf(person: Person): Promise<string>
  /** The Authorization header of a new API login of this person. */
  authorizationOf(person: Person): Promise<string>
  /** A personal API token, as its owner gets it. */
  makeToken(person: Person, scopes: readonly Scope[], name?: string): ReturnType<typeof createApiToken>
  fetch(path: string, init?: RequestInit & { as?: Person }): Promise<Response>
  /** A tRPC call as our own page makes it; by GET, or with `input` of a mutation by POST. */
  query(path: string, input?: unknown, as?: Person): Promise<Answer>
  mutate(path: string, input?: unknown, as?: Person): Promise<Answer>
  stop(): Promise<void>
}

export type Answer = {
  status: number
  headers: Headers
  data: unknown
  code: string | undefined
  body: { error?: { data: Record<string, unknown>; message: string }; result?: { data: unknown } }
}

export async function serveWorld(config: Partial<Settings> = {}, { log = silentLog } = {}): Promise<ServedWorld> {
  const world = await createWorld({ valkeyUrl: config.valkeyUrl, privateHosts: config.privateHosts, log })
  const settings: Settings = {
    ...readSettings({ DATABASE_URL: world.databaseUrl, SECRET_KEY: 's'.repeat(32), BASE_URL: 'http://desk.test' }),
    blobsDir: world.blobsDir,
    ...config,
  }
  const app = createApp({ desk: world, settings, log, metrics: createMetrics(world) })
  const listener = await listen(app, '127.0.0.1', 0)
  const url = `http://127.0.0.1:${listener.port}`
  // As a proxy passes them on that ends TLS.
  const isTls = settings.baseUrl.startsWith('https:')
  const name = isTls ? '__Host-gotrs' : 'gotrs'
  const cookieOf = async (person: Person) =>
    `${name}=${(await world.sessions.open(world[person].id, { userAgent: 'test' })).sessionId}`
  const request: ServedWorld['fetch'] = async (path, { as, ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (as) headers.set('Cookie', await cookieOf(as))
    if (isTls) headers.set('Via', '1.1 proxy')
    if (!headers.has('Origin') && init.method) headers.set('Origin', isTls ? settings.baseUrl : url)
    return fetch(`${url}${path}`, { redirect: 'manual', ...init, headers })
  }
  return {
    world,
    url,
    cookieOf,
    authorizationOf: async person => {
      const [userId, familyId, now] = [world[person].id, randomUUID(), world.now()]
      const times = { createdAt: now, lastUsedAt: now, expiresAt: new Date(now.getTime() + 86_400_000) }
      await world.db.insert(tokenFamilies).values({ id: familyId, userId, ...times })
      return `Bearer ${await signAccessToken(world, { userId, familyId })}`
    },
    makeToken: (person, scopes, name = 'Test') =>
      world.run(world[person], uow => createApiToken(uow, { name, scopes: [...scopes] })),
    fetch: request,
    query: async (path, input, as) =>
      answer(
        await request(
          `/trpc/${path}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
          {
            as,
          },
        ),
      ),
    mutate: async (path, input, as) =>
      answer(
        await request(`/trpc/${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: input === undefined ? undefined : JSON.stringify(input),
          as,
        }),
      ),
    async stop() {
      await world.live.stop()
      await listener.close(1_000)
      await world.remove()
    },
  }
}

async function answer(response: Response): Promise<Answer> {
  const body = (await response.json()) as Answer['body']
  const desk = body.error?.data?.desk as { code: string } | undefined
  return { status: response.status, headers: response.headers, body, data: body.result?.data, code: desk?.code }
}
