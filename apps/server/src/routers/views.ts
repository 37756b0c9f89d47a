import { createViewInput, view, viewCounts, viewRefInput } from '@gotrs/contract/views'
import { countViews } from '@gotrs/core/views/counts'
import { createView } from '@gotrs/core/views/create'
import { deleteView } from '@gotrs/core/views/delete'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const viewsRouter = router({
  /** The sidebar: fixed views, queues and saved views with capped counts of open tickets. */
  counts: allowed('view.use', rest.get('/api/views/counts', 'How many tickets are in each view'))
    .output(viewCounts)
    .query(({ ctx }) => ctx.desk.list(ctx.actor, countViews)),

  create: allowed('view.use', rest.create('/api/views', 'Create a view'))
    .input(createViewInput)
    .output(view)
    .mutation(({ ctx, input }) => ctx.run(uow => createView(uow, input))),

  delete: allowed('view.use', rest.delete('/api/views/{viewId}', 'Delete a view'))
    .input(viewRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => deleteView(uow, input))
      return isDone
    }),
})
