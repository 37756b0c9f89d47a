import { DeskError, errorStatus } from '@gotrs/contract/errors'
import type { Action } from '@gotrs/contract/permissions'
import { type Scope, scopesFor } from '@gotrs/contract/scopes'
import { shape } from '@gotrs/contract/shape'
import type { Credential } from '@gotrs/core/accounts/credentials'
import { requireLogin } from '@gotrs/core/accounts/require-login'
import type { Desk } from '@gotrs/core/desk'
import type { PermissionRecord, UserActor } from '@gotrs/core/kernel/actor'
import type { RunOptions } from '@gotrs/core/kernel/kernel'
import { actingIn, openRecord } from '@gotrs/core/kernel/permission-record'
import { requireGrant } from '@gotrs/core/kernel/require-grant'
import type { UnitOfWork } from '@gotrs/core/kernel/unit-of-work'
import { initTRPC } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { z } from 'zod'
import { deskErrorOf, toTrpcError } from './errors.ts'
import { requireScope } from './http/caller.ts'
import { errorWords } from './http/error-words.ts'
import { onceOf } from './idempotency.ts'
import type { RestMeta } from './rest/meta.ts'

/** What a procedure gets: the desk, who calls, and what HTTP knows of the request. */
export type Context = {
  desk: Desk
  actor: UserActor | null
  /** What the caller has shown; null for nobody. */
  credential: Credential | null
  /** What the caller's token may be used for; null for everything the caller may do. */
  scopes: readonly Scope[] | null
  /** The login that an access token belongs to which has expired, or is over: it may be ended by it. */
  expiredLogin?: { userId: string; familyId: string } | null
  /** The caller's name for this one call: it is not done twice under it. */
  idempotencyKey: string | null
  /** The answer is the one of the first time under the key. */
  noteReplay?: () => void
  /** What was asked by REST, where what the procedure is asked is made from it and from how things are. */
  asked?: { path: string; input: unknown }
  /** The raw session id of the cookie, for logging out; null without one. */
  sessionId: string | null
  requestId: string
  /** The address of the caller, as far as TRUST_PROXY lets us believe it. */
  remoteAddress: string
  userAgent: string
  /** The desk is reached over a network, or this call came through a proxy. */
  refusesDemoPassword?: boolean
  setSessionCookie(sessionId: string | null, expiresAt?: Date): void
}

/**
 * Which permission a procedure asks for; `anyone` needs none. Every procedure has one, and a golden table tests them.
 * `rest`: how it is reached by REST; without it, by tRPC alone or by a row that is written by hand.
 */
export type ProcedureMeta = { permission: Action | 'anyone'; rest?: RestMeta }

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    // Subscriptions and the context fail outside of the middleware below: this is where every error passes.
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
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 40_000 } },
  })

export const router = t.router
export const createCaller = t.createCallerFactory

const base = t.procedure.use(async ({ next }) => {
  const result = await next()
  if (!result.ok) result.error = toTrpcError(result.error)
  return result
})

/** A procedure that needs no login. */
export const anyone = (rest?: RestMeta) => base.meta({ permission: 'anyone', ...(rest && { rest }) })

/**
 * A procedure for those to whom the permission table gives `action` at all, by a login that is enough for it; how far it
 * reaches is the use case's scope.
 */
export const allowed = (action: Action, rest?: RestMeta) =>
  base.meta({ permission: action, ...(rest && { rest }) }).use(async ({ ctx, type, path, getRawInput, next }) => {
    const record = openRecord()
    const actor = actingIn(record, requireAllowed(ctx, action))
    await requireLogin(ctx.desk, ctx.credential, action)
    const options: RunOptions = { door: ctx.credential === null || ctx.credential.kind === 'session' ? 'web' : 'api' }
    if (type === 'mutation' && ctx.idempotencyKey !== null) {
      const call = ctx.asked
        ? { path: `${ctx.asked.path} ${path}`, input: ctx.asked.input }
        : { path, input: await getRawInput().catch(() => undefined) }
      options.once = onceOf(ctx.idempotencyKey, call, ctx.noteReplay)
    }
    const result = await next({ ctx: { ...ctx, actor, options, run: runCall(ctx.desk, actor, options) } })
    // Under a key the answer may be the one of the first time, for which nothing is asked again.
    if (result.ok && !options.once) requireDeclared(path, action, record)
    return result
  })

/** What a procedure declares, scopes and documents is what its verb asks for: the two cannot differ. @throws Error */
function requireDeclared(path: string, action: Action, { asked }: PermissionRecord): void {
  if (asked.has(action)) return
  const instead = asked.size > 0 ? `for ${[...asked].join(', ')}` : 'for nothing'
  throw new Error(`${path} declares the permission ${action}, and its verb asked ${instead} instead.`)
}

/** Runs the unit of work of a call in the name of its caller, by its door, and once under its key. */
export type RunCall = <T>(work: (uow: UnitOfWork) => Promise<T>) => Promise<T>

export function runCall(desk: Desk, actor: UserActor, options: RunOptions): RunCall {
  let hasRun = false
  return work => {
    if (hasRun)
      throw new Error('A call runs one unit of work: under its key, a second would get the answer of the first.')
    hasRun = true
    return desk.run(actor, work, options)
  }
}

/** @throws DeskError `not_logged_in`, `insufficient_scope`, `forbidden` */
export function requireAllowed({ actor, scopes }: Pick<Context, 'actor' | 'scopes'>, action: Action): UserActor {
  if (!actor) throw new DeskError('not_logged_in')
  for (const scope of scopesFor(action)) requireScope(scopes, scope)
  requireGrant({ actor }, action)
  return actor
}

/** The answer of a command that has nothing to tell. */
export const done = shape('Done', { done: z.literal(true) })
export const isDone = { done: true } as const
