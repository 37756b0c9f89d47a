import type { z } from 'zod'
import { appRouter } from '../router.ts'
import type { ProcedureMeta } from '../trpc.ts'
import { operationIdOf, tagOf } from './document/nouns.ts'
import type { RestMeta } from './meta.ts'

/** A path at which a procedure streams. */
export type StreamRow = Pick<RestMeta, 'path' | 'summary' | 'description' | 'errors'> & {
  operationId: string
  tag: string
  procedures: readonly [string]
  item: z.ZodType
}

type Declared = { _def: { meta?: ProcedureMeta } }

/** One for each procedure that declares what it streams. */
export const streamRows: readonly StreamRow[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, Declared>,
).flatMap(([name, { _def }]) => {
  const { streams: item, ...rest } = _def.meta?.rest ?? {}
  return item
    ? [{ operationId: operationIdOf(name), tag: tagOf(name), ...(rest as RestMeta), procedures: [name], item }]
    : []
})
