import { liveHint } from '@gotrs/contract/live'
import { tracked } from '@trpc/server'
import { z } from 'zod'
import { allowed, router } from '../trpc.ts'

export const liveRouter = router({
  /** Hints of changes the caller may know of, first what came since `lastEventId`. Lost ones are harmless: read anew on reconnect. */
  hints: allowed('live.watch')
    .input(z.object({ lastEventId: z.string().max(100).nullish() }).strict())
    .subscription(async function* ({ ctx, input, signal }) {
      for await (const hint of ctx.desk.live.watch(ctx.actor, ctx.credential, signal, input.lastEventId)) {
        yield tracked(hint.eventId, liveHint.parse(hint))
      }
    }),
})
