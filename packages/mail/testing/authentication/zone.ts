import type { Resolve } from '../../src/authentication/bounded-resolver.ts'

/** Records by name and type; a string in place of rows is the code of the failure that DNS answers with. */
export type Zone = Record<string, Partial<Record<string, unknown[] | string>>>

/** DNS that knows these names only, and remembers what it was asked. */
export function resolverOf(zone: Zone): Resolve & { asked: string[] } {
  const asked: string[] = []
  const names = new Map(Object.entries(zone).map(([name, records]) => [name.toLowerCase(), records]))
  const resolve = async (name: string, type: string) => {
    asked.push(`${type} ${name}`)
    const records = names.get(name.toLowerCase())
    const rows = records?.[type]
    if (Array.isArray(rows)) return rows
    throw Object.assign(new Error(name), { code: rows ?? (records ? 'ENODATA' : 'ENOTFOUND') })
  }
  return Object.assign(resolve, { asked })
}

export const txt = (...records: string[]) => ({ TXT: records.map(it => [it]) })
