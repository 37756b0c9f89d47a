import { scopes } from '@gotrs/contract/scopes'
import { described, people } from './callers.ts'
import { type Door, doors } from './doors.ts'
import type { Line, Played } from './played.ts'
import type { ServedScene } from './served-scene.ts'
import { secretsIn } from './stored-secrets.ts'

const isMissing = (target: string) => target.startsWith('missing')

/** Asks a path that no procedure stands behind for everything, by everybody, in every way that it can be asked. */
export async function playDoor(served: ServedScene, path: string): Promise<Played> {
  const door = doors[path] as Door
  const name = `${door.method} ${path}`
  const targets = Object.entries(door.paths(served.scene) as Record<string, string>)
  const lines = new Map<string, Line>(targets.map(([asked]) => [asked, { asked, codes: new Map(), more: [] }]))
  const wrong: string[] = []
  for (const person of people) {
    const ofMissing = new Set<string>()
    for (const [target, at] of [...targets].sort(([a], [b]) => Number(isMissing(b)) - Number(isMissing(a)))) {
      for (const [way, { query = '', init, status }] of waysOf(door)) {
        const said = await served.ask(`${at}${query}`, {
          method: door.method,
          body: door.body?.(),
          ...init,
          as: person,
        })
        const codes = lines.get(target)?.codes ?? new Map<string, string>()
        if (way === plainly) codes.set(person, said.code)
        const own = codes.get(person) ?? ''
        const tells = `${name}: ${described[person]} asks for \`${target}\` ${way}`
        wrong.push(...secretsIn(said.text, served.secrets).map(secret => `${tells} and is told ${secret}.`))
        if (way !== plainly)
          wrong.push(...judgeWay(tells, own, { said: said.code, status: said.response.status }, status))
        if (isMissing(target)) ofMissing.add(said.text)
        else if (own === 'not_found' && !ofMissing.has(said.text))
          wrong.push(`${tells} and is told other words than of what is missing: ${said.text}`)
      }
    }
  }
  const byAdmin = (target: string) => lines.get(target)?.codes.get('admin') ?? ''
  wrong.push(...(await judgeDoorTokens(served, name, door, { targets, byAdmin })))
  return { name, head: door.scope ? `token ${door.scope}` : 'anyone', lines: [...lines.values()], wrong }
}

const plainly = 'plainly'

/** However it is asked, it is decided alike. */
function judgeWay(tells: string, own: string, got: { said: string; status: number }, status: number): string[] {
  const isLetIn = own === 'ok' || own === 'address_not_allowed'
  if (isLetIn) return got.status === status ? [] : [`${tells} and gets the status ${got.status}; expected ${status}.`]
  if (got.said === own || got.said === statusOf(own)) return []
  return [`${tells} and gets \`${got.said}\`; expected ${own}, as without that.`]
}

type Asked = { targets: [string, string][]; byAdmin(target: string): string }

async function judgeDoorTokens(served: ServedScene, name: string, door: Door, { targets, byAdmin }: Asked) {
  const { scope, method } = door
  if (scope === null) return []
  const wrong: string[] = []
  for (const [target, path] of targets) {
    const ask = (of: readonly (typeof scopes)[number][]) => served.askWith(of, path, { method, body: door.body?.() })
    const { code } = await ask([scope])
    if (code !== byAdmin(target))
      wrong.push(`${name}: a token with ${scope} got \`${code}\` for \`${target}\`; expected ${byAdmin(target)}.`)
    const refused = await ask(scopes.filter(it => it !== scope))
    const isRefused = refused.response.status === 403 && (method === 'HEAD' || refused.code === 'insufficient_scope')
    if (!isRefused)
      wrong.push(
        `${name}: a token without ${scope} got \`${refused.code}\` for \`${target}\`; expected insufficient_scope.`,
      )
  }
  return wrong
}

const waysOf = ({ ways = {} }: Door): [string, { query?: string; init?: RequestInit; status: number }][] => [
  [plainly, { status: 200 }],
  ...Object.entries(ways),
]

/** All that a HEAD tells of an error. */
const statusOf = (code: string) =>
  ({ not_logged_in: '401', forbidden: '403', not_found: '404', address_not_allowed: '400' })[code] ?? code
