import { eventList, listEventsInput } from '@gotrs/contract/event-list'
import { listEvents } from '@gotrs/core/live/list-events'
import { rest } from '../rest/meta.ts'
import { allowed, router } from '../trpc.ts'

export const eventsRouter = router({
  /** The events that the caller may see, oldest first. @throws invalid_cursor */
  list: allowed(
    'event.list',
    rest.get('/api/events', 'List what happened', {
      description:
        'Oldest first, in an order in which nothing is ever added before a `nextAfter` that you got: read on from there and you miss no event. The shape is that of a webhook delivery. A page may have fewer items than `limit`, or none, and still have more behind it: `hasMore` says so. Events of deleted tickets are left out. `invalid_cursor`: `after` names no event that you may see; start again with `after=now`, and read what you keep from the other lists.',
      errors: ['invalid_cursor'],
    }),
  )
    .input(listEventsInput)
    .output(eventList)
    .query(({ ctx, input }) => ctx.desk.list(ctx.actor, reader => listEvents(reader, ctx.desk.vault, input))),
})
