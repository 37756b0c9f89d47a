import { type Scope, scopeOf, scopes } from '@gotrs/contract/scopes'
import { createApiToken } from '@gotrs/core/accounts/api-tokens'
import { createWorld, type World } from '@gotrs/core/testing/world'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSettings } from '../env.ts'
import { createApp } from '../http/app.ts'
import { type Listener, listen } from '../http/listen.ts'
import { createMetrics } from '../http/metrics.ts'
import type { RestRoute } from '../rest/route.ts'
import { restRoutes } from '../rest/routes.ts'
import { appRouter } from '../router.ts'
import type { ProcedureMeta } from '../trpc.ts'
import { type PersonOrNobody, people } from './callers.ts'
import { type RestInput, requestsOf } from './rest-requests.ts'
import { buildScene, type Scene } from './scene.ts'
import { secretsIn, storedSecrets } from './stored-secrets.ts'
import { table } from './table.ts'
import { createTrials, type Trials } from './trial.ts'

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: ProcedureMeta } }>
const nameOf = ({ method, path }: RestRoute) => `${method} ${path}`

let world: World
let scene: Scene
let trials: Trials
let listener: Listener
let secrets: Map<string, string>
/** One token of each person with all scopes, and one of Ana's for each scope that lacks it. */
const tokens = new Map<string, string>()

beforeAll(async () => {
  world = await createWorld()
  scene = await buildScene(world)
  for (const person of people) if (person !== 'nobody') tokens.set(person, await makeToken(person, scopes))
  for (const scope of scopes)
    tokens.set(
      scope,
      await makeToken(
        'admin',
        scopes.filter(it => it !== scope),
      ),
    )
  secrets = await storedSecrets(scene)
  trials = await createTrials(world)
  const settings = {
    ...readSettings({ DATABASE_URL: world.databaseUrl, SECRET_KEY: 's'.repeat(32), BASE_URL: 'http://desk.test' }),
    callsPerMinute: 0,
  }
  const { desk } = trials
  listener = await listen(createApp({ desk, settings, log: world.log, metrics: createMetrics(desk) }), '127.0.0.1', 0)
})
afterAll(async () => {
  await listener.close(1_000)
  trials.stop()
  await world.remove()
})

const makeToken = async (person: Exclude<PersonOrNobody, 'nobody'>, of: readonly Scope[]) =>
  (await world.run(world[person], uow => createApiToken(uow, { name: 'All', scopes: [...of], expiresAt: null }))).token

const outcomes = new Map<string, string>()
const keyOf = (row: RestRoute, target: string, person: string) => `${nameOf(row)}|${target}|${person}`

describe.each(restRoutes.map(row => [nameOf(row), row] as const))('%s', (name, row) => {
  test('answers what is foreign as what is missing, tells no secret, and needs its scope', async () => {
    const requests = requestsOf(row, scene)
    expect(Object.keys(requests).length, 'it is asked nothing').toBeGreaterThan(0)
    for (const person of people) {
      const missing = new Set<string>()
      for (const target of Object.keys(requests).sort((a, b) => Number(isMissing(b)) - Number(isMissing(a)))) {
        const said = await ask(row, requests[target] as RestInput, tokens.get(person))
        outcomes.set(keyOf(row, target, person), said.code)
        expect(secretsIn(said.text, secrets), `told to ${person}`).toEqual([])
        if (isMissing(target)) missing.add(said.text)
        if (said.code === 'not_found') expect([...missing], `${name} of ${target} by ${person}`).toContain(said.text)
      }
    }
    const permission = procedures[row.procedures[0] ?? '']?._def.meta?.permission ?? 'anyone'
    if (permission === 'anyone') return
    const [[, input] = []] = Object.entries(requests)
    const { code } = await ask(row, input as RestInput, tokens.get(scopeOf[permission]))
    expect(code).toBe('insufficient_scope')
  })
})

test('who may do what with what by REST is as it was looked at, line by line', async () => {
  const rows = restRoutes.flatMap(row =>
    Object.keys(requestsOf(row, scene)).map(target => ({
      head: [nameOf(row), target],
      cells: people.map(person => outcomes.get(keyOf(row, target, person)) ?? '-'),
    })),
  )
  // Look at every line that changed; then record it: vitest run -u apps/server/src/access
  await expect(table(['path', 'asked of', ...people], rows)).toMatchFileSnapshot('./rest.golden.txt')
})

const isMissing = (target: string) => target.startsWith('missing')

/** One request over HTTP that leaves nothing behind: its code, and all that it said but the id of the request. */
function ask(row: RestRoute, { params, query, body }: RestInput, token: string | undefined) {
  const path = row.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(params[name]))
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  return trials.run(async () => {
    const response = await fetch(`http://127.0.0.1:${listener.port}${path}?${search}`, {
      method: row.method.toUpperCase(),
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      ...(row.method === 'get' ? {} : { body: JSON.stringify(body) }),
    })
    const text = (await response.text()).replace(/,"requestId":"[^"]*"/, '')
    const { error } = (JSON.parse(text) ?? {}) as { error?: { code: string } }
    return { code: error?.code ?? 'ok', text: `${response.status} ${text}` }
  })
}
