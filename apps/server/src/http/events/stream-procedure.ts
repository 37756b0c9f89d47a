import type { ServerResponse } from 'node:http'
import { getTRPCErrorFromUnknown, getTRPCErrorShape } from '@trpc/server'
import { appRouter } from '../../router.ts'
import { type Context, createCaller } from '../../trpc.ts'
import { reportError } from '../report-error.ts'
import type { HttpContext, Server } from '../types.ts'
import { eventStream, type Items } from './event-stream.ts'

const procedures = createCaller(appRouter)

export const eventStreamHeaders = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }

type Stream = (input: unknown) => Promise<Items>

/** The items of a subscription as server-sent events, for both interfaces. */
export function streamProcedure(
  server: Server,
  c: HttpContext,
  name: string,
  ctx: Context,
  input: Record<string, unknown>,
): Response {
  const lastEventId = c.req.header('last-event-id') ?? c.req.query('lastEventId')
  const source = {
    lastEventId,
    open: (signal: AbortSignal) => procedureOf(name, ctx, signal)({ ...input, ...(lastEventId && { lastEventId }) }),
    showError(thrown: unknown) {
      const error = getTRPCErrorFromUnknown(thrown)
      reportError(server, c, error, name)
      const config = appRouter._def._config
      return getTRPCErrorShape({ config, ctx, error, input, path: name, type: 'subscription' })
    },
  }
  return new Response(eventStream(source, c.env.outgoing as ServerResponse), {
    headers: { ...eventStreamHeaders, 'X-Accel-Buffering': 'no' },
  })
}

function procedureOf(name: string, ctx: Context, signal: AbortSignal): Stream {
  const [noun = '', verb = ''] = name.split('.')
  const nouns = procedures(ctx, { signal }) as unknown as Record<string, Record<string, Stream>>
  const procedure = nouns[noun]?.[verb]
  if (!procedure) throw new Error(`there is no procedure ${name}`)
  return procedure
}
