import { DeskError, errorStatus } from '@gotrs/contract/errors'
import type { Action } from '@gotrs/contract/permissions'
import { type Scope, scopesFor } from '@gotrs/contract/scopes'
import { shape } from '@gotrs/contract/shape'
import type { Credential } from '@gotrs/core/accounts/credentials'
import { requireLogin } from '@gotrs/core/accounts/require-login'
import type { Desk } from '@gotrs/core/desk'
import { asCustomer, type PermissionRecord, type UserActor } from '@gotrs/core/kernel/actor'
import { actingIn, openRecord } from '@gotrs/core/kernel/permission-record'
import { requireGrant } from '@gotrs/core/kernel/require-grant'
import type { RunOptions } from '@gotrs/core/kernel/run-unit-of-work'
import type { UnitOfWork } from '@gotrs/core/kernel/unit-of-work'
import { initTRPC } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { z } from 'zod'
import { answerBy } from './answers/answers.ts'
import { deskErrorOf, toTrpcError } from './errors.ts'
import { requireScope } from './http/caller.ts'
import { errorWords } from './http/error-words.ts'
import { idempotentCall } from './idempotency.ts'
import type { RestMeta } from './rest/meta.ts'

/** The context of a procedure: the desk, the caller, and facts of the HTTP request. */
export type Context = {
  desk: Desk
  actor: UserActor | null
  /** The caller wants no more rights over tickets than a customer has. */
  isAsCustomer?: boolean
  /** The credential that the caller sent; null without one. */
  credential: Credential | null
  /** The scopes of the caller's token; null for everything the caller may do. */
  scopes: readonly Scope[] | null
  /** The login of an expired access token: that token may still end it. */
  expiredLogin?: { userId: string; familyId: string } | null
  /** The idempotency key of the call: with it the call runs only once. */
  idempotencyKey: string | null
  /** Called when the answer is a replay of the first one with the same key. */
  onReplay?: () => void
  /** The REST call, where the input of the procedure is made from it and from the current state. */
  restCall?: { path: string; input: unknown }
  /** Reads the answer of a write together with the commit of its unit of work. */
  thenRead?: RunOptions['thenRead']
  /** The raw session id of the cookie, for the logout; null without one. */
  sessionId: string | null
  requestId: string
  /** The address of the caller, from a proxy header only as far as TRUST_PROXY allows. */
  remoteAddress: string
  userAgent: string
  /** True when the server listens on a network, or the call came through a proxy. */
  refusesDemoPassword?: boolean
  setSessionCookie(sessionId: string | null, expiresAt?: Date): void
}

/**
 * The permission that a procedure needs; `anyone` for none. Every procedure has one, and a golden table tests them.
 * `rest`: its REST path. Without it, the procedure is reached only by tRPC, or by a row that is written by hand.
 */
export type ProcedureMeta = { permission: Action | 'anyone'; rest?: RestMeta }

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    // Subscriptions and the context fail outside the middleware below; every error passes here.
    errorFormatter({ shape, error, ctx }) {
      const shown = toTrpcError(error)
      const desk = deskErrorOf(shown)
      return {
        ...shape,
        code: TRPC_ERROR_CODES_BY_KEY[shown.code],
        message: errorWords(new DeskError(desk.code, desk.params)),
        data: {
          ...shape.data,
          code: shown.code,
          httpStatus: errorStatus[desk.code],
          stack: undefined,
          desk,
          requestId: ctx?.requestId ?? null,
        },
      }
    },
  })

export const router = t.router
export const createCaller = t.createCallerFactory

/** The same builder, but its `output` only picks the fields of answers, where tRPC would validate each of them. */
function answering<B extends Builder>(builder: B): B {
  return {
    ...builder,
    input: (shape: z.ZodType) => answering(builder.input(shape)),
    output(shape: z.ZodType) {
      const made = builder.output(answerBy(shape))
      // REST, the document and the proofs of access read the shape here.
      made._def.output = shape
      return made
    },
  }
}

