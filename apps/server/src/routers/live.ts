import { type LiveHint, liveHint } from '@gotrs/contract/live'
import type { TrackedEnvelope } from '@trpc/server'
import { z } from 'zod'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const liveRouter = router({
  /**
   * Hints of changes that the caller may see, first those since `lastEventId`. Lost ones are harmless: read again on
   * reconnect.
   */
  hints: allowed(
    'live.watch',
    rest.get('/api/live', 'Hints of changes as they happen', {
      operationId: 'streamHints',
      description:
        'Each hint says that something you may read has changed, never what. Whatever may have been missed while no stream was open is read again.',
      streams: liveHint,
    }),
  )
    .input(z.object({ lastEventId: z.string().max(100).nullish() }).strict())
    .subscription(async ({ ctx, input, signal }) => {
      const hints = ctx.desk.live.watch(ctx.actor, ctx.credential, signal, input.lastEventId)
      // `connected` is sent when this returns: everything committed later is sent. Errors are sent in the stream.
      await hints.listening.catch(() => {})
      // The server writes each hint with its id (`http/events`), as clients of tRPC read it.
      return hints as typeof hints & AsyncIterable<TrackedEnvelope<LiveHint>>
    }),
})
