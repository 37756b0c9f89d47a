import { orderOf, unlike } from './call-order.ts'
import type { Check } from './lint.ts'
import { startProxy } from './proxy.ts'
import type { Json, Operation, World } from './world.ts'

type Call = { method: string; path: string; operation: Operation }
type Ids = Record<string, string>

/** Access tokens by address, until a call ends logins: a person has at most 50 of them. */
let tokens: Record<string, string> = {}

/** The walk proves little where most writes are refused. */
const minWrites = 60

/**
 * Makes every call of the document through the proxy, with its own examples and the ids that earlier answers named. The
 * proxy compares each request and answer with the document.
 */
export async function walkCalls(world: World): Promise<Check> {
  const proxy = await startProxy(world)
  const ids: Ids = {}
  const [errors, made] = [[] as string[], { reads: 0, writes: 0, refused: [] as string[] }]
  try {
    for (const call of callsOf(world)) {
      const { status, violations } = await ask(proxy.url, world, call, ids)
      errors.push(...violations.map(it => `${call.operation.operationId} ${status}: ${it}`))
      if (!(status in call.operation.responses))
        errors.push(`${call.operation.operationId} answered ${status}, not in the document`)
      if (status >= 400) made.refused.push(`${call.operation.operationId} ${status}`)
      else made[call.method === 'get' ? 'reads' : 'writes'] += 1
      if (call.method === 'get' && status >= 400) errors.push(`${call.operation.operationId} answered ${status}`)
    }
  } finally {
    await proxy.stop()
  }
  if (made.writes < minWrites) errors.push(`Only ${made.writes} writes succeeded. Refused: ${made.refused.join(', ')}`)
  return { what: `${made.reads} reads, ${made.writes} writes, ${made.refused.length} refusals`, errors }
}

/** Things are created first and deleted last. A stream does not end, so the proxy would wait for ever. */
function callsOf({ document }: World): Call[] {
  const calls = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  return calls.filter(({ operation }) => !isStream(operation)).sort((a, b) => orderOf(a) - orderOf(b))
}

const isStream = ({ responses }: Operation) => JSON.stringify(responses).includes('text/event-stream')

async function ask(url: string, world: World, { method, path, operation }: Call, ids: Ids) {
  const {
    as = 'admin@gotrs.example',
    body = bodyOf(operation),
    ...own
  } = (await unlike[operation.operationId]?.(world, ids)) ?? {}
  tokens[as] ??= (await world.logIn(as)).accessToken
  const headers: Record<string, string> = { Authorization: `Bearer ${tokens[as]}` }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  const response = await fetch(`${url}${addressOf(path, operation, ids, own.ids)}`, {
    method: method.toUpperCase(),
    headers,
    body: own.form ?? (body === undefined ? null : JSON.stringify(withIds(body, ids))),
  })
  const text = await response.text()
  if (/^(logout|revoke|changePassword)/.test(operation.operationId)) tokens = {}
  const type = response.headers.get('content-type') ?? ''
  if (response.ok && type.startsWith('application/json')) learn(path, method, JSON.parse(text), ids)
  const violations = JSON.parse(response.headers.get('sl-violations') ?? '[]') as { severity?: string }[]
  return { status: response.status, violations: violations.map(it => JSON.stringify(it)) }
}

const bodyOf = ({ requestBody }: Operation): Json | undefined => requestBody?.content['application/json']?.example

/** The path with its ids, and every parameter of the query that the document has an example of, but a cursor of its own. */
function addressOf(path: string, { parameters = [] }: Operation, ids: Ids, own: Ids = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_all, name: string, at: number) => {
    const example = parameters.find(it => it.name === name)?.example
    return own[name] ?? ids[path.slice(0, at - 1)] ?? ids[name] ?? String(example)
  })
  const query = parameters.filter(it => it.in === 'query' && !unfit.includes(it.name))
  const pairs = query.map(({ name, example }): [string, string] => [name, String(ids[name] ?? example)])
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs)}`
}

/** A cursor comes from an answer; the others would narrow a list of the demo data to nothing. */
const unfit = ['cursor', 'mailboxId', 'userId', 'ticket', 'inline', 'q', 'since', 'until']

/** The body with real ids wherever it has a field for one that is known. */
function withIds(body: Json, ids: Ids): Json {
  if (Array.isArray(body)) return body.map(item => withIds(item, ids))
  if (typeof body !== 'object' || body === null) return body
  const fields = Object.entries(body).map(([name, value]) => {
    const one = ids[name.replace(/Ids$/, 'Id')]
    if (one === undefined) return [name, withIds(value, ids)]
    return [name, Array.isArray(value) ? [one] : one]
  })
  return Object.fromEntries(fields)
}

/** The id of a new thing, or of the first one of a list, under its path and under the name that bodies have for it. */
function learn(path: string, method: string, answer: Json, ids: Ids): void {
  const { items, id: made } = (answer ?? {}) as { items?: { id?: string }[]; id?: string }
  const id = method === 'post' ? made : items?.[0]?.id
  const noun = path
    .split('/')
    .at(-1)
    ?.replace(/(?<=box)es$|s$/, '')
    .replace(/ie$/, 'y')
  if (id === undefined) return
  for (const name of [path, `${noun}Id`]) if (method === 'post' || ids[name] === undefined) ids[name] = id
}