type Builder = {
  _def: { output?: unknown }
  // biome-ignore lint/suspicious/noExplicitAny: builders of tRPC have a type for each combination of their parts
  input: (shape: any) => any
  // biome-ignore lint/suspicious/noExplicitAny: as above
  output: (parser: any) => any
}

const base = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (!result.ok) result.error = toTrpcError(result.error)
  return result
})

/** A procedure that needs no login. */
export const anyone = (rest?: RestMeta) => answering(base.meta({ permission: 'anyone', ...(rest && { rest }) }))

/**
 * A procedure for callers whose role has a grant for `action`, with a login that is strong enough for it. The use case
 * checks how far the grant reaches.
 */
export const allowed = (action: Action, rest?: RestMeta) =>
  answering(
    base.meta({ permission: action, ...(rest && { rest }) }).use(async ({ ctx, type, path, getRawInput, next }) => {
      const record = openRecord()
      const actor = actingIn(record, requireAllowed(ctx, action))
      await requireLogin(ctx.desk, ctx.credential, action)
      const options: RunOptions = {
        channel: ctx.credential === null || ctx.credential.kind === 'session' ? 'web' : 'api',
      }
      if (ctx.thenRead) options.thenRead = ctx.thenRead
      if (type === 'mutation' && ctx.idempotencyKey !== null) {
        const call = ctx.restCall
          ? { path: `${ctx.restCall.path} ${path}`, input: ctx.restCall.input }
          : { path, input: await getRawInput().catch(() => undefined) }
        options.idempotency = idempotentCall(ctx.idempotencyKey, call, ctx.onReplay)
      }
      const beforeCommit = () => requireDeclared(path, action, record)
      const run = runCall(ctx.desk, actor, options, beforeCommit)
      const result = await next({ ctx: { ...ctx, actor, options, run } })
      // A query has no commit. With an idempotency key the answer may be a replay, which checks no permission.
      if (result.ok && !options.idempotency) beforeCommit()
      return result
    }),
  )

/** The verb must check the permission that its procedure declares and documents. @throws Error */
function requireDeclared(path: string, action: Action, { checked }: PermissionRecord): void {
  if (checked.has(action)) return
  const instead = checked.size > 0 ? [...checked].join(', ') : 'no permission'
  throw new Error(`${path} declares the permission ${action}, and its verb checks ${instead} instead.`)
}

/** Runs the unit of work of a call as its caller, with its channel, and only once with its key. */
export type RunCall = <T>(work: (uow: UnitOfWork) => Promise<T>) => Promise<T>

export function runCall(desk: Desk, actor: UserActor, options: RunOptions, beforeCommit = () => {}): RunCall {
  let hasRun = false
  return work => {
    if (hasRun)
      throw new Error('A call runs one unit of work: under its key, a second would get the answer of the first.')
    hasRun = true
    const checked = async (uow: UnitOfWork) => {
      const answer = await work(uow)
      beforeCommit()
      return answer
    }
    return desk.run(actor, checked, options)
  }
}

/** @throws DeskError `not_logged_in`, `insufficient_scope`, `forbidden` */
export function requireAllowed(
  { actor: caller, scopes, isAsCustomer = false }: Pick<Context, 'actor' | 'scopes' | 'isAsCustomer'>,
  action: Action,
): UserActor {
  if (!caller) throw new DeskError('not_logged_in')
  // Who they are stays as it is: the portal links staff to the agents' app.
  const actor = isAsCustomer && /^(ticket|attachment)\./.test(action) ? asCustomer(caller) : caller
  for (const scope of scopesFor(action)) requireScope(scopes, scope)
  requireGrant({ actor }, action)
  return actor
}

/** The answer of a command without a result. */
export const done = shape('Done', { done: z.literal(true) })
export const isDone = { done: true } as const
