import type { Scope } from '@gotrs/contract/scopes'
import { createApiToken } from '@gotrs/core/accounts/api-tokens'
import { loginForTokens } from '@gotrs/core/accounts/token-families'
import type { World } from '@gotrs/core/testing/world'
import { readSettings } from '../env.ts'
import { createApp } from '../http/app.ts'
import { listen } from '../http/listen.ts'
import { createMetrics } from '../http/metrics.ts'
import { type PersonOrNobody, people } from './callers.ts'
import { holdingsOf } from './holdings.ts'
import { type Logins, openLogins } from './open-logins.ts'
import { createScene, password, type Scene } from './scene.ts'
import { storedSecrets } from './stored-secrets.ts'
import { createTrials, type Trials } from './trial.ts'

export type Said = { code: string; text: string; response: Response }

/** The scene behind HTTP. Whatever is asked is rolled back. */
export type ServedScene = {
  world: World
  scene: Scene
  trials: Trials
  /** What must be in no answer. */
  secrets: Map<string, string>
  /** As it was before any call. */
  before: { eventIds: string[]; holdings: Set<string> }
  /** Of the admin, by the API. */
  logins: Logins
  app: ReturnType<typeof createApp>
  /** By the access token of a login of the person. */
  ask(path: string, init?: RequestInit & { as?: PersonOrNobody }): Promise<Said>
  /** By a token of the admin with these scopes alone. */
  askWith(of: readonly Scope[], path: string, init?: RequestInit): Promise<Said>
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
  const trials = await createTrials(world)
  const settings = {
    ...readSettings({ DATABASE_URL: world.databaseUrl, SECRET_KEY: 's'.repeat(32), BASE_URL: 'http://desk.test' }),
    callsPerMinute: 0,
  }
  const { desk } = trials
  const app = createApp({ desk, settings, log: world.log, metrics: createMetrics(desk) })
  const listener = await listen(app, '127.0.0.1', 0)
  const send = (token: string | undefined, path: string, { headers, ...init }: RequestInit) =>
    trials.run(async () => {
      const authorization: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {}
      const url = `http://127.0.0.1:${listener.port}${path}`
      return saidBy(await fetch(url, { redirect: 'manual', ...init, headers: { ...authorization, ...headers } }))
    })
  return {
    ...{ world, scene, trials, secrets, before, logins, app },
    ask: (path, { as = 'nobody', ...init } = {}) => send(tokens.get(as), path, init),
    async askWith(of, path, init = {}) {
      const name = of.join(' ')
      if (!tokens.has(name)) {
        tokens.set(name, await makeToken('admin', of))
        Object.assign(before, await stateOf(world))
      }
      return send(tokens.get(name), path, init)
    },
    async stop() {
      await listener.close(1_000)
      trials.stop()
      await world.remove()
    },
  }
}

async function stateOf({ pool }: World): Promise<ServedScene['before']> {
  const { rows } = await pool.query<{ id: string }>('select id from events')
  return { eventIds: rows.map(({ id }) => id), holdings: await holdingsOf(pool) }
}

/** All that it said but the id of the request: status, headers about what it is, and body. */
async function saidBy(response: Response): Promise<Said> {
  const body = (await response.text()).replace(/,"requestId":"[^"]*"/, '')
  const kept = [...response.headers].filter(([name]) => !/^(date|x-request-id|connection|keep-alive)$/.test(name))
  const isJson = response.headers.get('content-type')?.startsWith('application/json') && body !== ''
  const { error } = ((isJson ? JSON.parse(body) : null) ?? {}) as { error?: { code: string } }
  const code = error?.code ?? (response.status < 400 ? 'ok' : String(response.status))
  return { code, text: `${response.status} ${JSON.stringify(kept)} ${body}`, response }
}
