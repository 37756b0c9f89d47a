import { draft, draftRefInput, saveDraftInput } from '@gotrs/contract/drafts'
import { withCleanHtml } from '@gotrs/core/conversation/clean-html'
import { discardDraft } from '@gotrs/core/drafts/discard'
import { readDraft } from '@gotrs/core/drafts/queries'
import { saveDraft } from '@gotrs/core/drafts/save'
import { rest } from '../rest/meta.ts'
import { allowed, done, isDone, router } from '../trpc.ts'

export const draftsRouter = router({
  /** What the caller was writing on a ticket, or null. */
  get: allowed('draft.use', rest.get('/api/drafts/{ticketId}', 'What you are writing on a ticket'))
    .input(draftRefInput)
    .output(draft.nullable())
    .query(({ ctx, input }) => ctx.desk.read(ctx.actor, reader => readDraft(reader, input))),

  update: allowed('draft.use', rest.put('/api/drafts/{ticketId}', 'Keep what you are writing'))
    .input(saveDraftInput)
    .output(draft)
    .mutation(async ({ ctx, input }) => {
      const typed = await withCleanHtml(ctx.actor, input)
      return ctx.run(uow => saveDraft(uow, typed))
    }),

  delete: allowed('draft.use', rest.delete('/api/drafts/{ticketId}', 'Delete a draft'))
    .input(draftRefInput)
    .output(done)
    .mutation(async ({ ctx, input }) => {
      await ctx.run(uow => discardDraft(uow, input))
      return isDone
    }),
})
