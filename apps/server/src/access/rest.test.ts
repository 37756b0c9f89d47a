import { type Scope, scopeOf, scopes } from '@gotrs/contract/scopes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RestRoute } from '../rest/route.ts'
import { restRoutes } from '../rest/routes.ts'
import { needsPassword } from '../rest/scopes-of.ts'
import { appRouter } from '../router.ts'
import type { ProcedureMeta } from '../trpc.ts'
import { type PersonOrNobody, people } from './callers.ts'
import { type RestInput, requestsOf } from './rest-requests.ts'
import { type ServedScene, serveScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'
import { table } from './table.ts'

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: ProcedureMeta } }>
const nameOf = ({ method, path }: RestRoute) => `${method} ${path}`

/** Up to a hundred requests each, also on a machine that has much else to do. */
const busy = { timeout: 120_000 }

let served: ServedScene
beforeAll(async () => {
  served = await serveScene()
})
afterAll(() => served.stop())

const outcomes = new Map<string, string>()
const keyOf = (row: RestRoute, target: string, person: string) => `${nameOf(row)}|${target}|${person}`

describe.each(restRoutes.map(row => [nameOf(row), row] as const))('%s', (name, row) => {
  test('answers what is foreign as what is missing, tells no secret, and needs its scope', busy, async () => {
    const requests = requestsOf(row, served.scene)
    expect(Object.keys(requests).length, 'it is asked nothing').toBeGreaterThan(0)
    for (const person of people) {
      const missing = new Set<string>()
      for (const target of Object.keys(requests).sort((a, b) => Number(isMissing(b)) - Number(isMissing(a)))) {
        const said = await ask(row, requests[target] as RestInput, person)
        outcomes.set(keyOf(row, target, person), said.code)
        expect(secretsIn(said.text, served.secrets), `told to ${person}`).toEqual([])
        if (isMissing(target)) missing.add(said.text)
        if (said.code === 'not_found') expect([...missing], `${name} of ${target} by ${person}`).toContain(said.text)
      }
    }
    const permission = procedures[row.procedures[0] ?? '']?._def.meta?.permission ?? 'anyone'
    if (permission === 'anyone') return
    const [[, input] = []] = Object.entries(requests)
    const { code } = await ask(row, input as RestInput, { without: scopeOf[permission] })
    expect(code).toBe('insufficient_scope')
    if (needsPassword(row)) expect((await ask(row, input as RestInput, { without: null })).code).toBe('forbidden')
  })
})

test('who may do what with what by REST is as it was looked at, line by line', async () => {
  const rows = restRoutes.flatMap(row =>
    Object.keys(requestsOf(row, served.scene)).map(target => ({
      head: [nameOf(row), target],
      cells: people.map(person => outcomes.get(keyOf(row, target, person)) ?? '-'),
    })),
  )
  // Look at every line that changed; then record it: vitest run apps/server/src/access -u
  await expect(table(['path', 'asked of', ...people], rows)).toMatchFileSnapshot('./rest.golden.txt')
})

const isMissing = (target: string) => target.startsWith('missing')

/** One request over HTTP by a person, or by an API token of the admin with all scopes but one. */
function ask(row: RestRoute, { params, query, body }: RestInput, as: PersonOrNobody | { without: Scope | null }) {
  const path = row.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(params[name]))
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const init = {
    method: row.method.toUpperCase(),
    headers: { 'Content-Type': 'application/json' },
    ...(row.method === 'get' ? {} : { body: JSON.stringify(body) }),
  }
  if (typeof as === 'string') return served.ask(`${path}?${search}`, { ...init, as })
  const others = scopes.filter(it => it !== as.without)
  return served.askWith(others, `${path}?${search}`, init)
}
