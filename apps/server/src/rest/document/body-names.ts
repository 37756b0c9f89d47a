import type { z } from 'zod'
import type { RestRoute } from '../route.ts'

/** What a call sends has the name of the call: `CreateTicketBody`. A PUT has the body of its PATCH. */
export function bodyNames(rows: readonly RestRoute[]): Record<string, z.ZodType> {
  const named = new Map<z.ZodType, string>()
  for (const { body, operationId } of rows) {
    if (body && !named.has(body)) named.set(body, `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Body`)
  }
  return Object.fromEntries([...named].map(([body, name]) => [name, body]))
}
