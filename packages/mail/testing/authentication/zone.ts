import type { Resolve } from '../../src/authentication/bounded-resolver.ts'

/** Records by name and type; a string instead of rows is the error code of DNS. */
export type Zone = Record<string, Partial<Record<string, unknown[] | string>>>

/** DNS with only these names; records the queries. */
export function resolverOf(zone: Zone): Resolve & { queries: string[] } {
  const queries: string[] = []
  const names = new Map(Object.entries(zone).map(([name, records]) => [name.toLowerCase(), records]))
  const resolve = async (name: string, type: string) => {
    queries.push(`${type} ${name}`)
    const records = names.get(name.toLowerCase())
    const rows = records?.[type]
    if (Array.isArray(rows)) return rows
    throw Object.assign(new Error(name), { code: rows ?? (records ? 'ENODATA' : 'ENOTFOUND') })
  }
  return Object.assign(resolve, { queries })
}

export const txt = (...records: string[]) => ({ TXT: records.map(it => [it]) })
