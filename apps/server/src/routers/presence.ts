import { presenceList, reportPresenceInput } from '@gotrs/contract/presence'
import { listPresence, reportPresence } from '@gotrs/core/live/presence'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const presenceRouter = router({
  /** Who else has which ticket open, of the tickets that the caller may read. */
  list: allowed(
    'ticket.readStaff',
    rest.get('/api/presence', 'List who views and writes', {
      description:
        'Colleagues who have a ticket open that you may read: at most 500, without yourself. Customers never see it.',
    }),
  )
    .output(presenceList)
    .query(({ ctx }) => ctx.desk.read(ctx.actor, listPresence)),

  report: allowed(
    'ticket.readStaff',
    rest.put('/api/tickets/{ticketId}/presence', 'Say that you view a ticket or write in it'),
  )
    .input(reportPresenceInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => reportPresence(uow, input))
      return isDone
    }),
})
