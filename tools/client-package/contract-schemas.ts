import { readdirSync } from 'node:fs'
import type { Schema } from './print-type.ts'

const contract = new URL('../../packages/contract/src/', import.meta.url)

/**
 * Every schema that the contract exports, with its name as a type: that of its `shape`, which the OpenAPI document has
 * too, otherwise that of the export: `ticketPage` → `TicketPage`.
 */
export async function contractSchemas(): Promise<Map<Schema, string>> {
  const named = new Map<Schema, string>()
  for (const file of readdirSync(contract)) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    for (const [name, exported] of Object.entries(await import(new URL(file, contract).href)))
      if (isSchema(exported))
        named.set(exported, exported.meta()?.id ?? `${name.charAt(0).toUpperCase()}${name.slice(1)}`)
  }
  return named
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && '_zod' in value
