import type { Scope } from '@gotrs/contract/scopes'
import { scopes } from '@gotrs/contract/scopes'
import type { RestRoute } from '../rest/route.ts'
import type { PersonOrNobody } from './callers.ts'
import type { Answer, ServedScene } from './served-scene.ts'

export type Fields = Record<string, unknown>

/** One request over HTTP by a person, or by an API token of the admin with all scopes but one. */
export function callRow(
  served: ServedScene,
  row: RestRoute,
  input: unknown,
  as: PersonOrNobody | { without: Scope | null },
): Promise<Answer> {
  const { params, query, body } = spread(row, (input ?? {}) as Fields)
  const path = row.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(params[name]))
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  )
  const init = {
    method: row.method.toUpperCase(),
    headers: { 'Content-Type': 'application/json' },
    ...(row.method === 'get' ? {} : { body: JSON.stringify(body) }),
  }
  if (typeof as === 'string') return served.call(`${path}?${search}`, { ...init, as })
  return served.callWithScopes(
    scopes.filter(it => it !== as.without),
    `${path}?${search}`,
    init,
  )
}

/** The input of the procedure, as path, query and body take it. */
export function spread({ params, query }: RestRoute, input: Fields): Record<'params' | 'query' | 'body', Fields> {
  const pick = (isIn: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(input).filter(([name]) => isIn(name)))
  const isParam = (name: string) => Object.hasOwn(params?.shape ?? {}, name)
  const isQuery = (name: string) => !isParam(name) && Object.hasOwn(query?.shape ?? {}, name)
  return { params: pick(isParam), query: pick(isQuery), body: pick(name => !isParam(name) && !isQuery(name)) }
}
