import type { Scope } from '@gotrs/contract/scopes'
import { createApiToken } from '@gotrs/core/accounts/api-tokens'
import { loginForTokens } from '@gotrs/core/accounts/token-families'
import type { World } from '@gotrs/core/testing/world'
import { readSettings } from '../env.ts'
import { createApp } from '../http/app.ts'
import { listen } from '../http/listen.ts'
import { createMetrics } from '../http/metrics.ts'
import { type PersonOrNobody, people } from './callers.ts'
import { listAccess } from './held-access.ts'
import { type Logins, openLogins } from './open-logins.ts'
import { createRolledBackDesk, type RolledBackDesk } from './rolled-back-desk.ts'
import { createScene, password, type Scene } from './scene.ts'
import { storedSecrets } from './stored-secrets.ts'

export type Answer = { code: string; text: string; response: Response }

/** The scene behind HTTP. Every call is rolled back. */
export type ServedScene = {
  world: World
  scene: Scene
  rolledBack: RolledBackDesk
  /** No answer may contain one of these. */
  secrets: Map<string, string>
  /** The state before any call. */
  before: { eventIds: string[]; access: Set<string> }
  /** API logins of the admin. */
  logins: Logins
  app: ReturnType<typeof createApp>
  /** With the access token of a login of the person. */
  call(path: string, init?: RequestInit & { as?: PersonOrNobody }): Promise<Answer>
  /** With a token of the admin that has only these scopes. */
  callWithScopes(of: readonly Scope[], path: string, init?: RequestInit): Promise<Answer>
  stop(): Promise<void>
}

export async function serveScene(): Promise<ServedScene> {
  const scene = await createScene()
  const { world } = scene
  const makeToken = async (person: Exclude<PersonOrNobody, 'nobody'>, of: readonly Scope[]) => {
    const wanted = { name: 'All', scopes: [...of], expiresAt: null }
    return (await world.run(world[person], uow => createApiToken(uow, wanted))).token
  }
  const tokens = new Map<string, string>()
  for (const person of people) {
    if (person === 'nobody') continue
    const { email } = world[person]
    tokens.set(person, (await loginForTokens(world, { email, password }, 'test')).accessToken)
  }
  const logins = await openLogins(world)
  const secrets = await storedSecrets(scene)
  const before = await stateOf(world)
  const rolledBack = await createRolledBackDesk(world)
  const settings = {
    ...readSettings({ DATABASE_URL: world.databaseUrl, SECRET_KEY: 's'.repeat(32), BASE_URL: 'http://desk.test' }),
    callsPerMinute: 0,
  }
  const { desk } = rolledBack
  const app = createApp({ desk, settings, log: world.log, metrics: createMetrics(desk) })
  const listener = await listen(app, '127.0.0.1', 0)
  const send = (token: string | undefined, path: string, { headers, ...init }: RequestInit) =>
    rolledBack.run(async () => {
      const authorization: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {}
      const url = `http://127.0.0.1:${listener.port}${path}`
      return answerOf(await fetch(url, { redirect: 'manual', ...init, headers: { ...authorization, ...headers } }))
    })
  return {
    ...{ world, scene, rolledBack, secrets, before, logins, app },
    call: (path, { as = 'nobody', ...init } = {}) => send(tokens.get(as), path, init),
    async callWithScopes(of, path, init = {}) {
      const name = of.join(' ')
      if (!tokens.has(name)) {
        tokens.set(name, await makeToken('admin', of))
        Object.assign(before, await stateOf(world))
      }
      return send(tokens.get(name), path, init)
    },
    async stop() {
      await listener.close(1_000)
      rolledBack.stop()
      await world.remove()
    },
  }
}

async function stateOf({ pool }: World): Promise<ServedScene['before']> {
  const { rows } = await pool.query<{ id: string }>('select id from events')
  return { eventIds: rows.map(({ id }) => id), access: await listAccess(pool) }
}

/** Status, headers and body of a response, without what differs between two equal requests. */
async function answerOf(response: Response): Promise<Answer> {
  const body = (await response.text()).replace(/,"requestId":"[^"]*"/, '')
  const kept = [...response.headers].filter(([name]) => !/^(date|x-request-id|connection|keep-alive)$/.test(name))
  const isJson = response.headers.get('content-type')?.startsWith('application/json') && body !== ''
  const { error } = ((isJson ? JSON.parse(body) : null) ?? {}) as { error?: { code: string } }
  const code = error?.code ?? (response.status < 400 ? 'ok' : String(response.status))
  return { code, text: `${response.status} ${JSON.stringify(kept)} ${body}`, response }
}
