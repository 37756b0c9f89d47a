import { scopes } from '@gotrs/contract/scopes'
import { described, people } from './callers.ts'
import { type Endpoint, endpoints } from './endpoints.ts'
import type { Line, Report } from './results.ts'
import type { ServedScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'

const isMissing = (target: string) => target.startsWith('missing')

/** Requests every target of an endpoint, as every person, in every way. */
export async function callEndpoint(served: ServedScene, path: string): Promise<Report> {
  const endpoint = endpoints[path] as Endpoint
  const name = `${endpoint.method} ${path}`
  const targets = Object.entries(endpoint.paths(served.scene) as Record<string, string>)
  const lines = new Map<string, Line>(targets.map(([name]) => [name, { name, codes: new Map(), more: [] }]))
  const wrong: string[] = []
  for (const person of people) {
    const ofMissing = new Set<string>()
    for (const [target, at] of [...targets].sort(([a], [b]) => Number(isMissing(b)) - Number(isMissing(a)))) {
      for (const [way, { query = '', init, status }] of waysOf(endpoint)) {
        const answer = await served.call(`${at}${query}`, {
          method: endpoint.method,
          body: endpoint.body?.(),
          ...init,
          as: person,
        })
        const codes = lines.get(target)?.codes ?? new Map<string, string>()
        if (way === plainly) codes.set(person, answer.code)
        const own = codes.get(person) ?? ''
        const request = `${name}: ${described[person]} requests \`${target}\` ${way}`
        wrong.push(...secretsIn(answer.text, served.secrets).map(secret => `${request} and gets ${secret}.`))
        if (way !== plainly)
          wrong.push(...checkWay(request, own, { code: answer.code, status: answer.response.status }, status))
        if (isMissing(target)) ofMissing.add(answer.text)
        else if (own === 'not_found' && !ofMissing.has(answer.text))
          wrong.push(`${request} and gets another answer than for something that does not exist: ${answer.text}`)
      }
    }
  }
  const byAdmin = (target: string) => lines.get(target)?.codes.get('admin') ?? ''
  wrong.push(...(await checkEndpointTokens(served, name, endpoint, { targets, byAdmin })))
  return { name, head: endpoint.scope ? `token ${endpoint.scope}` : 'anyone', lines: [...lines.values()], wrong }
}

const plainly = 'plainly'

/** Every way to request a target gets the same decision. */
function checkWay(request: string, own: string, got: { code: string; status: number }, status: number): string[] {
  const isLetIn = own === 'ok' || own === 'address_not_allowed'
  if (isLetIn) return got.status === status ? [] : [`${request} and gets the status ${got.status}; expected ${status}.`]
  if (got.code === own || got.code === statusOf(own)) return []
  return [`${request} and gets \`${got.code}\`; expected ${own}, as without that.`]
}

type Targets = { targets: [string, string][]; byAdmin(target: string): string }

async function checkEndpointTokens(
  served: ServedScene,
  name: string,
  endpoint: Endpoint,
  { targets, byAdmin }: Targets,
) {
  const { scope, method } = endpoint
  if (scope === null) return []
  const wrong: string[] = []
  for (const [target, path] of targets) {
    const call = (of: readonly (typeof scopes)[number][]) =>
      served.callWithScopes(of, path, { method, body: endpoint.body?.() })
    const { code } = await call([scope])
    if (code !== byAdmin(target))
      wrong.push(`${name}: a token with ${scope} got \`${code}\` for \`${target}\`; expected ${byAdmin(target)}.`)
    const refused = await call(scopes.filter(it => it !== scope))
    const isRefused = refused.response.status === 403 && (method === 'HEAD' || refused.code === 'insufficient_scope')
    if (!isRefused)
      wrong.push(
        `${name}: a token without ${scope} got \`${refused.code}\` for \`${target}\`; expected insufficient_scope.`,
      )
  }
  return wrong
}

const waysOf = ({ ways = {} }: Endpoint): [string, { query?: string; init?: RequestInit; status: number }][] => [
  [plainly, { status: 200 }],
  ...Object.entries(ways),
]

/** The answer to a HEAD request has no error code, only a status. */
const statusOf = (code: string) =>
  ({ not_logged_in: '401', forbidden: '403', not_found: '404', address_not_allowed: '400' })[code] ?? code
