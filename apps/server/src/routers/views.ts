import { draft, draftRefInput, saveDraftInput } from '@gotrs/contract/drafts'
import { saveViewInput, view, viewCounts, viewRefInput } from '@gotrs/contract/views'
import { withCleanHtml } from '@gotrs/core/conversation/clean-html'
import { discardDraft } from '@gotrs/core/drafts/discard'
import { readDraft } from '@gotrs/core/drafts/queries'
import { saveDraft } from '@gotrs/core/drafts/save'
import { listTags } from '@gotrs/core/tickets/tags'
import { countViews } from '@gotrs/core/views/counts'
import { removeView } from '@gotrs/core/views/remove'
import { saveView } from '@gotrs/core/views/save'
import { z } from 'zod'
import { allowed, done, isDone, router } from '../trpc.ts'

export const viewsRouter = router({
  /** The sidebar: fixed views, queues and saved views with capped counts of open tickets. */
  counts: allowed('view.use')
    .output(viewCounts)
    .query(({ ctx }) => ctx.desk.list(ctx.actor, countViews)),

  save: allowed('view.use')
    .input(saveViewInput)
    .output(view)
    .mutation(({ ctx, input }) => ctx.run(uow => saveView(uow, input))),

  remove: allowed('view.use')
    .input(viewRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => removeView(uow, input))
      return isDone
    }),
})

export const tagsRouter = router({
  /** Tags in use that start with the text, most used first, at most 20. */
  list: allowed('tag.list')
    .input(z.object({ text: z.string().trim().max(50).default('') }).strict())
    .output(z.array(z.string()))
    .query(({ ctx, input }) => ctx.desk.list(ctx.actor, reader => listTags(reader, input))),
})

export const draftsRouter = router({
  /** What the caller was writing on a ticket, or null. */
  get: allowed('draft.use')
    .input(draftRefInput)
    .output(draft.nullable())
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readDraft(reader, input))),

  save: allowed('draft.use')
    .input(saveDraftInput)
    .output(draft)
    .mutation(async ({ ctx, input }) => {
      const typed = await withCleanHtml(ctx.actor, input)
      return ctx.run(uow => saveDraft(uow, typed))
    }),

  discard: allowed('draft.use')
    .input(draftRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => discardDraft(uow, input))
      return isDone
    }),
})
