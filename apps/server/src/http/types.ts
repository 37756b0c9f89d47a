import type { Desk } from '@gotrs/core/desk'
import type { Log } from '@gotrs/core/kernel/log'
import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Settings } from '../env.ts'
import type { Metrics } from './metrics.ts'

/** What every handler works with. */
export type Server = { desk: Desk; settings: Settings; log: Log; metrics: Metrics }

/** Hono's environment: Node's own request and response, and what the first middleware found out. */
export type Env = {
  Bindings: HttpBindings
  Variables: {
    requestId: string
    remoteAddress: string
    /** Reports a valid credential. */
    isKnown: boolean
    /** The route as metrics and logs name it: one of a closed set. */
    route: string
    /** The procedures that a tRPC request calls, by their names in the router. */
    procedures?: string[]
    /** The caller, after authentication. `credential` is `session` for the browser's cookie. */
    caller?: { userId: string; credential: string }
  }
}

export type HttpContext = Context<Env>
