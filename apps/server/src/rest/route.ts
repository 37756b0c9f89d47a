import type { ErrorCode } from '@gotrs/contract/errors'
import type { RunOptions } from '@gotrs/core/kernel/run-unit-of-work'
import type { z } from 'zod'
import type { AppRouter } from '../router.ts'
import type { Context, createCaller } from '../trpc.ts'
import type { RestMethod } from './meta.ts'

/** Calls the procedures as their caller: the same permissions, inputs, answers and errors as by tRPC. */
export type Procedures = ReturnType<ReturnType<typeof createCaller<AppRouter['_def']['record']>>>

/** Calls a procedure that writes, then one that reads what was written: the server sends both to Postgres together. */
export type CallThenRead = <T, A>(
  write: (call: Procedures) => Promise<T>,
  read: (call: Procedures, written: T) => Promise<A>,
) => Promise<A>

type Shape = z.ZodObject | undefined
type Parsed<S extends Shape> = S extends z.ZodType ? z.output<S> : undefined

export type RestCall<P extends Shape, Q extends Shape, B extends Shape> = {
  call: Procedures
  callThenRead: CallThenRead
  ctx: Context
  /** For several verbs in one unit of work: the idempotency key of the call, and its channel. */
  options: RunOptions
  params: Parsed<P>
  query: Parsed<Q>
  body: Parsed<B>
  /** The version of `If-Match`, on rows that take it: the change is made to that one alone (RFC 9110, section 13.1.1). */
  ifMatch: number | undefined
  /** The status of the answer. */
  headers: Headers
}

/** One path and method of the REST interface: a table row that is served, documented and tested alike. */
export type RestRoute = {
  method: RestMethod
  /** As OpenAPI writes it: `/api/tickets/{ticketId}`. */
  path: `/api/${string}`
  /** The name of the call in generated clients. */
  operationId: string
  tag: string
  summary: string
  description?: string
  /** The procedures behind it; the first names the permission. */
  procedures: readonly string[]
  params?: z.ZodObject | undefined
  query?: z.ZodObject | undefined
  body?: z.ZodObject | undefined
  /** A valid one, of `body`. */
  example?: Record<string, unknown>
  answer: z.ZodType
  status: 200 | 201 | 202
  errors: readonly ErrorCode[]
  /** The version of what is answered, for ETag and If-Match; null where the caller sees none. */
  versionOf?: (answer: never) => number | null
  /** The path of the new thing. */
  locationOf?: (answer: never) => string
  /** On other rows `If-Match` is rejected: a caller that sends it relies on it. */
  takesIfMatch?: boolean
  /** Although its procedures need no login. */
  needsLogin?: boolean
  /** With an access token that has expired, or whose login has ended, the call counts as one without a login. */
  takesExpiredToken?: true
  /** It is another method of the same path, and does the same. */
  sameAs?: RestMethod
  run(input: RestCall<Shape, Shape, Shape>): Promise<unknown>
}

/** A PUT that is also a PATCH: neither touches what is left out. `putTicket` and `updateTicket` are the same call. */
export const withPatch = (row: RestRoute): RestRoute[] => [
  { ...row, operationId: row.operationId.replace(/^update/, 'put') },
  { ...row, method: 'patch', sameAs: 'put' },
]

type Definition<P extends Shape, Q extends Shape, B extends Shape, A extends z.ZodType> = Omit<
  RestRoute,
  'params' | 'query' | 'body' | 'answer' | 'run' | 'status' | 'errors' | 'versionOf' | 'locationOf'
> & {
  params?: P
  query?: Q
  body?: B
  answer: A
  status?: 200 | 201 | 202
  errors?: readonly ErrorCode[]
  versionOf?: (answer: z.output<A>) => number | null
  locationOf?: (answer: z.output<A>) => string
  run(input: RestCall<P, Q, B>): Promise<z.input<A>>
}

/** A row of the table, with matching types. */
export function route<
  A extends z.ZodType,
  P extends Shape = undefined,
  Q extends Shape = undefined,
  B extends Shape = undefined,
>(definition: Definition<P, Q, B, A>): RestRoute {
  // The schemas that parse the parts are those that `run` was typed for.
  return { status: 200, errors: [], ...definition } as unknown as RestRoute
}
