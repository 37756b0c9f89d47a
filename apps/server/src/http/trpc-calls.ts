import { type AnyTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, type TRPCError } from '@trpc/server'
import { getHTTPStatusCode } from '@trpc/server/http'
import { appRouter } from '../router.ts'
import type { Context } from '../trpc.ts'
import type { HttpContext } from './types.ts'

const procedures = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>

/** What a request asks for: procedures of one type, each with its input. */
export type Calls = {
  type: 'query' | 'mutation'
  isBatch: boolean
  names: readonly string[]
  inputs: readonly unknown[]
}

/** Null for everything that is not plain calls of procedures that exist: tRPC itself answers those. */
export function readCalls(c: HttpContext, body: string | null, maxBatchSize: number): Calls | null {
  const type = c.req.method === 'GET' ? 'query' : c.req.method === 'POST' ? 'mutation' : null
  const isPlain = c.req.header('trpc-accept') === undefined && c.req.header('accept') !== 'application/jsonl'
  if (type === null || !isPlain) return null
  const isBatch = c.req.query('batch') === '1'
  const path = c.req.path.slice('/trpc/'.length)
  const names = isBatch ? path.split(/,|%2c/i) : [path]
  const areProcedures = names.every(name => Object.hasOwn(procedures, name) && procedures[name]?._def.type === type)
  if (!areProcedures || names.length > maxBatchSize) return null
  const given = parse(body ?? (c.req.query('input') || undefined))
  if (given === null) return null
  if (!isBatch) return { type, isBatch, names, inputs: [given.input] }
  const { input = {} } = given
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return null
  const inputs = names.map((_, at) => (Object.hasOwn(input, at) ? (input as Record<number, unknown>)[at] : undefined))
  return { type, isBatch, names, inputs }
}

function parse(text: string | undefined): { input?: unknown } | null {
  try {
    return text === undefined ? {} : { input: JSON.parse(text) }
  } catch {
    return null
  }
}

export type Answered = { text: string; status: number; errors: TRPCError[] }

/** Runs the calls and writes their answers as tRPC does, once: tRPC's own response would be read and written again. */
export async function runCalls(
  { type, isBatch, names, inputs }: Calls,
  ctx: Context,
  onError: (error: TRPCError, path: string) => void,
): Promise<Answered> {
  const errors: TRPCError[] = []
  const run = async (path: string, batchIndex: number) => {
    const input = inputs[batchIndex]
    try {
      const procedure = procedures[path] as AnyTRPCProcedure
      const data = await procedure({ path, getRawInput: async () => input, ctx, type, signal: undefined, batchIndex })
      return { result: { data } }
    } catch (cause) {
      const error = getTRPCErrorFromUnknown(cause)
      errors.push(error)
      onError(error, path)
      const config = appRouter._def._config
      return { error: getTRPCErrorShape({ config, ctx, error, input, path, type }) }
    }
  }
  const answers = await Promise.all(names.map(run))
  const answer = isBatch ? answers : answers[0]
  return { text: JSON.stringify(answer), status: getHTTPStatusCode(answer as never), errors }
}
