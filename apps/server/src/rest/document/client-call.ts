import { z } from 'zod'
import { appRouter } from '../../router.ts'
import { takesAnyVersion } from '../input-parts.ts'
import { restRoutes } from '../routes.ts'
import { streamRows } from '../stream-rows.ts'
import type { Json } from './document.ts'

type Procedure = { _def: { type: 'query' | 'mutation' | 'subscription'; inputs: unknown[] } }
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>

/** Paths for which the client has no procedure, or several procedures for one call. */
const byHand: Record<string, string> = {
  uploadAttachment: `import { openAsBlob } from 'node:fs'

const { id } = await desk.upload(await openAsBlob('manual.pdf'), { filename: 'manual.pdf' })`,
  downloadAttachment: `const response = await desk.download('01938c5e-7a10-7000-8000-4952fcbd550c')`,
  streamHints: `desk.live.hints.subscribe({}, { onData: ({ data }) => console.log(data.type, data.ticketId) })`,
  updateTicket: `await desk.tickets.setPriority.mutate({ ticketId: 1001, priority: 'low', version: 'any' })
await desk.tickets.resolve.mutate({ ticketId: 1001, version: 'any' })`,
}

const namesByOperation = new Map([...restRoutes, ...streamRows].map(row => [row.operationId, row.procedures[0] ?? '']))

/** The call of `@gotrs/client` that does what a REST call with these fields does; null where there is none. */
export function clientCall(operationId: string, fields: Record<string, Json>): string | null {
  const written = byHand[operationId.replace(/^putTicket$/, 'updateTicket')]
  if (written !== undefined) return written
  const name = namesByOperation.get(operationId)
  const procedure = name === undefined ? undefined : procedures[name]
  if (!procedure) return null
  const { type, inputs } = procedure._def
  const call = `${type === 'query' ? 'const answer = ' : ''}await desk.${name}.${type === 'query' ? 'query' : 'mutate'}`
  const [input] = inputs
  return `${call}(${input instanceof z.ZodObject ? literal(inputOf(input, fields)) : ''})`
}

function inputOf(input: z.ZodObject, fields: Record<string, Json>): Record<string, Json> {
  const known = Object.entries(fields).filter(([field]) => Object.hasOwn(input.shape, field))
  return { ...Object.fromEntries(known), ...(takesAnyVersion(input) && { version: 'any' }) }
}

/** As a person writes it: keys without unnecessary quotes, single quotes, short objects in one line. */
function literal(value: Json, indent = ''): string {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
  if (Array.isArray(value)) return `[${value.map(item => literal(item, indent)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = Object.entries(value).map(([key, field]) => `${keyOf(key)}: ${literal(field, `${indent}  `)}`)
  const line = parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
  if (line.length <= 60) return line
  return `{\n${parts.map(part => `${indent}  ${part},\n`).join('')}${indent}}`
}

const keyOf = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : `'${key}'`)
