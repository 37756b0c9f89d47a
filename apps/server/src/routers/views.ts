import {
  countByDayInput,
  createViewInput,
  dayCounts,
  updateViewInput,
  view,
  viewCounts,
  viewRefInput,
} from '@gotrs/contract/views'
import { countByDay } from '@gotrs/core/views/count-by-day'
import { countViews } from '@gotrs/core/views/counts'
import { createView } from '@gotrs/core/views/create'
import { deleteView } from '@gotrs/core/views/delete'
import { listViews, readView } from '@gotrs/core/views/queries'
import { updateView } from '@gotrs/core/views/update'
import { z } from 'zod'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const viewsRouter = router({
  /** The sidebar: fixed views, queues and saved views with capped counts of open tickets. */
  counts: allowed(
    'view.use',
    rest.get('/api/views/counts', 'Count the tickets of each view', { operationId: 'countTickets' }),
  )
    .output(viewCounts)
    .query(({ ctx }) => ctx.desk.list(ctx.actor, countViews, { isPlannedOnce: true })),

  /** How many tickets were created and resolved on each of the last days. */
  days: allowed(
    'view.use',
    rest.get('/api/views/days', 'Count the tickets of each day', { operationId: 'countTicketsByDay' }),
  )
    .input(countByDayInput)
    .output(dayCounts)
    .query(({ ctx, input }) => ctx.desk.list(ctx.actor, reader => countByDay(reader, input))),

  /** One's own and those that are shared, at most 100. */
  list: allowed('view.use', rest.get('/api/views', 'List your views and those that are shared'))
    .output(z.array(view))
    .query(({ ctx }) => ctx.desk.list(ctx.actor, listViews)),

  /** @throws not_found */
  get: allowed('view.use', rest.get('/api/views/{viewId}', 'Read a view'))
    .input(viewRefInput)
    .output(view)
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readView(reader, input))),

  create: allowed('view.manage', rest.create('/api/views', 'Create a view'))
    .input(createViewInput)
    .output(view)
    .mutation(({ ctx, input }) => ctx.run(uow => createView(uow, input))),

  /** One's own; an admin also a shared one. @throws not_found, invalid_filter, forbidden */
  update: allowed(
    'view.manage',
    rest.update('/api/views/{viewId}', 'Change a view', {
      description: 'Any of the fields; what is left out stays.',
      errors: ['invalid_filter'],
      example: { q: 'is:open tag:vpn' },
      answers: 'views.get',
    }),
  )
    .input(updateViewInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => updateView(uow, input))
      return isDone
    }),

  delete: allowed('view.manage', rest.delete('/api/views/{viewId}', 'Delete a view'))
    .input(viewRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => deleteView(uow, input))
      return isDone
    }),
})
